import { averageReward, evaluatePolicy } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { everyPolicy } from "../../test/every-policy.ts";
import { randomWorld } from "../../test/random-world.ts";
import { bestAmongGainOptimal, gainOptimalRange } from "./gain-optimal.ts";

describe("bestAmongGainOptimal", () => {
  it("finds what enumeration of all policies finds, ties, chance, several classes and ends included", () => {
    let wider = 0;
    for (let at = 0; at < 60; at++) {
      const world = randomWorld(`gain-optimal-${at}`, { states: 5, actions: 2, outcomes: at % 3 === 0 ? 2 : 1, ends: at % 4 === 0 });
      const { dynamics, first, second } = world;
      const gains = everyPolicy(dynamics).map((policy) =>
        [first, second].map((reward) => evaluatePolicy({ dynamics, reward, policy, criterion: { kind: "average" } })),
      );
      const top = Math.max(...gains.map(([truth = 0]) => truth));
      const expected = Math.max(...gains.filter(([truth = 0]) => truth >= top - 1e-9).map(([, proxy = 0]) => proxy));
      const optimum = averageReward(dynamics, first);
      expect(bestAmongGainOptimal(dynamics, optimum, second)).toBeCloseTo(expected, 9);
      const range = gainOptimalRange(dynamics, optimum, second);
      const least = Math.min(...gains.filter(([truth = 0]) => truth >= top - 1e-9).map(([, proxy = 0]) => proxy));
      expect([range.min, range.max]).toEqual([expect.closeTo(least, 9), expect.closeTo(expected, 9)]);
      for (const [policy, rate] of [
        [range.worst, least],
        [range.best, expected],
      ] as const) {
        const of = (reward: Float64Array): number => evaluatePolicy({ dynamics, reward, policy, criterion: { kind: "average" } });
        expect([of(first), of(second)]).toEqual([expect.closeTo(top, 9), expect.closeTo(rate, 9)]);
      }
      const conserving = averageReward(dynamics, second, { allowed: optimum.optimal.mask }).startValue;
      expect(conserving).toBeLessThanOrEqual(expected + 1e-9);
      wider += conserving < expected - 1e-9 ? 1 : 0;
    }
    // The three copies are needed: conserving actions alone miss some of these.
    expect(wider).toBeGreaterThan(0);
  });
});
