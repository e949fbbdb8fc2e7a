import { describe, expect, test } from "vitest";
import { pairedShares } from "./paired-shares.ts";

const answers = (...yes: readonly boolean[]): ReadonlyMap<string, boolean> =>
  new Map(yes.map((answer, world) => [`world ${world}`, answer]));

/** P(X = k) of a binomial, by multiplication: a reference that shares nothing with the interval's beta quantiles. */
function binomial(n: number, k: number, p: number): number {
  let mass = 1;
  for (let i = 0; i < k; i++) {
    mass *= ((n - i) / (k - i)) * p;
  }
  for (let i = 0; i < n - k; i++) {
    mass *= 1 - p;
  }
  return mass;
}

describe("pairedShares", () => {
  test("counts worlds where only one side says yes, so that agreement cancels", () => {
    const { first, second, difference } = pairedShares(answers(true, true, true, false), answers(true, false, false, true), 0.95);
    expect([first.share, second.share, difference.share]).toEqual([0.75, 0.5, 0.25]);
    expect(difference.interval[0]).toBeLessThan(0.25);
    expect(difference.interval[1]).toBeGreaterThan(0.25);
  });

  test("keeps its width where nothing differs: 0 of 100 leaves an upper end of 1 − (α/2)^(1/100)", () => {
    const none = answers(...Array.from({ length: 100 }, () => false));
    const { first, difference } = pairedShares(none, none, 0.95);
    expect(first.interval[1]).toBeCloseTo(1 - Math.exp(Math.log(0.025) / 100), 10);
    const upper = 1 - Math.exp(Math.log(0.0125) / 100);
    expect(difference.interval).toEqual([expect.closeTo(-upper, 10), expect.closeTo(upper, 10)]);
  });

  test("holds the true difference at least as often as it says", () => {
    // Exact coverage for 12 worlds: the sum over every trinomial outcome of its probability, where the interval holds the truth.
    const worlds = 12;
    const level = 0.9;
    for (const [p, q] of [
      [0.5, 0],
      [0.3, 0.2],
      [0.05, 0.05],
    ] as const) {
      let coverage = 0;
      for (let x = 0; x <= worlds; x++) {
        for (let y = 0; x + y <= worlds; y++) {
          const first = answers(...Array.from({ length: worlds }, (_, world) => world < x));
          const second = answers(...Array.from({ length: worlds }, (_, world) => world >= x && world < x + y));
          const [low, high] = pairedShares(first, second, level).difference.interval;
          const probability = binomial(worlds, x, p) * binomial(worlds - x, y, q / (1 - p));
          coverage += low <= p - q && p - q <= high ? probability : 0;
        }
      }
      expect(coverage).toBeGreaterThanOrEqual(level);
    }
  });

  test("refuses sides that do not answer for the same worlds, naming one", () => {
    expect(() => pairedShares(answers(true, true), answers(true), 0.95)).toThrow(/'world 1'/);
    expect(() => pairedShares(answers(), answers(), 0.95)).toThrow(expect.objectContaining({ code: "missing-results" }));
  });
});
