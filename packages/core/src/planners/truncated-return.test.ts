import { expect, test } from "vitest";
import { drawWorld } from "../../test/drawn-worlds.ts";
import { smallWorld } from "../../test/small-world.ts";
import { actionProbabilities, type Policy } from "../policy.ts";
import { createRng } from "../rng.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { finiteHorizon } from "./finite-horizon.ts";
import { planAndReplan } from "./plan-and-replan.ts";
import { policyIteration } from "./policy-iteration.ts";
import { truncatedReturn } from "./truncated-return.ts";

interface World {
  readonly dynamics: TabularMdp;
  readonly reward: Float64Array;
}

/** E Σ_{k<left} γ^k r_k of each action at (time, state), the policy then playing as it does: by recursion on the definition. */
function ownReturns(
  world: World,
  policy: Policy,
  at: { time: number; state: number; left: number },
  discount: number,
): readonly (number | undefined)[] {
  const { actionCount, rowStart, nextState, probability } = world.dynamics;
  return Array.from({ length: actionCount }, (_, action) => {
    const row = at.state * actionCount + action;
    if (rowStart[row] === rowStart[row + 1]) {
      return undefined;
    }
    let sum = 0;
    for (let z = rowStart[row] ?? 0; z < (rowStart[row + 1] ?? 0); z++) {
      const next = { time: at.time + 1, state: nextState[z] ?? 0, left: at.left - 1 };
      const play = new Float64Array(actionCount);
      actionProbabilities(policy, next, play);
      const later = at.left === 1 ? [] : ownReturns(world, policy, next, discount);
      const rest = later.reduce((total: number, value, a) => total + (play[a] ?? 0) * (value ?? 0), 0);
      sum += (probability[z] ?? 0) * ((world.reward[z] ?? 0) + discount * rest);
    }
    return sum;
  });
}

const tiesOf = (q: readonly (number | undefined)[]): number => {
  const best = Math.max(...q.map((value) => value ?? Number.NEGATIVE_INFINITY));
  return q.reduce((mask: number, value, a) => (value !== undefined && value >= best - 1e-11 ? mask | (1 << a) : mask), 0);
};

test("every self plays what is best for its own M steps, given what the later selves play, by recursion on the definition", () => {
  const periods = new Set<number>();
  for (let n = 0; n < 12; n++) {
    const world = drawWorld(createRng(`truncated/${n}`), { states: 4, actions: 3, outcomes: 2, terminal: n % 2 === 0 });
    for (const [steps, discount] of [
      [2, 0.9],
      [3, 1],
      [4, 0.7],
    ] as const) {
      const { optimal, policy } = truncatedReturn(world.dynamics, world.reward, { steps, discount });
      const period = optimal.kind === "timed" ? optimal.horizon : 1;
      periods.add(period);
      for (let time = 0; time < period; time++) {
        for (let state = 0; state < 4; state++) {
          expect(optimal.mask[time * 4 + state]).toBe(tiesOf(ownReturns(world, policy, { time, state, left: steps }, discount)));
        }
      }
    }
    const ending = truncatedReturn(world.dynamics, world.reward, { steps: 3, discount: 1, within: 5 });
    for (let time = 0; time < 5; time++) {
      for (let state = 0; state < 4; state++) {
        const left = Math.min(3, 5 - time);
        expect(ending.optimal.mask[time * 4 + state]).toBe(tiesOf(ownReturns(world, ending.policy, { time, state, left }, 1)));
      }
    }
  }
  expect(periods.has(1)).toBe(true);
  expect(Math.max(...periods)).toBeGreaterThan(1); // selves that take turns are met, too
});

test("one step is greedy, a long look under a discount is the optimum, and one as long as the episode is its optimum", () => {
  for (let n = 0; n < 6; n++) {
    const { dynamics, reward } = drawWorld(createRng(`ends/${n}`), { states: 6, actions: 3, outcomes: 3, terminal: n % 2 === 0 });
    const greedy = truncatedReturn(dynamics, reward, { steps: 1, discount: 0.9 });
    expect(greedy.optimal).toEqual(planAndReplan(dynamics, reward, { steps: 1, discount: 0.9 }).optimal);
    const far = truncatedReturn(dynamics, reward, { steps: 120, discount: 0.6 }); // 0.6^120 is 2e-27
    expect(far.optimal).toEqual(policyIteration(dynamics, reward, { discount: 0.6 }).optimal);
    const whole = truncatedReturn(dynamics, reward, { steps: 9, discount: 1, within: 5 });
    expect(whole.optimal).toEqual(finiteHorizon(dynamics, reward, { horizon: 5 }).optimal);
  }
});

test("it sees through its later selves, where replanning counts on what it will not do", () => {
  // At 1 a self takes +5 and stops if one step is all it sees, and 0 then +6 if it sees two. From 0, going to 1 looks worth 5 to a
  // plan of two steps, and is worth 0 in the two steps that it is judged by: 1 at once is better.
  const { dynamics, reward } = smallWorld(0, [
    [0, 0, [[1, 1, 0]]],
    [0, 1, [[3, 1, 1]]],
    [1, 0, [[3, 1, 5]]],
    [1, 1, [[2, 1, 0]]],
    [2, 0, [[3, 1, 6]]],
  ]);
  const asked = { steps: 2, discount: 1 };
  expect(planAndReplan(dynamics, reward, asked).optimal.mask.slice(0, 2)).toEqual(Int32Array.of(0b01, 0b10));
  expect(truncatedReturn(dynamics, reward, asked).optimal.mask.slice(0, 2)).toEqual(Int32Array.of(0b10, 0b10));
});

test("where no play is best for itself, selves take turns: one puts off what the next will do", () => {
  // Wait for 0.1, or take 1 and end. Two steps ahead: wait if the next self takes (1.1 > 1), take if it waits (1 > 0.2).
  const { dynamics, reward } = smallWorld(0, [
    [0, 0, [[0, 1, 0.1]]],
    [0, 1, [[1, 1, 1]]],
  ]);
  const asked = { steps: 2, discount: 1 };
  expect(planAndReplan(dynamics, reward, asked).optimal.mask[0]).toBe(0b01); // it always means to take, next time
  const turns = truncatedReturn(dynamics, reward, asked).optimal;
  expect(turns.kind === "timed" && turns.horizon).toBe(2);
  expect(new Set([turns.mask[0], turns.mask[2]])).toEqual(new Set([0b01, 0b10]));
});

test("a look of no steps is refused", () => {
  const { dynamics, reward } = smallWorld(0, [[0, 0, [[0, 1, 1]]]]);
  expect(() => truncatedReturn(dynamics, reward, { steps: 0, discount: 1 })).toThrow("Cannot use 0 as a lookahead");
});
