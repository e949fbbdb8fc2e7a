import { compile, evaluatePolicy, finiteHorizon, planAndReplan, returnRange, uniformPolicy } from "@firebreak/core";
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

test("timed ties measured on other clocks: a lap is 1 true a step for ever, and a tie may earn 0", () => {
  const { optimal } = finiteHorizon(dynamics, observedReward, finite(100));
  const average = returnRange({ dynamics, reward: trueReward, optimal, criterion: { kind: "average" } });
  expect(average.min).toBeCloseTo(0, 9);
  expect(average.max).toBeCloseTo(1, 9);
  const discounted = returnRange({ dynamics, reward: trueReward, optimal, criterion: { kind: "discounted", discount: 0.99 } });
  expect(discounted.max).toBeCloseTo(100, 7);
  expect(discounted.mean).toBeGreaterThan(discounted.min);
});

test("replanning for 100 steps: with M = 1 the tied plans return −98, 2/3 and 100", () => {
  const { optimal } = planAndReplan(dynamics, observedReward, { steps: 1, discount: 1, within: 100 });
  const { min, mean, max } = returnRange({ dynamics, reward: trueReward, optimal, criterion: finite(100) });
  expect([min, max].map((x) => Math.round(x * 1e9) / 1e9)).toEqual([-98, 100]);
  expect(mean).toBeCloseTo(2 / 3, 2);
});
