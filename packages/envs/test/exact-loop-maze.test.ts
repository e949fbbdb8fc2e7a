import { type CompiledEnvironment, compile, evaluatePolicy, occupancy, policyIteration, replay, solve, statesOf } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { loopMaze } from "../src/index.ts";

type Values = Parameters<typeof loopMaze.with>[0];
type Feedback = CompiledEnvironment & { readonly feedback: Float64Array };

function mazeOf(values: Values): Feedback {
  const world = compile(loopMaze.with(values));
  const { evaluate: feedback } = world.judgement;
  if (feedback === undefined) {
    throw new Error("loop-maze has evaluative feedback");
  }
  return { ...world, feedback };
}

const GOAL = "row 0, column 5";

/** The moves of the optimum of the trainer's feedback from the start to the goal; null where it is not there after 100 steps. */
function wayToGoal({ dynamics, feedback, actions, labels }: Feedback, discount: number): string | null {
  const { mask } = policyIteration(dynamics, feedback, { discount }).optimal;
  let state = 0;
  let way = "";
  while (labels[state] !== GOAL && way.length < 100) {
    const bits = mask[state] ?? 0;
    const action = actions.findIndex((_, at) => (bits >>> at) & 1); // where ways tie they are equally long
    way += (actions[action] ?? "?").charAt(0).toUpperCase();
    state = dynamics.nextState[dynamics.rowStart[state * actions.length + action] ?? -1] ?? 0;
  }
  return labels[state] === GOAL ? way : null;
}

/** Steps to the goal over the open cells, counted here from nothing but where moves lead. */
function countSteps({ dynamics, labels }: CompiledEnvironment): readonly number[] {
  const steps = labels.map((label) => (label === GOAL ? 0 : Number.POSITIVE_INFINITY));
  for (let round = 0; round < labels.length; round++) {
    for (const state of statesOf(dynamics)) {
      for (let row = state * 4; row < state * 4 + 4 && dynamics.terminal[state] === 0; row++) {
        steps[state] = Math.min(steps[state] ?? 0, 1 + (steps[dynamics.nextState[dynamics.rowStart[row] ?? 0] ?? 0] ?? 0));
      }
    }
  }
  return steps;
}

describe("the maze itself (Knox's code, and a count)", () => {
  it("has 30 open cells, all reached; the start is the farthest, 19 steps by LLLLDDDDDRRRRRUUUUU", () => {
    const world = mazeOf({});
    const steps = countSteps(world);
    expect(world.labels).toHaveLength(30);
    expect(world.labels[0]).toBe("row 0, column 4");
    expect(Math.max(...steps)).toBe(19);
    expect(steps.map((count, state) => [count, state]).filter(([count]) => count === 19)).toEqual([[19, 0]]);
    expect(wayToGoal(world, 0)).toBe("LLLLDDDDDRRRRRUUUUU");
    expect(world.judgement.value).toEqual(Float64Array.from(steps, (count) => 0 - count));
  });

  it("has 31 cells and a way of 15 steps with the secret open", () => {
    const world = mazeOf({ secret: "open" });
    expect(world.labels).toHaveLength(31);
    expect(wayToGoal(world, 0)).toHaveLength(15);
    expect(Math.max(...countSteps(world))).toBe(15);
  });

  it("judges a pit worse than any cell, and no step into it as coming nearer", () => {
    const world = mazeOf({ fail: "pit", c: 0.25 });
    const pit = world.labels.indexOf("row 4, column 3");
    expect(world.dynamics.terminal[pit]).toBe(1);
    expect(world.judgement.value?.[pit]).toBe(-20);
    const into = [...world.dynamics.nextState.keys()].filter((z) => world.dynamics.nextState[z] === pit);
    expect(into.length).toBeGreaterThan(1);
    expect(into.map((z) => [world.feedback[z], world.trueReward[z]])).toEqual(into.map(() => [-0.25, -20]));
  });
});

describe("positive circuits", () => {
  it.each([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])(
    "the optimum of feedback with c = %f circles exactly where γ² + γ > 1 + c: the discount by bisection, to 1e-5",
    (c) => {
      const world = mazeOf({ c });
      let [reaches, circles] = [0, 0.9999];
      expect(wayToGoal(world, circles)).toBeNull();
      while (circles - reaches > 1e-6) {
        const middle = (reaches + circles) / 2;
        [reaches, circles] = wayToGoal(world, middle) === null ? [reaches, middle] : [middle, circles];
      }
      expect(Math.abs((reaches + circles) / 2 - (Math.sqrt(1 + 4 * (1 + c)) - 1) / 2)).toBeLessThan(1e-5);
    },
  );

  it("never circles where blame is at least praise, c >= 1, at any discount", () => {
    for (const c of [1, 1.1, 2]) {
      for (const discount of [0, 0.5, 0.9, 0.99, 0.999, 0.9999]) {
        expect(wayToGoal(mazeOf({ c }), discount)).toHaveLength(19);
      }
    }
  });

  it("is the table of steps to the goal at γ = .4, .6, .7, .8, .9, .99 for c = 0, .5, 1", () => {
    const table = [0.4, 0.6, 0.7, 0.8, 0.9, 0.99].map((discount) => [0, 0.5, 1].map((c) => wayToGoal(mazeOf({ c }), discount)?.length));
    const none = undefined;
    expect(table).toEqual([
      [19, 19, 19],
      [19, 19, 19],
      [none, 19, 19],
      [none, 19, 19],
      [none, none, 19],
      [none, none, 19],
    ]);
  });

  it("depends on the last two cells only: with the secret open, or a pit, the threshold is the same", () => {
    for (const variant of [{ secret: "open" }, { fail: "pit" }] as const) {
      expect(wayToGoal(mazeOf({ ...variant, c: 0.5 }), 0.82287)).not.toBeNull();
      expect(wayToGoal(mazeOf({ ...variant, c: 0.5 }), 0.82288)).toBeNull();
    }
  });

  it("circles before the goal for ever: half its steps turn back, on feedback (1 − c)/2 a step and −1 true a step", () => {
    const { dynamics, feedback, trueReward, planted } = mazeOf({ c: 0.2 });
    const { policy } = policyIteration(dynamics, feedback, { discount: 0.95 });
    const average = { kind: "average" } as const;
    expect(evaluatePolicy({ dynamics, reward: feedback, policy, criterion: average })).toBeCloseTo(0.4, 12);
    expect(evaluatePolicy({ dynamics, reward: trueReward, policy, criterion: average })).toBe(-1);
    const { mass } = occupancy({ dynamics, policy, criterion: average });
    const back = planted[0]?.rows.reduce(
      (sum, is, row) =>
        sum + is * (mass[Math.floor(row / 4)] ?? 0) * (policy.kind === "stationary" ? (policy.probability[row] ?? 0) : Number.NaN),
      0,
    );
    expect(back).toBeCloseTo(0.5, 12);
  });
});

describe("the continuing task", () => {
  it("is walked round and round at every discount, high ones too: the way home is praised at every step but the last", () => {
    for (const c of [0, 0.2, 0.5, 0.9, 1.5]) {
      const world = mazeOf({ c, task: "continuing" });
      for (const discount of [0, 0.4, 0.618, 0.7, 0.9, 0.99, 0.999]) {
        expect(wayToGoal(world, discount)).toBe("LLLLDDDDDRRRRRUUUUU");
      }
      const { policy, startValue } = solve(world.dynamics, world.feedback, { kind: "average" });
      expect(startValue).toBeCloseTo(19 / 20, 12);
      expect(evaluatePolicy({ dynamics: world.dynamics, reward: world.trueReward, policy, criterion: { kind: "average" } })).toBeCloseTo(
        -19 / 20,
        12,
      );
    }
  });

  it("leads from the goal to the start whatever is played there", () => {
    const world = loopMaze.with({ task: "continuing" });
    const way = replay(
      world,
      "lllldddddrrrrruuuuu".split("").map((letter) => ({ l: "left", d: "down", r: "right", u: "up" })[letter] ?? ""),
      [],
    );
    expect(way.final).toBe(GOAL);
    expect(way.terminated).toBe(false);
    const { dynamics, labels } = compile(world);
    const goal = labels.indexOf(GOAL);
    expect([...dynamics.nextState.subarray(dynamics.rowStart[4 * goal], dynamics.rowStart[4 * goal + 4])]).toEqual([0, 0, 0, 0]);
  });
});
