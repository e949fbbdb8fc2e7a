import { FirebreakError, type Rng } from "@firebreak/core";
import { mean } from "./strata.ts";

/** How often chance alone would put one arm so far above another. */
export interface PermutationTest {
  /** mean(x) − mean(y). */
  readonly difference: number;
  /** The share of splits of all scores in which it is at least as large, the one that was seen included. In (0, 1]. */
  readonly pValue: number;
  /** Splits that were looked at. */
  readonly splits: number;
  /** All of them were: the p-value is exact. */
  readonly exact: boolean;
}

/** Splits up to this number are all looked at: 12 runs against 12 are 2.7 million, 10 against 10 are 184,756. */
const MOST_SPLITS = 200_000;
/** Differences of means that are closer than this, relative to the largest score, are rounding. */
const ROUNDING = 1e-12;

/** C(n, k), as far as it is below Infinity. */
function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) {
    ways = (ways * (n - k + i)) / i;
  }
  return Math.round(ways);
}

/** Calls `visit` with the sum of every choice of `count` scores. */
function everySum(scores: readonly number[], count: number, visit: (sum: number) => void): void {
  const take = (from: number, left: number, sum: number): void => {
    if (left === 0) {
      visit(sum);
      return;
    }
    for (let at = from; at <= scores.length - left; at++) {
      take(at + 1, left - 1, sum + (scores[at] ?? 0));
    }
  };
  take(0, count, 0);
}

/** The sum of `count` scores drawn without replacement. */
function drawnSum(scores: readonly number[], count: number, rng: Rng): number {
  const left = [...scores];
  let sum = 0;
  for (let at = 0; at < count; at++) {
    const other = at + rng.below(left.length - at);
    sum += left[other] ?? 0;
    left[other] = left[at] ?? 0;
  }
  return sum;
}

/**
 * Fisher's permutation test, one-sided, on the difference of means: if it did not matter which arm a score came from, how likely is it that x is
 * above y by at least as much? It assumes nothing of how scores are spread, so it is for few runs. Scores must be independent of each other: worlds
 * that share luck are one score each.
 *
 * Every split is looked at where there are at most 200,000. Otherwise `replicates` are drawn, and (1 + hits)/(1 + replicates) is never too
 * small (Phipson and Smyth 2010).
 *
 * @throws FirebreakError "bad-argument" for an arm without scores, or a score that is no finite number.
 */
export function permutationTest(
  { x, y }: { readonly x: readonly number[]; readonly y: readonly number[] },
  { replicates }: { readonly replicates: number },
  rng: Rng,
): PermutationTest {
  const bad = [...x, ...y].find((score) => !Number.isFinite(score));
  if (x.length === 0 || y.length === 0 || bad !== undefined) {
    throw new FirebreakError(
      "bad-argument",
      `Cannot compare ${x.length} scores with ${y.length}: ${bad === undefined ? "both arms need at least one" : `one of them is ${bad}, and must be a finite number`}`,
    );
  }
  const scores = [...x, ...y].sort((a, b) => a - b);
  const seen = x.reduce((sum, score) => sum + score, 0);
  const least = seen - ROUNDING * scores.length * Math.max(...scores.map(Math.abs));
  const exact = choose(scores.length, x.length) <= MOST_SPLITS;
  let [hits, splits] = [0, 0];
  const look = (sum: number): void => {
    splits++;
    hits += sum >= least ? 1 : 0; // of a fixed whole, the larger sum is the larger difference
  };
  if (exact) {
    everySum(scores, x.length, look);
  } else {
    look(seen);
    for (let replicate = 0; replicate < replicates; replicate++) {
      look(drawnSum(scores, x.length, rng));
    }
  }
  return { difference: mean(x) - mean(y), pValue: hits / splits, splits, exact };
}
