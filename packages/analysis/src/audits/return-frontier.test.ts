import { evaluatePolicy, type MeasuringCriterion, type Policy } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { everyPolicy } from "../../test/every-policy.ts";
import { randomWorld } from "../../test/random-world.ts";
import { stepsOf } from "./conventions.ts";
import { returnFrontier } from "./return-frontier.ts";

const CLOCKS: readonly MeasuringCriterion[] = [{ kind: "average" }, { kind: "discounted", discount: 0.8 }];

/** The least second number of a convex hull of points where the first is at least `level`: over every pair of points, mixed. */
function leastOnHull(points: readonly (readonly [number, number])[], level: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const [x, y] of points) {
    least = x >= level - 1e-10 ? Math.min(least, y) : least;
    for (const [otherX, otherY] of points) {
      if (x < level && otherX > level) {
        const share = (level - x) / (otherX - x);
        least = Math.min(least, share * otherY + (1 - share) * y);
      }
    }
  }
  return least;
}

describe("the frontier of returns", () => {
  it.each(CLOCKS)("is the lower hull of all policies' returns, on the clock $kind", (clock) => {
    let priced = 0;
    for (let at = 0; at < 40; at++) {
      const size = { states: 4, actions: 2, outcomes: 1 + (at % 3), ends: at % 4 === 0 };
      const { dynamics, first, second } = randomWorld(`frontier-${at}`, size);
      const rate = (policy: Policy, reward: Float64Array): number =>
        evaluatePolicy({ dynamics, reward, policy, criterion: clock }) / stepsOf(clock);
      // Stationary pure policies are the corners of what any policy can collect (Puterman 1994, theorems 6.9.1 and 9.3.8).
      const points = everyPolicy(dynamics).map((policy) => [rate(policy, first), rate(policy, second)] as const);
      const [top, bottom] = [Math.max(...points.map(([proxy]) => proxy)), Math.min(...points.map(([proxy]) => proxy))];
      const frontier = returnFrontier({ dynamics, proxyReward: first, trueReward: second, clock });
      expect(frontier.greatestProxy).toBeCloseTo(top, 9);
      for (const share of [0, 0.001, 0.05, 0.3, 0.7, 1]) {
        const level = top - share * (top - bottom);
        const found = frontier.least(level);
        expect(found.truth).toBeCloseTo(leastOnHull(points, level), 8);
        expect(found.proxy).toBeGreaterThanOrEqual(level - 1e-9);
        const mixed = (reward: Float64Array): number => found.mix.reduce((sum, part) => sum + part.share * rate(part.policy, reward), 0);
        expect(mixed(second)).toBeCloseTo(found.truth, 9);
        expect(mixed(first)).toBeCloseTo(found.proxy, 9);
        priced += found.multiplier > 0 ? 1 : 0;
      }
      expect(() => frontier.least(top + 0.01)).toThrow(/the most that can be collected/);
    }
    expect(priced).toBeGreaterThan(40);
  });
});
