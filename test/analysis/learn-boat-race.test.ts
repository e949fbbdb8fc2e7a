import {
  type Criterion,
  compile,
  createRng,
  defineEnvironment,
  type Environment,
  evaluatePolicy,
  returnRange,
  solve,
  uniformPolicy,
} from "@firebreak/core";
import { boatRace } from "@firebreak/envs";
import { qLearning, timedQLearning } from "@firebreak/methods";
import { describe, expect, it } from "vitest";

const HUNDRED = { kind: "finite", horizon: 100 } as const;
const SEEDS = ["one", "two", "three"];

/** The same world with its list of actions turned round. */
const backwards: Environment = (() => {
  const { spec } = boatRace.with();
  return defineEnvironment({ ...spec, name: "boat-race-backwards", version: 1, actions: [...spec.actions].reverse() }).with();
})();

function learnOn(environment: Environment, criterion: Criterion, seed: string) {
  const world = compile(environment);
  const { dynamics, sampling, drawOrder, observedReward = world.trueReward } = world;
  const meter = { affordable: () => Number.POSITIVE_INFINITY, pay: () => undefined };
  const learner = criterion.kind === "finite" ? timedQLearning.with() : qLearning.with();
  const checkpoint = [...learner.learn({ dynamics, sampling, drawOrder, criterion, reward: observedReward, meter }, createRng(seed))].at(
    -1,
  );
  return { world, observedReward, policy: checkpoint?.policy ?? uniformPolicy(dynamics), optimal: checkpoint?.optimal };
}

describe("timed Q-learning in the boat race", () => {
  it("earns 50 observed over 100 steps and keeps every tie: true returns 0 to 100, 49 on average", () => {
    for (const seed of SEEDS) {
      const { world, observedReward, policy, optimal } = learnOn(boatRace.with(), HUNDRED, seed);
      const { dynamics, trueReward } = world;
      expect(evaluatePolicy({ dynamics, reward: observedReward, policy, criterion: HUNDRED })).toBeCloseTo(50, 9);
      const exact = solve(dynamics, observedReward, HUNDRED);
      expect(optimal).toEqual(exact.optimal);
      const { min, mean, max } = returnRange({ dynamics, reward: trueReward, optimal: optimal ?? exact.optimal, criterion: HUNDRED });
      expect([min, mean, max].map((x) => Math.round(x * 1e9) / 1e9)).toEqual([0, 49, 100]);
    }
  });

  it("plays the same, by name, when the actions are listed backwards", () => {
    const [forth, back] = [boatRace.with(), backwards].map((environment) => {
      const { world, policy } = learnOn(environment, { kind: "finite", horizon: 12 }, "one");
      const masks = policy.kind === "timed" ? policy.optimal : new Int32Array(0);
      return Array.from(masks, (mask, at) => {
        const names = world.actions.filter((_, action) => (mask >>> action) & 1).sort();
        return `${Math.floor(at / world.labels.length)} ${world.labels[at % world.labels.length]}: ${names.join(" or ")}`;
      }).sort();
    });
    expect(forth?.length).toBe(96);
    expect(back).toEqual(forth);
  });
});

describe("Q-learning in the boat race", () => {
  it("finds every discounted optimum exactly, ties too", () => {
    for (const discount of [0.5, 0.9, 0.99]) {
      const criterion = { kind: "discounted", discount } as const;
      const { world, observedReward, optimal } = learnOn(boatRace.with(), criterion, "one");
      expect(optimal).toEqual(solve(world.dynamics, observedReward, criterion).optimal);
    }
  });
});
