import { FirebreakError } from "@firebreak/core";
import jstat from "jstat";
import type { Estimate } from "./interval.ts";
import { mean } from "./strata.ts";

/** From the least to the greatest difference that does not matter; an end may be infinite (non-inferiority). */
export type Margin = readonly [number, number];

/** "equivalent": the interval lies in the margin. "different": it lies outside. "undecided": it crosses an end, or there is none. */
export type EquivalenceVerdict = "equivalent" | "different" | "undecided";

/** Decides by where an interval lies. At level 1 − 2α this is the two one-sided tests at α. */
export function withinMargin({ interval }: Pick<Estimate, "interval">, [least, greatest]: Margin): EquivalenceVerdict {
  if (interval === null) {
    return "undecided";
  }
  const [low, high] = interval;
  if (low > least && high < greatest) {
    return "equivalent";
  }
  return high < least || low > greatest ? "different" : "undecided";
}

/** The outcome of two one-sided t tests (Schuirmann 1987). */
export interface Equivalence {
  readonly difference: number;
  /** At level 1 − 2α. */
  readonly interval: readonly [number, number];
  /** Of the hypotheses that the difference is at or below the margin, and at or above it. */
  readonly pValues: readonly [number, number];
  readonly equivalent: boolean;
}

/**
 * Tests whether the mean of independent differences lies within a margin. Give it one number a world, not one a seed: seeds in
 * one world are not independent.
 *
 * @throws FirebreakError "bad-argument" for fewer than two differences, one that is not finite, an empty margin, or an alpha that
 * is not in (0, 0.5).
 */
export function twoOneSidedTests(differences: readonly number[], margin: Margin, alpha: number): Equivalence {
  const count = differences.length;
  if (count < 2) {
    throw new FirebreakError("bad-argument", `Cannot test equivalence on ${count} differences: at least 2 are needed`);
  }
  const stray = differences.find((value) => !Number.isFinite(value));
  if (stray !== undefined || !(margin[0] < margin[1]) || !(alpha > 0 && alpha < 0.5)) {
    const why =
      stray !== undefined
        ? `one of the differences is ${stray}`
        : `the margin runs from ${margin[0]} to ${margin[1]} and alpha, in (0, 0.5), is ${alpha}`;
    throw new FirebreakError("bad-argument", `Cannot test equivalence: ${why}`);
  }
  const difference = mean(differences);
  const squares = differences.reduce((sum, value) => sum + (value - difference) * (value - difference), 0);
  const error = Math.sqrt(squares / (count - 1) / count);
  const tail = (distance: number): number => {
    // Differences without spread: the mean is known for certain.
    return error === 0 ? (distance > 0 ? 0 : 1) : 1 - jstat.studentt.cdf(distance / error, count - 1);
  };
  const pValues = [tail(difference - margin[0]), tail(margin[1] - difference)] as const;
  const half = error === 0 ? 0 : jstat.studentt.inv(1 - alpha, count - 1) * error;
  return { difference, interval: [difference - half, difference + half], pValues, equivalent: Math.max(...pValues) < alpha };
}
