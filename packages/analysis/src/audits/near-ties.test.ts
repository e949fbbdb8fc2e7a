import { evaluatePolicy, type Policy } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { randomWorld } from "../../test/random-world.ts";
import { verifyCertificate } from "../certificates/index.ts";
import { nearTieCurve } from "./near-ties.ts";

const clock = { kind: "finite", horizon: 3 } as const;

/** All 2⁹ plans of three steps in three states of two actions. */
const PLANS: readonly Policy[] = Array.from({ length: 512 }, (_, plan) => ({
  kind: "timed",
  horizon: 3,
  optimal: Int32Array.from({ length: 9 }, (__, at) => ((plan >>> at) & 1) + 1),
}));

describe("the near-tie curve", () => {
  it("is what enumeration of all plans and their mixtures finds over a finite horizon, each point certified", () => {
    let hazards = 0;
    for (let at = 0; at < 20; at++) {
      const { dynamics, first, second } = randomWorld(`near-ties-${at}`, { states: 3, actions: 2, outcomes: 1 + (at % 2) });
      const world = { dynamics, proxyReward: first, trueReward: second, clock };
      const points = PLANS.map((policy) =>
        [first, second].map((reward) => evaluatePolicy({ dynamics, reward, policy, criterion: clock }) / 3),
      );
      const { optimum, uniform, scale, points: curve, bestNear } = nearTieCurve(world);
      expect(optimum).toBeCloseTo(Math.max(...points.map(([proxy = 0]) => proxy)), 9);
      expect(scale).toBe(Math.max(Math.abs(optimum), optimum - uniform));
      for (const { share, truth, certificate } of curve) {
        const level = optimum - share * scale;
        // The hull by brute force: a line between any two plans, at the level.
        let least = Number.POSITIVE_INFINITY;
        for (const [x = 0, y = 0] of points) {
          for (const [other = 0, otherTruth = 0] of points) {
            const part = x >= level - 1e-10 ? 0 : other >= level ? (level - x) / (other - x) : Number.NaN;
            const mixed = part * otherTruth + (1 - part) * y;
            least = Number.isNaN(mixed) ? least : Math.min(least, mixed);
          }
        }
        expect(truth).toBeCloseTo(least, 9);
        expect(verifyCertificate(world, certificate).accepted).toBe(true);
        expect(certificate.claim.bound).toBeCloseTo(least, 9);
      }
      const truths = curve.map(({ truth }) => truth);
      expect(truths).toEqual(truths.toSorted((x, y) => y - x));
      expect(bestNear).toBeGreaterThanOrEqual(curve[3]?.truth ?? 0);
      hazards += bestNear - (curve[3]?.truth ?? 0) > 0.1 ? 1 : 0;
    }
    expect(hazards).toBeGreaterThan(2);
  });
});
