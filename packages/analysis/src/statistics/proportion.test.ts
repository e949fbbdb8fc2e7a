import { describe, expect, it } from "vitest";
import { clopperPearsonInterval, wilsonInterval } from "./proportion.ts";

// Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I: methods 3 (score) and 5 (exact), 95 %.
const newcombe = [
  [81, 263, [0.2553, 0.3662], [0.2527, 0.3676]],
  [15, 148, [0.0624, 0.1605], [0.0578, 0.1617]],
  [0, 20, [0, 0.1611], [0, 0.1684]],
  [1, 29, [0.0061, 0.1718], [0.0009, 0.1776]],
] as const;

/** P(X ≤ successes) for a binomial, summed term by term. */
function binomialCdf(successes: number, trials: number, share: number): number {
  let term = 1;
  for (let trial = 0; trial < trials; trial++) {
    term *= 1 - share;
  }
  let sum = term;
  for (let k = 1; k <= successes; k++) {
    term *= (((trials - k + 1) / k) * share) / (1 - share);
    sum += term;
  }
  return sum;
}

describe("intervals for proportions", () => {
  it.each(newcombe)("are Newcombe's for %i of %i", (successes, trials, wilson, exact) => {
    for (const [found, printed] of [
      [wilsonInterval({ successes, trials }, 0.95), wilson],
      [clopperPearsonInterval({ successes, trials }, 0.95), exact],
    ] as const) {
      expect(Math.abs(found[0] - printed[0])).toBeLessThan(1e-4);
      expect(Math.abs(found[1] - printed[1])).toBeLessThan(1e-4);
    }
  });

  it("put exactly half of what is left in each binomial tail, for Clopper and Pearson", () => {
    for (const [successes, trials] of [
      [3, 10],
      [97, 100],
      [1, 100],
    ] as const) {
      const [low, high] = clopperPearsonInterval({ successes, trials }, 0.95);
      expect(1 - binomialCdf(successes - 1, trials, low)).toBeCloseTo(0.025, 8);
      expect(binomialCdf(successes, trials, high)).toBeCloseTo(0.025, 8);
    }
  });

  it("reach 0 and 1 at the ends, and mirror each other", () => {
    for (const interval of [wilsonInterval, clopperPearsonInterval]) {
      const none = interval({ successes: 0, trials: 100 }, 0.95);
      const all = interval({ successes: 100, trials: 100 }, 0.95);
      expect([none[0], all[1]]).toEqual([0, 1]);
      expect(all[0]).toBeCloseTo(1 - none[1], 9);
    }
    // The rule of the exact bound: 1 − (α/2)^{1/n}.
    expect(clopperPearsonInterval({ successes: 0, trials: 100 }, 0.95)[1]).toBeCloseTo(1 - Math.exp(Math.log(0.025) / 100), 9);
  });

  it("refuse counts that are none", () => {
    expect(() => wilsonInterval({ successes: 3, trials: 2 }, 0.95)).toThrow(/Cannot make an interval for 3 of 2/);
    expect(() => clopperPearsonInterval({ successes: 0, trials: 0 }, 0.95)).toThrow(/Cannot make an interval for 0 of 0/);
  });

  it.each([0, 1, 1.5, Number.NaN])("refuse the level %d", (level) => {
    const bad = expect.objectContaining({ code: "bad-argument" });
    expect(() => wilsonInterval({ successes: 1, trials: 3 }, level)).toThrow(bad);
    expect(() => clopperPearsonInterval({ successes: 1, trials: 3 }, level)).toThrow(bad);
  });
});
