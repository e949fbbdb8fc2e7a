import { type Action, type CompiledEnvironment, oversee, type State } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { garden, smallHero } from "../../test/worlds.ts";
import { consistent } from "./consistent.ts";

function demonstrations(world: CompiledEnvironment, values: Parameters<typeof consistent.with>[0]): number[][] {
  const table = oversee(world, consistent.with(values)).answers("demonstrate");
  const rows: number[][] = [];
  for (let row = 0; row < table.length; row += world.actions.length) {
    rows.push([...table.subarray(row, row + world.actions.length)]);
  }
  return rows;
}

/** The best sum over every plan of `steps` actions, by recursion over outcomes: the slow reference. */
function bestSum(world: CompiledEnvironment, praise: (z: number) => number, at: { state: number; action: number; steps: number }): number {
  const { actionCount, rowStart, nextState, probability } = world.dynamics;
  const row = at.state * actionCount + at.action;
  let sum = 0;
  for (let z = rowStart[row] ?? 0; z < (rowStart[row + 1] ?? 0); z++) {
    const next = nextState[z] ?? 0;
    const later = world.actions
      .map((_, action) => action)
      .filter((action) => rowStart[next * actionCount + action] !== rowStart[next * actionCount + action + 1])
      .map((action) => (at.steps === 1 ? 0 : bestSum(world, praise, { state: next, action, steps: at.steps - 1 })));
    sum += (probability[z] ?? 0) * (praise(z) + (later.length === 0 ? 0 : Math.max(...later)));
  }
  return sum;
}

describe("the consistent overseer", () => {
  it("demonstrates work in the villain's world, seen or covert, when she looks one step ahead", () => {
    for (const cause of ["seen", "covert"] as const) {
      expect(demonstrations(smallHero(cause), {})).toEqual([
        [1, 0, 0],
        [0, 0, 1],
      ]);
    }
  });

  it("becomes a villain herself when she plans two steps of her own praise: -0.2 + 3 > 1 + 1", () => {
    expect(demonstrations(smallHero("seen"), { depth: 2 })[0]).toEqual([0, 1, 0]);
  });

  it("works at every depth when she plans for her value of the states", () => {
    for (const depth of [1, 2, 3, 7]) {
      expect(demonstrations(smallHero("covert"), { depth, plans: "value" })[0]).toEqual([1, 0, 0]);
    }
  });

  it("plays exp(Q/β): odds of work to cause are exp(1.2/β) at depth 1", () => {
    const [calm] = demonstrations(smallHero("seen"), { temperature: 0.5 });
    expect(Math.log((calm?.[0] ?? 0) / (calm?.[1] ?? 0))).toBeCloseTo(1.2 / 0.5, 12);
    expect((calm?.[0] ?? 0) + (calm?.[1] ?? 0)).toBeCloseTo(1, 15);
  });

  it("splits ties: at odd depth 3, where work, cause, defeat sums to cause, defeat, work", () => {
    expect(demonstrations(smallHero("seen"), { depth: 3 })[0]).toEqual([0.5, 0.5, 0]);
  });

  it("plans as a recursion over every outcome does, where chance decides and episodes end", () => {
    const feedback = garden.judgement.evaluate ?? new Float64Array();
    for (const depth of [1, 2, 3, 4]) {
      const rows = demonstrations(garden, { depth, temperature: 1 });
      for (const [state, row] of rows.entries()) {
        if (garden.dynamics.terminal[state] === 1) {
          expect(row).toEqual([0, 0]);
          continue;
        }
        const [water, leave] = [0, 1].map((action) => bestSum(garden, (z) => feedback[z] ?? 0, { state, action, steps: depth }));
        expect(Math.log((row[0] ?? 0) / (row[1] ?? 0))).toBeCloseTo((water ?? 0) - (leave ?? 0), 10);
      }
    }
  });

  it("compares by the sum of her feedback, and never abstains", () => {
    const world = smallHero("seen");
    const [calm, threat] = [0 as State, 1 as State];
    const [work, cause, defeat] = [0 as Action, 1 as Action, 2 as Action];
    const { overseer } = oversee(world, consistent.with());
    const honest = { states: [calm, calm, calm], actions: [work, work] };
    const villain = { states: [calm, threat, calm], actions: [cause, defeat] };
    expect(overseer.compare(honest, villain)).toBe(-1);
    expect(overseer.compare(villain, honest)).toBe(1);
    expect(overseer.compare(villain, villain)).toBe(0);
    expect(oversee(world, consistent.with({ plans: "value" })).overseer.compare(honest, villain)).toBe(1);
  });

  it("answers only what the world has a judgement for", () => {
    const deaf = { ...garden, judgement: { value: new Float64Array(garden.dynamics.stateCount) } };
    expect(consistent.with().answers(deaf)).toEqual(["value"]);
    expect(consistent.with({ plans: "value" }).answers(deaf)).toEqual(["value", "demonstrate", "compare"]);
    expect(consistent.with().answers({ ...garden, judgement: {} })).toEqual([]);
    expect(consistent.with().answers(garden)).toEqual(["value", "evaluate", "demonstrate", "compare"]);
  });
});
