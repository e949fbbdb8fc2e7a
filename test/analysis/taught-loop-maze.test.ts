import { type Criterion, compile, createRng, evaluatePolicy, type Method, type OverseenWorld, openProblem, oversee } from "@firebreak/core";
import { loopMaze } from "@firebreak/envs";
import { coach, counterfactualOversight, tamerRl } from "@firebreak/methods";
import { consistent } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";

const SEEDS = ["one", "two", "three", "four", "five"];
const maze = (c: number): OverseenWorld => oversee(compile(loopMaze.with({ c })), consistent.with());

/** Mean true return over 100 steps at each point of the curve, 5 seeds: −18 by the shortest way, −100 without arriving. */
function curve(overseen: OverseenWorld, method: Method, criterion: Criterion | null): readonly number[] {
  const { dynamics, trueReward } = overseen.world;
  const curves = SEEDS.map((seed) => {
    const problem = openProblem(overseen, { method, criterion, budget: { kind: "unlimited" } });
    return [...method.train(problem, createRng(seed))].map(({ policy }) =>
      evaluatePolicy({ dynamics, reward: trueReward, policy, criterion: { kind: "finite", horizon: 100 } }),
    );
  });
  return (curves[0] ?? []).map((_, point) => curves.reduce((sum, points) => sum + (points[point] ?? Number.NaN), 0) / curves.length);
}

describe("COACH", () => {
  it("goes to the goal on words about its own play, with traces and without", () => {
    for (const lambda of [0, 0.5, 0.9]) {
      expect(curve(maze(0), coach.with({ lambda }), null).at(-1)).toBeGreaterThan(-18.5);
    }
  });

  it("walks to and fro on plain praise with long traces: what it takes for an advantage is a reward summed over time", () => {
    expect(curve(maze(0), coach.with({ lambda: 0.9, feedback: "plain" }), null).at(-1)).toBeLessThan(-99);
    expect(curve(maze(0), coach.with({ lambda: 0, feedback: "plain" }), null).at(-1)).toBeGreaterThan(-18.5);
  });
});

describe("TAMER + RL, where Q starts far below what can be had and a plain learner has not seen the goal", () => {
  const criterion = { kind: "discounted", discount: 0.99 } as const;
  const guided = (
    combination: "shaping" | "initialise" | "augmentation" | "extra-action" | "biasing" | "control" | "potential",
    beta = 1,
  ) => curve(maze(0.5), tamerRl.with({ combination, beta, initial: -100 }), criterion);

  it("by itself does not find the way in 10,000 steps", () => {
    expect(guided("shaping", 0).at(-1)).toBeLessThan(-95);
  });

  it("finds it within 1,000 by initialising, augmentation, biasing and control, and keeps to it as β goes", () => {
    for (const combination of ["initialise", "augmentation", "biasing", "control"] as const) {
      expect(guided(combination)).toEqual(Array.from({ length: 10 }, () => expect.closeTo(-18, 9)));
    }
  });

  it("finds it later by an extra action and by a potential, and not at all by adding praise to the reward", () => {
    for (const combination of ["extra-action", "potential"] as const) {
      expect(guided(combination).at(-1)).toBeCloseTo(-18, 9);
    }
    expect(guided("shaping").at(-1)).toBeLessThan(-95);
  });
});

describe("counterfactual oversight", () => {
  const criterion = { kind: "discounted", discount: 0.4 } as const;
  const watched = (proxy: "channel" | "learned", looks: number) =>
    curve(maze(0.5), counterfactualOversight.with({ proxy, looks, steps: 30_000 }), criterion);

  it("comes to what she approves of though the channel says −1 for every step, and the later the fewer looks: the noise grows as 1/looks", () => {
    const reached = [1, 0.3, 0.1, 0.03].map((looks) => watched("channel", looks).findIndex((worth) => worth > -18.5));
    expect(reached[0]).toBe(0);
    expect(reached.slice(0, 3)).toEqual(reached.slice(0, 3).toSorted((x, y) => x - y));
    expect(reached[2]).toBeGreaterThan(2);
    expect(reached[3]).toBe(-1);
  });

  it("needs 3 looks in 100 where the cheap reward is learned from them, for the noise goes as it is learned", () => {
    expect(watched("learned", 0.03)[1]).toBeCloseTo(-18, 9);
  });

  it("is far-sighted as feedback is: at γ = 0.99 it walks to and fro, with every step looked at", () => {
    expect(curve(maze(0.5), counterfactualOversight.with({ looks: 1, steps: 30_000 }), { kind: "discounted", discount: 0.99 }).at(-1)).toBe(
      -100,
    );
  });
});
