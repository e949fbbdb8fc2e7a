import {
  type Checkpoint,
  type Criterion,
  checkPolicy,
  createRng,
  evaluatePolicy,
  type Family,
  type Policy,
  solve,
  uniformPolicy,
} from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { cpuTensors } from "../../../core/test/cpu-tensors.ts";
import { type LabelledWorld, permuted, randomWorld } from "../../../core/test/random-world.ts";
import { dqn } from "./dqn.ts";
import type { Learner, LearningTask, Meter } from "./learner.ts";
import { ppo } from "./ppo.ts";

const { tensors } = await cpuTensors();
const criterion: Criterion = { kind: "discounted", discount: 0.9 };
const free: Meter = { affordable: () => Number.POSITIVE_INFINITY, pay: () => undefined };

const taskOf = (world: LabelledWorld, meter: Meter = free): LearningTask => ({
  ...world,
  criterion,
  meter,
  tensors,
  observations: { labels: world.labels, view: Int32Array.from(world.labels.keys()), features: () => undefined },
});

/** What a stationary policy plays, by label and name. */
function byName({ dynamics, labels, names }: LabelledWorld, policy: Policy | undefined): Record<string, number | undefined> {
  const table = policy?.kind === "stationary" ? policy.probability : expect.fail("the policy is stationary");
  return Object.fromEntries(
    labels.flatMap((label, state) => names.map((name, action) => [`${label} ${name}`, table[state * dynamics.actionCount + action]])),
  );
}

/** A family with settings that learn in a second, and with settings that only run. */
const NEURAL: readonly (readonly [Family<Learner>, Readonly<Record<string, number>>, Readonly<Record<string, number>>])[] = [
  [
    dqn,
    { steps: 3000, checkpoints: 2, hidden: 16, episode: 20, "train-every": 3 },
    { steps: 60, checkpoints: 3, warmup: 10, hidden: 4, batch: 4 },
  ],
  [
    ppo,
    { steps: 6144, checkpoints: 2, hidden: 24, episode: 20, rollout: 256, batch: 64 },
    { steps: 60, checkpoints: 3, rollout: 8, epochs: 2, hidden: 4, batch: 4 },
  ],
];

describe.each(NEURAL)("$name", (family, able, brief) => {
  it("wins 95 % of what there is to win over uniform play, in the mean of a block of three seeds, and no seed less than 85 %", () => {
    const world = randomWorld({ states: 10, actions: 3, outcomes: 2 }, "learn");
    const { dynamics, reward } = world;
    const worth = (policy: Policy): number => evaluatePolicy({ dynamics, reward, policy, criterion });
    const [floor, best] = [worth(uniformPolicy(dynamics)), worth(solve(dynamics, reward, criterion).policy)];
    const rngs = ["a", "b", "c"].map(createRng);
    const tasks = rngs.map(() => taskOf(world));
    const last = [...(family.with(able).learnBlock?.(tasks, rngs) ?? [])].at(-1) ?? [];
    const won = last.map(({ policy }) => (worth(policy) - floor) / (best - floor));
    expect(won).toHaveLength(3);
    expect(won.reduce((sum, each) => sum + each, 0) / won.length).toBeGreaterThan(0.95);
    expect(Math.min(...won)).toBeGreaterThan(0.85);
  });

  it("moves by not one bit when states and actions are told in another order", () => {
    for (const [seed, terminal] of [
      ["one", false],
      ["two", true],
    ] as const) {
      const world = randomWorld({ states: 6, actions: 4, outcomes: 3, terminal }, seed);
      const told = permuted(world, [3, 5, 0, 4, 2, 1], [2, 0, 3, 1]);
      const [before, after] = [world, told].map((of) =>
        [...family.with(brief).learn(taskOf(of), createRng(seed))].map(({ policy }) => byName(of, policy)),
      );
      expect(after).toEqual(before);
    }
  });

  it("gives the same bits for the same block, other bits for other seeds, legal play, and keeps no tensor", () => {
    const world = randomWorld({ states: 12, actions: 4, outcomes: 3, terminal: true }, "bits");
    const learn = (seeds: readonly string[]): readonly (readonly Checkpoint[])[] => [
      ...(family.with(brief).learnBlock?.(
        seeds.map(() => taskOf(world)),
        seeds.map(createRng),
      ) ?? []),
    ];
    const before = tensors.memory().numTensors;
    const first = learn(["a", "b"]);
    expect(learn(["a", "b"])).toEqual(first);
    expect(learn(["a", "c"]).map(([a]) => a)).not.toEqual(learn(["a", "c"]).map(([, c]) => c));
    expect(tensors.memory().numTensors).toBe(before);
    for (const { policy } of first.flat()) {
      checkPolicy(policy, world.dynamics);
    }
  });

  it("never runs a step that it cannot pay for, seed by seed, and reports every step and outcome it met", () => {
    const world = randomWorld({ states: 6, actions: 3, outcomes: 2 }, "budget");
    const purses = [30, 50].map((purse) => ({ purse, steps: 0, outcomes: 0 }));
    const meters = purses.map(
      (account): Meter => ({
        affordable: () => account.purse,
        pay({ outcomes }, steps) {
          account.purse -= steps;
          account.steps += steps;
          account.outcomes += outcomes.reduce((sum, count) => sum + count, 0);
          expect(account.purse).toBeGreaterThanOrEqual(0);
        },
      }),
    );
    const tasks = meters.map((meter) => taskOf(world, meter));
    const checkpoints = [...(family.with(brief).learnBlock?.(tasks, ["a", "b"].map(createRng)) ?? [])];
    expect(purses.map(({ steps, outcomes }) => [steps, outcomes])).toEqual([
      [30, 30],
      [50, 50],
    ]);
    expect(checkpoints.map((each) => each.map(({ step }) => step))).toEqual([
      [20, 20],
      [30, 40],
      [30, 50],
    ]);
  });

  it("says that it needs tensors, and is told where it was given none", () => {
    const world = randomWorld({ states: 3, actions: 2, outcomes: 1 }, "bare");
    const learner = family.with({ block: 7 });
    expect(learner).toMatchObject({ tensors: true, block: 7, criteria: expect.arrayContaining(["discounted"]) });
    expect(() => [...learner.learn({ ...world, criterion, meter: free }, createRng("a"))]).toThrow(/without observations|not equipped/);
  });
});
