import { createRng } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { acceleration, estimate, quantile } from "./interval.ts";
import { mean, meanOfStrata, type Strata } from "./strata.ts";

/** The spatial test data A of Efron and Tibshirani 1993, "An Introduction to the Bootstrap", table 14.1. */
const spatial = [48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41];

/** The plug-in variance. */
function variance(strata: Strata<number>): number {
  const units = strata.flatMap((stratum) => stratum.units);
  const centre = mean(units);
  return mean(units.map((unit) => (unit - centre) * (unit - centre)));
}

const resampling = { strata: [{ stratum: "A", units: spatial }], statistic: variance, replicates: 20_000, level: 0.9 };

describe("estimate", () => {
  it("finds the intervals printed by Efron and Tibshirani for the variance of the spatial test data", () => {
    // Table 14.2: percentile (100.8, 233.9), BCa (115.8, 259.6) from 2,000 replicates, whose noise is about 3.
    const rng = createRng("spatial");
    const percentile = estimate({ ...resampling, method: "percentile" }, rng);
    const bca = estimate({ ...resampling, method: "bca" }, rng);
    expect(percentile.value).toBeCloseTo(171.5, 1);
    for (const [found, printed] of [
      [percentile.interval, [100.8, 233.9]],
      [bca.interval, [115.8, 259.6]],
    ] as const) {
      expect(Math.abs((found?.[0] ?? 0) - printed[0])).toBeLessThan(4);
      expect(Math.abs((found?.[1] ?? 0) - printed[1])).toBeLessThan(6);
    }
  });

  it("finds the acceleration printed there", () => {
    expect(acceleration(resampling)).toBeCloseTo(0.061, 3);
  });

  it("has no acceleration for the mean of a symmetric sample, with strata or without", () => {
    const symmetric = { stratum: "x", units: [-3, -1, 0, 1, 3] };
    expect(acceleration({ strata: [symmetric], statistic: meanOfStrata, replicates: 1 })).toBeCloseTo(0, 15);
    expect(acceleration({ strata: [symmetric, { stratum: "y", units: [5] }], statistic: meanOfStrata, replicates: 1 })).toBeCloseTo(0, 15);
  });

  it("covers the mean of a skewed population about as often as it says", () => {
    // 200 samples of 20 exponential draws at level .9, seeds fixed; coverage of BCa at n = 20 is near .87 (sd .024).
    let covered = 0;
    for (let sample = 0; sample < 200; sample++) {
      const rng = createRng(`coverage-${sample}`);
      const draws = rng.fork("draws");
      const units = Array.from({ length: 20 }, () => -Math.log(1 - draws.double()));
      const { interval } = estimate(
        { strata: [{ stratum: "exponential", units }], statistic: meanOfStrata, replicates: 500, level: 0.9, method: "bca" },
        rng,
      );
      covered += interval !== null && interval[0] <= 1 && interval[1] >= 1 ? 1 : 0;
    }
    expect(covered / 200).toBeGreaterThan(0.8);
    expect(covered / 200).toBeLessThan(0.96);
  });

  it("gives no interval where every stratum has one unit", () => {
    const alone = estimate(
      { strata: [{ stratum: "boat-race", units: [49] }], statistic: meanOfStrata, replicates: 100, level: 0.95, method: "bca" },
      createRng("alone"),
    );
    expect(alone).toEqual({ value: 49, interval: null, level: 0.95, method: "bca", units: 1 });
  });

  it("gives a point where nothing varies", () => {
    for (const method of ["percentile", "bca"] as const) {
      const { interval } = estimate(
        { strata: [{ stratum: "flat", units: [2, 2, 2] }], statistic: meanOfStrata, replicates: 50, level: 0.95, method },
        createRng("flat"),
      );
      expect(interval).toEqual([2, 2]);
    }
  });

  it("honours its seed", () => {
    const draw = (seed: string): unknown => estimate({ ...resampling, replicates: 200, method: "bca" }, createRng(seed)).interval;
    expect(draw("one")).toEqual(draw("one"));
    expect(draw("one")).not.toEqual(draw("two"));
  });
});

describe("quantile", () => {
  it("interpolates as numpy does", () => {
    expect([0, 0.1, 0.5, 0.9, 1].map((probability) => quantile([1, 2, 4, 8], probability))).toEqual([
      1,
      expect.closeTo(1.3, 12),
      3,
      expect.closeTo(6.8, 12),
      8,
    ]);
  });

  it("refuses a level outside (0, 1), and no replicates", () => {
    const one = {
      strata: [{ stratum: "a", units: [1, 2, 3] }],
      statistic: meanOfStrata,
      method: "bca",
      level: 0.95,
      replicates: 100,
    } as const;
    const bad = expect.objectContaining({ code: "bad-argument" });
    expect(() => estimate({ ...one, level: 1.5 }, createRng("level"))).toThrow(bad);
    expect(() => estimate({ ...one, replicates: 0 }, createRng("none"))).toThrow(bad);
  });
});
