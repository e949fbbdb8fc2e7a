import { averageReward, type MeasuringCriterion } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { randomWorld } from "../../test/random-world.ts";
import { gainOptimalRange } from "../audits/gain-optimal.ts";
import { proveBound } from "../audits/prove-bound.ts";
import { returnFrontier } from "../audits/return-frontier.ts";
import { loadProgrammes } from "./index.ts";

const programmes = await loadProgrammes();

const CLOCKS: readonly MeasuringCriterion[] = [{ kind: "average" }, { kind: "discounted", discount: 0.8 }, { kind: "finite", horizon: 5 }];

describe("the linear programme of the least true reward", () => {
  it.each(CLOCKS)("agrees with the frontier of returns, and its multiplier proves the bound, on the clock $kind", (clock) => {
    for (let at = 0; at < 30; at++) {
      const size = { states: 8, actions: 3, outcomes: 1 + (at % 3), ends: at % 4 === 0 };
      const { dynamics, first, second } = randomWorld(`programme-${at}`, size);
      const world = { dynamics, proxyReward: first, trueReward: second, clock };
      const frontier = returnFrontier(world);
      for (const share of [0, 0.001, 0.1, 1]) {
        const level = frontier.greatestProxy - share;
        const { truth } = frontier.least(level);
        const answer = programmes.leastTruth(world, level);
        expect(answer.truth).toBeCloseTo(truth, 6);
        const { claim } = proveBound(world, clock, {
          of: "true",
          is: "at least",
          from: "the start",
          proxyAtLeast: level,
          multiplier: answer.multiplier,
        });
        expect(claim.bound).toBeCloseTo(truth, 6);
      }
      expect(() => programmes.leastTruth(world, frontier.greatestProxy + 0.1)).toThrow(/Cannot solve a linear programme .*'infeasible'/);
    }
  });

  it("has the range of ties of the average criterion: three copies of the world say the same, classes and ends included", () => {
    let hazards = 0;
    for (let at = 0; at < 60; at++) {
      const size = { states: 7, actions: 2, outcomes: at % 3 === 0 ? 2 : 1, ends: at % 4 === 0 };
      const { dynamics, first, second } = randomWorld(`programme-ties-${at}`, size);
      const proxy = first.map(Math.sign);
      const optimum = averageReward(dynamics, proxy);
      const { min, max } = gainOptimalRange(dynamics, optimum, second);
      const world = { dynamics, proxyReward: proxy, trueReward: second, clock: { kind: "average" } } as const;
      const mirrored = { ...world, trueReward: second.map((r) => -r) };
      expect(programmes.leastTruth(world, optimum.startValue).truth).toBeCloseTo(min, 6);
      expect(0 - programmes.leastTruth(mirrored, optimum.startValue).truth).toBeCloseTo(max, 6);
      hazards += max - min > 0.01 ? 1 : 0;
    }
    expect(hazards).toBeGreaterThan(5);
  });

  it("is refused for a world that is too large, with its limit", () => {
    const { dynamics, first, second } = randomWorld("large", { states: 30, actions: 3, outcomes: 1 });
    const world = { dynamics, proxyReward: first, trueReward: second, clock: { kind: "finite", horizon: 3000 } } as const;
    expect(() => programmes.leastTruth(world, 0)).toThrow(/270000 variables, and at most 50000/);
  });
});
