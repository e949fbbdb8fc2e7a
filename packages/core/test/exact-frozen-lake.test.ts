import { averageReward, evaluatePolicy, finiteHorizon, occupancy, policyIteration, solve, valueIteration } from "@firebreak/core";
import { expect, test } from "vitest";
import { frozenLake } from "./frozen-lake.ts";

const ice = frozenLake(true);
const land = frozenLake(false);

test("slippery FrozenLake is worth the published .0688909 at γ = .9 and .5420259 at γ = .99", () => {
  for (const [discount, published] of [
    [0.9, 0.0688909],
    [0.99, 0.5420259],
  ] as const) {
    expect(policyIteration(ice.dynamics, ice.trueReward, { discount }).startValue).toBeCloseTo(published, 7);
    const swept = valueIteration(ice.dynamics, ice.trueReward, { discount, tolerance: 1e-12, maxSweeps: 10_000 });
    expect(swept.startValue).toBeCloseTo(published, 7);
  }
});

test("slippery FrozenLake is crossed with probability 14/17 at best, on every undiscounted clock", () => {
  expect(finiteHorizon(ice.dynamics, ice.trueReward, { horizon: 3000 }).startValue).toBeCloseTo(14 / 17, 9);
  expect(policyIteration(ice.dynamics, ice.trueReward, { discount: 1 - 1e-9 }).startValue).toBeCloseTo(14 / 17, 6);
  // Every policy ends in a hole or at the goal, so the gain is 0 and the bias is the chance of the goal.
  const average = averageReward(ice.dynamics, ice.trueReward);
  expect(average.startValue).toBe(0);
  expect(Math.max(...average.q.subarray(0, 4))).toBeCloseTo(14 / 17, 9);
});

test("the optimal policy's average occupancy is absorbed: 14/17 of it at the goal", () => {
  const { policy } = averageReward(ice.dynamics, ice.trueReward);
  const { mass, absorbed } = occupancy({ dynamics: ice.dynamics, policy, criterion: { kind: "average" } });
  expect(absorbed).toBeCloseTo(1, 12);
  expect(mass[ice.labels.indexOf("3,3")]).toBeCloseTo(14 / 17, 9);
});

test("dry FrozenLake takes six steps: .99^5 = .9509900, and its optimal policy earns it", () => {
  const criterion = { kind: "discounted", discount: 0.99 } as const;
  const { startValue, policy } = solve(land.dynamics, land.trueReward, criterion);
  expect(startValue).toBeCloseTo(0.9509900499, 10);
  expect(evaluatePolicy({ dynamics: land.dynamics, reward: land.trueReward, policy, criterion })).toBeCloseTo(startValue, 12);
  expect(finiteHorizon(land.dynamics, land.trueReward, { horizon: 5 }).startValue).toBe(0);
  expect(finiteHorizon(land.dynamics, land.trueReward, { horizon: 6 }).startValue).toBe(1);
});
