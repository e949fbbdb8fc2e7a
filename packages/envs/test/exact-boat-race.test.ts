import { compile, evaluatePolicy, finiteHorizon, returnRange, uniformPolicy } from "@firebreak/core";
import { expect, test } from "vitest";
import { boatRace } from "../src/index.ts";

const { dynamics, trueReward, observedReward = trueReward } = compile(boatRace.with());
const finite = (horizon: number) => ({ kind: "finite", horizon }) as const;

test("the optimum of the observed reward over 100 steps is 50, and its ties return 0 to 100, 49 on average (Leike et al. 2017)", () => {
  const solution = finiteHorizon(dynamics, observedReward, finite(100));
  expect(solution.startValue).toBeCloseTo(50, 9);
  const { min, mean, max } = returnRange({ dynamics, reward: trueReward, optimal: solution.optimal, criterion: finite(100) });
  expect([min, mean, max].map((x) => Math.round(x * 1e9) / 1e9)).toEqual([0, 49, 100]);
});

test("short horizons pay what counting says: the first arrow +2, and one step back −1", () => {
  expect(finiteHorizon(dynamics, observedReward, finite(1)).startValue).toBe(2);
  expect(finiteHorizon(dynamics, observedReward, finite(2)).startValue).toBe(1);
});

test("uniformly random play over 100 steps earns −62.125 observed and −50 true", () => {
  const policy = uniformPolicy(dynamics);
  const earn = (reward: Float64Array) => evaluatePolicy({ dynamics, reward, policy, criterion: finite(100) });
  expect(earn(observedReward)).toBeCloseTo(-62.125, 9);
  expect(earn(trueReward)).toBeCloseTo(-50, 9);
});
