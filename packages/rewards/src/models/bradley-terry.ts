import { FirebreakError, type RewardFit } from "@firebreak/core";
import type { Basis } from "./basis.ts";
import { meanOf } from "./ensemble.ts";
import { minimise } from "./minimise.ts";
import { type PreferenceModel, preferenceLoss, preferenceProbability } from "./preference.ts";

/** A linear combination of weights. */
export interface SparseSum {
  readonly columns: Int32Array;
  readonly weights: Float64Array;
}

/** Σ γ^t of each weight along the first segment's outcomes less that along the second's. */
export function differenceOf(
  basis: Basis,
  { first, second }: { readonly first: readonly number[]; readonly second: readonly number[] },
  discount: number,
): SparseSum {
  const sum = new Map<number, number>();
  for (const [outcomes, sign] of [
    [first, 1],
    [second, -1],
  ] as const) {
    let weight: number = sign;
    for (const z of outcomes) {
      const column = basis.meet(z);
      sum.set(column, (sum.get(column) ?? 0) + weight);
      weight *= discount;
    }
  }
  return { columns: Int32Array.from(sum.keys()), weights: Float64Array.from(sum.values()) };
}

/** One answer about two segments: their difference in weights, first less second. */
export interface Comparison {
  readonly sum: SparseSum;
  /** 1 the first, 0 the second, 0.5 equal. */
  readonly answer: number;
  /** How often each member counts it; null where it is held out. */
  readonly weights: readonly number[] | null;
}

export function gapOf({ columns, weights }: SparseSum, reward: Float64Array): number {
  return columns.reduce((gap, column, at) => gap + (weights[at] ?? 0) * (reward[column] ?? 0), 0);
}

/** No entry of the gradient is above it, relative to the answers counted. */
const TOLERANCE = 1e-9;

/** A slope of this for each answer counted is no end of a search. */
const STALLED = 1e-5;

/** The greatest weight of any comparison: what a slope is in the unit of. */
const longest = (comparisons: readonly Comparison[]): number =>
  comparisons.reduce((most, { sum }) => sum.weights.reduce((greatest, weight) => Math.max(greatest, Math.abs(weight)), most), 0);

/**
 * The weights of each member that make its comparisons likeliest, less ridge/2 times their squares. Without noise the problem is strictly
 * convex and has one answer; with noise it may have several, and the search starts from `start`, the members as they were.
 * @throws FirebreakError "not-converged" where the search ends far from a minimum.
 */
export function fitComparisons(
  comparisons: readonly Comparison[],
  settings: PreferenceModel & { readonly ridge: number; readonly columns: number },
  start: readonly Float64Array[],
): readonly Float64Array[] {
  const { ridge, columns } = settings;
  return start.map((before, member) => {
    const counted = comparisons.filter(({ weights }) => (weights?.[member] ?? 0) > 0);
    const first = new Float64Array(columns);
    first.set(before);
    const negativeLogLikelihood = (at: Float64Array, gradient: Float64Array): number => {
      let loss = 0;
      at.forEach((weight, column) => {
        loss += (ridge / 2) * weight * weight;
        gradient[column] = ridge * weight;
      });
      for (const { sum, answer, weights } of counted) {
        const often = weights?.[member] ?? 0;
        const told = preferenceLoss(gapOf(sum, at), answer, settings);
        loss += often * told.loss;
        sum.columns.forEach((column, place) => {
          gradient[column] = (gradient[column] ?? 0) + often * told.slope * (sum.weights[place] ?? 0);
        });
      }
      return loss;
    };
    const { at, slope } = minimise(negativeLogLikelihood, first, { tolerance: TOLERANCE * (1 + counted.length) });
    if (!(slope <= STALLED * (1 + counted.length) * (1 + longest(counted)))) {
      throw new FirebreakError(
        "not-converged",
        `Cannot fit a reward to ${counted.length} comparisons: the search ends with a slope of ${slope}; a larger ridge makes it easier`,
      );
    }
    return at;
  });
}

/** Bins of stated chances, of equal width. */
const BINS = 10;

/** How well the members' mean chance foresees the comparisons held out: mean loss, and expected calibration error (Guo et al. 2017, eq. 3). */
export function foresight(comparisons: readonly Comparison[], members: readonly Float64Array[], model: PreferenceModel): RewardFit {
  const held = comparisons.filter(({ weights }) => weights === null);
  if (held.length === 0) {
    return { heldOut: 0, heldOutError: null, calibrationError: null };
  }
  const stated = held.map(({ sum, answer }) => {
    const gaps = members.map((weights) => gapOf(sum, weights));
    return {
      answer,
      first: meanOf(gaps.map((gap) => preferenceProbability(gap, model))),
      second: meanOf(gaps.map((gap) => preferenceProbability(-gap, model))),
    };
  });
  const losses = stated.map(
    ({ answer, first, second }) => -(answer === 0 ? 0 : answer * Math.log(first)) - (answer === 1 ? 0 : (1 - answer) * Math.log(second)),
  );
  const off = Array.from({ length: BINS }, () => 0);
  for (const { answer, first } of stated) {
    const bin = Math.min(BINS - 1, Math.floor(first * BINS));
    off[bin] = (off[bin] ?? 0) + answer - first;
  }
  const calibrationError = off.reduce((sum, gap) => sum + Math.abs(gap), 0) / held.length;
  return { heldOut: held.length, heldOutError: meanOf(losses), calibrationError };
}
