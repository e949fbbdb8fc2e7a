import { createRng } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { permutationTest } from "./permutation-test.ts";

const test = (x: readonly number[], y: readonly number[], replicates = 1000) =>
  permutationTest({ x, y }, { replicates }, createRng("permutations"));

describe("the permutation test", () => {
  it("has the p-values of imitation's reward-improvement examples: 7 and 47 of 252 splits", () => {
    const before = [5, 6, 7, 4, 4];
    const better = test([7, 5, 9, 9, 12], before);
    expect(better).toMatchObject({ pValue: 7 / 252, splits: 252, exact: true });
    expect(better.difference).toBeCloseTo(8.4 - 5.2, 12);
    expect(test([7, 5, 9, 7, 4], before).pValue).toBe(47 / 252);
  });

  it("is Fisher's for tea: 4 of 4 right is 1 of 70, and where all scores are one nothing is surprising", () => {
    expect(test([1, 1, 1, 1], [0, 0, 0, 0]).pValue).toBe(1 / 70);
    expect(test([3, 3], [3, 3, 3]).pValue).toBe(1);
    expect(test([0, 0, 0, 0], [1, 1, 1, 1]).pValue).toBe(1);
  });

  it("takes rounding for a tie: 0.1 + 0.2 against 0.3", () => {
    expect(test([0.1 + 0.2, 0], [0.3, 0]).pValue).toBe(1 - 1 / 6); // of six splits only (0, 0) is below
  });

  it("depends neither on the order of scores nor on what all are shifted and stretched by", () => {
    const [x, y] = [
      [2.5, 0.1, 1.7],
      [0.3, 0.9, 0.2, 1.1],
    ];
    expect(test([...x].reverse(), [...y].reverse()).pValue).toBe(test(x, y).pValue);
    expect(
      test(
        x.map((score) => 7 * score - 3),
        y.map((score) => 7 * score - 3),
      ).pValue,
    ).toBe(test(x, y).pValue);
  });

  it("draws splits where there are too many, and comes near what looking at all of them gives", () => {
    // Ranks 1 to 24 in turn: a rank sum of 156 of 12 + 12, whose upper tail by the normal approximation with continuity is 0.375.
    const [x, y] = [0, 1].map((odd) => Array.from({ length: 12 }, (_, at) => 2 * at + 2 - odd)) as [number[], number[]];
    const drawn = test(x, y, 20_000);
    expect(drawn).toMatchObject({ exact: false, splits: 20_001 });
    // Of 2.7 million splits counted by dynamic programming; five standard errors of 20,000 draws are 0.017.
    expect(Math.abs(drawn.pValue - exactTail(24, 12, 156))).toBeLessThan(0.017);
    expect(test(Array(30).fill(1), Array(30).fill(0), 99).pValue).toBe(1 / 100);
  });

  it("is not so small by chance more often than it says: under no difference, p ≤ 0.1 in about a tenth", () => {
    const rng = createRng("no difference");
    const small = Array.from({ length: 1000 }, () => {
      const scores = Array.from({ length: 8 }, () => rng.normal());
      return test(scores.slice(0, 4), scores.slice(4)).pValue <= 0.1;
    }).filter(Boolean).length;
    expect(small).toBeLessThan(140); // 7 of 70 splits: binomial of mean 100, deviation 9.5; more once in 10^5
    expect(small).toBeGreaterThan(60);
  });

  it("refuses an arm without scores, and scores that are no numbers", () => {
    expect(() => test([], [1])).toThrow("Cannot compare 0 scores with 1: both arms need at least one");
    expect(() => test([1, Number.NaN], [1])).toThrow("one of them is NaN");
  });
});

/** The share of choices of `count` ranks of 1 … n whose sum is at least `least`, by counting how many there are of each sum. */
function exactTail(n: number, count: number, least: number): number {
  const ways = Array.from({ length: count + 1 }, () => new Map<number, number>());
  ways[0]?.set(0, 1);
  for (let rank = 1; rank <= n; rank++) {
    for (let k = count; k > 0; k--) {
      for (const [sum, number] of ways[k - 1] ?? []) {
        ways[k]?.set(sum + rank, (ways[k]?.get(sum + rank) ?? 0) + number);
      }
    }
  }
  const all = [...(ways[count] ?? [])];
  const total = all.reduce((sum, [, number]) => sum + number, 0);
  return all.reduce((sum, [of, number]) => sum + (of >= least ? number : 0), 0) / total;
}
