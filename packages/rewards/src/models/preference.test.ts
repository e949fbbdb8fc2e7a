import { createRng } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { smallHero } from "../../test/worlds.ts";
import { openBasis } from "./basis.ts";
import { type Comparison, differenceOf, fitComparisons, foresight, gapOf } from "./bradley-terry.ts";
import { discountedSum, preferenceLoss, preferenceProbability } from "./preference.ts";

const exact = { temperature: 1, noise: 0 };

describe("the chance of a preference", () => {
  it("is the one that the library 'imitation' computes, without noise and with", () => {
    // imitation, tests/algorithms/test_preference_comparisons.py: its gaps r2 − r1 are ours with the other sign.
    const gaps = [0, 1, 2, 3, 4, 6, 7];
    const clear = [0.5, 0.268941, 0.119203, 0.047426, 0.017986, 0.002473, 0.000911];
    gaps.forEach((gap, at) => {
      expect(preferenceProbability(-gap, exact)).toBeCloseTo(clear[at] ?? Number.NaN, 6);
    });
    [0.5, 0.292047, 0.157283, 0.092683, 0.066188].forEach((chance, gap) => {
      expect(preferenceProbability(-gap, { temperature: 1, noise: 0.1 })).toBeCloseTo(chance, 6);
    });
  });

  it("follows from Σ γ^t of the second segment's rewards less the first's, weight by weight as models learn it, and as a sum", () => {
    const { dynamics } = smallHero("seen"); // three outcomes
    const basis = openBasis(dynamics, "outcome");
    const sum = differenceOf(basis, { first: [0, 1, 2], second: [2, 0, 0] }, 0.5);
    const reward = Float64Array.from([1, -2, 4]);
    const byNumber = new Float64Array(3);
    reward.forEach((worth, z) => {
      byNumber[basis.meet(z)] = worth;
    });
    // 1 − 2/2 + 4/4 against 4 + 1/2 + 1/4: less by 3.75.
    expect(gapOf(sum, byNumber)).toBe(-3.75);
    expect(discountedSum([1, -2, 4], 0.5) - discountedSum([4, 1, 1], 0.5)).toBe(-3.75);
    expect(preferenceProbability(-3.75, { temperature: 1, noise: 0.1 })).toBeCloseTo(0.05 + 0.9 / (1 + Math.exp(3.75)), 12);
  });

  it("is 0, a half or 1 at temperature 0, and cuts gaps beyond 50", () => {
    expect([-3, 0, 3].map((gap) => preferenceProbability(gap, { temperature: 0, noise: 0 }))).toEqual([0, 0.5, 1]);
    expect([-3, 0, 3].map((gap) => preferenceProbability(gap, { temperature: 0, noise: 0.5 }))).toEqual([0.25, 0.5, 0.75]);
    expect(preferenceProbability(-51, exact)).toBe(preferenceProbability(-50, exact));
    expect(preferenceProbability(-500, exact)).toBeGreaterThan(0);
  });

  it("divides by the temperature and sums with a discount", () => {
    expect(preferenceProbability(3, { temperature: 3, noise: 0 })).toBe(preferenceProbability(1, exact));
    expect(discountedSum([1, 2, 4], 0.5)).toBe(3);
  });

  it("has the slope of its loss: central differences, answers of each kind, noise too", () => {
    for (const model of [exact, { temperature: 2.5, noise: 0.2 }]) {
      for (const answer of [0, 0.5, 1]) {
        for (const gap of [-4, -0.3, 0, 1.7, 80, -80, 900]) {
          const numeric = (preferenceLoss(gap + 1e-5, answer, model).loss - preferenceLoss(gap - 1e-5, answer, model).loss) / 2e-5;
          expect(preferenceLoss(gap, answer, model).slope).toBeCloseTo(numeric, 8);
        }
      }
    }
  });
});

/** An answer about weight `first` against weight `second`. */
const between = (first: number, second: number, answer: number, held = false): Comparison => ({
  sum: { columns: Int32Array.of(first, second), weights: Float64Array.of(1, -1) },
  answer,
  weights: held ? null : [1],
});

function fit(comparisons: readonly Comparison[], columns: number, ridge = 0.01): Float64Array {
  const [weights] = fitComparisons(comparisons, { ...exact, ridge, columns }, [new Float64Array(columns)]);
  return weights ?? new Float64Array(0);
}

describe("a Bradley-Terry fit", () => {
  it("settles where the stated chance is the frequency: 3 of 4 answers give log 3, as the ridge goes to 0", () => {
    const [x = 0, y = 0] = fit(
      [1, 1, 1, 0].map((answer) => between(0, 1, answer)),
      2,
      1e-9,
    );
    expect(x - y).toBeCloseTo(Math.log(3), 6);
    expect(x + y).toBeCloseTo(0, 9);
  });

  it("finds the scores that chances were made from", () => {
    // Shares of answers equal to the chances of the scores 0, 1 and 3, as fractional answers.
    const scores = [0, 1, 3];
    const shares = [
      [0, 1],
      [1, 2],
      [0, 2],
    ].map(([i = 0, j = 0]) => between(i, j, preferenceProbability((scores[i] ?? 0) - (scores[j] ?? 0), exact)));
    const found = fit(shares, 3, 1e-9);
    expect((found[1] ?? 0) - (found[0] ?? 0)).toBeCloseTo(1, 5);
    expect((found[2] ?? 0) - (found[1] ?? 0)).toBeCloseTo(2, 5);
  });

  it("takes 'equal' as half an answer either way, and a circle as no order at all", () => {
    expect([...fit([between(0, 1, 0.5)], 2)].every((weight) => Math.abs(weight) < 1e-9)).toBe(true);
    expect([...fit([between(0, 1, 1), between(1, 2, 1), between(2, 0, 1)], 3)].every((weight) => Math.abs(weight) < 1e-9)).toBe(true);
  });

  it("counts a repeated answer each time: twice is as one answer under half the ridge", () => {
    const twice = fit([between(0, 1, 1), between(0, 1, 1)], 2, 0.2);
    const once = fit([between(0, 1, 1)], 2, 0.1);
    expect(twice[0]).toBeCloseTo(once[0] ?? Number.NaN, 7);
  });

  it("stays finite where all answers are of one kind: ridge·w = 1 − P(first), solved by bisection here", () => {
    let [low, high] = [0, 50];
    for (let halving = 0; halving < 100; halving++) {
      const w = (low + high) / 2;
      [low, high] = 0.01 * w < 1 - preferenceProbability(2 * w, exact) ? [w, high] : [low, w];
    }
    const [x = 0, y = 0] = fit([between(0, 1, 1)], 2);
    expect(x).toBeCloseTo(low, 6);
    expect(y).toBeCloseTo(-low, 6);
  });

  it("finds the least where one contrary answer is about segments far apart: bisection here", () => {
    // d = x − y, and x = −y: −100 σ(−d) + 120 σ(120 d) + ridge·d/2 = 0.
    const far: Comparison = { sum: { columns: Int32Array.of(0, 1), weights: Float64Array.of(120, -120) }, answer: 0, weights: [1] };
    const sigma = (gap: number): number => 1 / (1 + Math.exp(-gap));
    let [low, high] = [-1, 1];
    for (let halving = 0; halving < 100; halving++) {
      const d = (low + high) / 2;
      [low, high] = -100 * sigma(-d) + 120 * sigma(120 * d) + (0.01 * d) / 2 < 0 ? [d, high] : [low, d];
    }
    const [x = 0, y = 0] = fit([...Array.from({ length: 100 }, () => between(0, 1, 1)), far], 2);
    expect(x - y).toBeCloseTo(low, 7);
    expect(x + y).toBeCloseTo(0, 9);
  });

  it("is 0 everywhere without an answer", () => {
    expect([...fit([], 3)]).toEqual([0, 0, 0]);
  });
});

describe("what is held out", () => {
  it("is measured in nats, and by how far stated chances are from frequencies", () => {
    const held = [between(0, 1, 1, true), between(0, 1, 1, true), between(0, 1, 0, true)];
    const told = foresight(held, [Float64Array.of(0, 0)], exact);
    expect(told.heldOut).toBe(3);
    expect(told.heldOutError).toBeCloseTo(Math.log(2), 12);
    expect(told.calibrationError).toBeCloseTo(2 / 3 - 1 / 2, 12);
  });

  it("is near 0 off where answers are drawn from the stated chances", () => {
    const rng = createRng("calibrated");
    const scores = Float64Array.of(0, 0.4, 1.1, 2);
    const held = Array.from({ length: 20_000 }, () => {
      const [i, j] = [rng.below(4), rng.below(4)];
      const chance = preferenceProbability((scores[i] ?? 0) - (scores[j] ?? 0), exact);
      return between(i, j, rng.next() < chance ? 1 : 0, true);
    });
    // About 10 bins of standard error 0.5/√2000: 0.03 is more than six mean deviations away.
    expect(foresight(held, [scores], exact).calibrationError).toBeLessThan(0.03);
  });
});
