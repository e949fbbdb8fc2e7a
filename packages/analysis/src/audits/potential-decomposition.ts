import { actionProbabilities, averageReward, type MeasuringCriterion, type Policy, type TabularMdp } from "@firebreak/core";
import { conductOf } from "./conduct.ts";
import { expectedRows, signTolerance } from "./conventions.ts";
import { leastSquares, residuals, type SquaresProblem } from "./least-squares.ts";

/** What a potential explains of a reward, and what it leaves over. */
export interface PotentialFit {
  /** Length S: the best V, of least norm, so of mean 0 in every part of the world that hangs together. */
  readonly potential: Float64Array;
  /** Length Z: r − (γV(s') − V(s)). */
  readonly leftOver: Float64Array;
  /** The weighted squares left over, of those of the reward; 0 for no reward. */
  readonly share: number;
  /** The largest size left over where the weight is not 0. */
  readonly largest: number;
  /**
   * The most that a loop collects a step of what is left over. With γ = 1 that is what it collects of the reward itself: along a loop
   * differences of a potential cancel.
   */
  readonly loopRate: number;
  /** By how much V differs over the states in which episodes end: where they end at all kinds of times it would have to be 0. */
  readonly endingSpread: number;
}

/** Whether the reward of a step depends on where it leads, beyond rounding. */
function readsNext({ rowStart }: TabularMdp, reward: Float64Array, tolerance: number): boolean {
  for (let row = 0; row + 1 < rowStart.length; row++) {
    for (let z = (rowStart[row] ?? 0) + 1; z < (rowStart[row + 1] ?? 0); z++) {
      if (Math.abs((reward[z] ?? 0) - (reward[z - 1] ?? 0)) > tolerance) {
        return true;
      }
    }
  }
  return false;
}

/**
 * One term for each outcome where the reward reads the next state; else one for each row, with the expected potential after it. `weight`
 * has length Z.
 */
function termsOf(
  dynamics: TabularMdp,
  reward: Float64Array,
  { discount, weight }: { readonly discount: number; readonly weight: Float64Array },
): SquaresProblem {
  const { rowStart, nextState, probability, actionCount, stateCount } = dynamics;
  const byOutcome = readsNext(dynamics, reward, 1e-3 * signTolerance(reward));
  const rows = expectedRows(dynamics, reward);
  const termStart = [0];
  const unknown: number[] = [];
  const coefficient: number[] = [];
  const target: number[] = [];
  const weights: number[] = [];
  const close = (state: number, value: number, share: number): void => {
    unknown.push(state);
    coefficient.push(-1);
    target.push(value);
    weights.push(share);
    termStart.push(unknown.length);
  };
  for (let row = 0; row < rows.length; row++) {
    const [state, first, end] = [Math.floor(row / actionCount), rowStart[row] ?? 0, rowStart[row + 1] ?? 0];
    let share = 0;
    for (let z = first; z < end; z++) {
      share += weight[z] ?? 0;
      unknown.push(nextState[z] ?? 0);
      coefficient.push(discount * (byOutcome ? 1 : (probability[z] ?? 0)));
      if (byOutcome || z === end - 1) {
        close(state, byOutcome ? (reward[z] ?? 0) : (rows[row] ?? 0), byOutcome ? (weight[z] ?? 0) : share);
      }
    }
  }
  return {
    unknowns: stateCount,
    termStart: Int32Array.from(termStart),
    unknown: Int32Array.from(unknown),
    coefficient: Float64Array.from(coefficient),
    target: Float64Array.from(target),
    weight: Float64Array.from(weights),
  };
}

/** Length Z: how often a policy meets each outcome, on a clock. */
export function metBy(dynamics: TabularMdp, clock: MeasuringCriterion, policy: Policy): Float64Array {
  const { rowStart, probability, actionCount, stateCount, nextState } = dynamics;
  const { mass } = conductOf(dynamics, clock, { policy, reference: policy }).policy.occupancy;
  const met = new Float64Array(nextState.length);
  const play = new Float64Array(actionCount);
  mass.forEach((share, at) => {
    const state = at % stateCount;
    actionProbabilities(policy, { time: Math.floor(at / stateCount), state }, play);
    play.forEach((chance, action) => {
      const row = state * actionCount + action;
      for (let z = rowStart[row] ?? 0; z < (rowStart[row + 1] ?? 0); z++) {
        met[z] = (met[z] ?? 0) + share * chance * (probability[z] ?? 0);
      }
    });
  });
  return met;
}

/**
 * Audit 4. The V that best explains a reward (length Z) as γV(s') − V(s), by least squares: with γ = 1 the form of value difference,
 * with a discount that of shaping matched to it (Ng, Harada and Russell 1999). `weight` has length Z; absent, all possible outcomes count
 * alike, which is a property of the reward alone. Nothing is left over with γ = 1 if and only if all *signed* closed walks, along steps
 * and against them, sum to 0; that all loops do is less.
 */
export function potentialFit(
  dynamics: TabularMdp,
  reward: Float64Array,
  { discount = 1, weight = new Float64Array(reward.length).fill(1) }: { readonly discount?: number; readonly weight?: Float64Array } = {},
): PotentialFit {
  const problem = termsOf(dynamics, reward, { discount, weight });
  const potential = leastSquares(problem);
  const left = residuals(problem, potential);
  const squares = (numbers: Float64Array): number =>
    numbers.reduce((sum, number, term) => sum + (problem.weight[term] ?? 0) * number * number, 0);
  const total = squares(problem.target);
  const leftOver = leftOf(dynamics, reward, { discount, potential });
  const ends = potential.filter((_, state) => dynamics.terminal[state] === 1);
  return {
    potential,
    leftOver,
    share: total === 0 ? 0 : squares(left) / total,
    largest: left.reduce((most, number, term) => ((problem.weight[term] ?? 0) > 0 ? Math.max(most, Math.abs(number)) : most), 0),
    loopRate: averageReward(dynamics, leftOver).value.reduce((most, gain) => Math.max(most, gain), Number.NEGATIVE_INFINITY),
    endingSpread: ends.length === 0 ? 0 : ends.reduce((x, y) => Math.max(x, y)) - ends.reduce((x, y) => Math.min(x, y)),
  };
}

function leftOf(
  { rowStart, nextState, actionCount }: TabularMdp,
  reward: Float64Array,
  { discount, potential }: { readonly discount: number; readonly potential: Float64Array },
): Float64Array {
  const left = reward.slice();
  for (let row = 0; row + 1 < rowStart.length; row++) {
    for (let z = rowStart[row] ?? 0; z < (rowStart[row + 1] ?? 0); z++) {
      left[z] = (left[z] ?? 0) - discount * (potential[nextState[z] ?? 0] ?? 0) + (potential[Math.floor(row / actionCount)] ?? 0);
    }
  }
  return left;
}
