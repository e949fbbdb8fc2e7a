import { createRng } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { meanOf, memberWeights, shiftedMean, varianceOf } from "./ensemble.ts";
import { minimise } from "./minimise.ts";

describe("an ensemble", () => {
  it("has the mean and unbiased variance of the library 'imitation': 3 and -1 give 1 and 8", () => {
    expect([meanOf([3, -1]), varianceOf([3, -1])]).toEqual([1, 8]);
    expect(varianceOf([7])).toBe(0);
  });

  it("adds deviations as its AddSTDRewardWrapper does", () => {
    expect(shiftedMean([3, -1], 0.1)).toBeCloseTo(1 + 0.1 * Math.sqrt(8), 12);
    expect(shiftedMean([3, -1], -0.5)).toBeCloseTo(1 - 0.5 * Math.sqrt(8), 12);
  });

  it("weighs answers by Poisson draws of mean and variance 1", () => {
    const rng = createRng("weights");
    const drawn = Array.from({ length: 20_000 }, () => memberWeights(2, rng)[0] ?? 0);
    // Standard errors 0.007 and 0.012: off by five of them once in a million.
    expect(Math.abs(meanOf(drawn) - 1)).toBeLessThan(0.035);
    expect(Math.abs(varianceOf(drawn) - 1)).toBeLessThan(0.06);
    expect(memberWeights(1, rng)).toEqual([1]);
  });
});

describe("minimise", () => {
  it("finds the minimum of a stretched quadratic, which is known", () => {
    const stretch = [1, 10, 1000];
    const { at } = minimise(
      (x, gradient) => {
        let value = 0;
        stretch.forEach((factor, i) => {
          const off = (x[i] ?? 0) - (i + 1);
          value += (factor * off * off) / 2;
          gradient[i] = factor * off;
        });
        return value;
      },
      new Float64Array(3),
      { tolerance: 1e-10 },
    );
    at.forEach((value, i) => {
      expect(value).toBeCloseTo(i + 1, 9);
    });
  });

  it("follows Rosenbrock's valley to (1, 1)", () => {
    const { at, slope } = minimise(
      ([x = 0, y = 0], gradient) => {
        gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
        gradient[1] = 200 * (y - x * x);
        return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x);
      },
      Float64Array.of(-1.2, 1),
      { tolerance: 1e-8 },
    );
    expect(slope).toBeLessThanOrEqual(1e-8);
    expect([...at].map((value) => value.toFixed(6))).toEqual(["1.000000", "1.000000"]);
  });

  it("settles the gradient where values can no longer tell: a quadratic on top of 10^8, told that values are exact to 1e-12", () => {
    const lifted = (x: Float64Array, gradient: Float64Array): number => {
      let value = 1e8;
      x.forEach((at, i) => {
        const factor = 1 + i * i;
        value += (factor * (at - 1) * (at - 1)) / 2;
        gradient[i] = factor * (at - 1);
      });
      return value;
    };
    const start = Float64Array.from({ length: 8 }, (_, i) => i - 3);
    expect(minimise(lifted, start, { tolerance: 1e-10 }).slope).toBeGreaterThan(1e-8);
    expect(minimise(lifted, start, { tolerance: 1e-10, noise: 1e-12, memory: 20 }).slope).toBeLessThanOrEqual(1e-10);
  });

  it("stays where it is on a plateau", () => {
    expect(minimise(() => 3, Float64Array.of(5), { tolerance: 0 })).toEqual({ at: Float64Array.of(5), slope: 0, rounds: 0 });
  });
});
