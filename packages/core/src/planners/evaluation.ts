import { compose, type RewardChain, stepBack } from "./chain.ts";
import { recurrenceOf } from "./recurrence.ts";
import { valuesAround } from "./rounds.ts";

/**
 * A way of playing that repeats: one chain a phase, each leading to the next, the last to the first. A stationary policy is
 * a cycle of one. Values are one array of length stateCount a phase.
 */
export type Cycle = readonly RewardChain[];

const plus = (x: Float64Array, y: Float64Array, factor = 1): Float64Array => x.map((value, at) => value + factor * (y[at] ?? 0));

/** v_k = r_k + γ P_k v_{k+1} backwards from the phase after the last, whose values are given; one array a phase. */
function backwards(cycle: Cycle, step: { readonly discount: number; readonly last: Float64Array }): Float64Array[] {
  const values: Float64Array[] = [];
  let next = step.last;
  for (const { chain, reward } of cycle.toReversed()) {
    next = plus(reward, stepBack(chain, next), step.discount);
    values.push(next);
  }
  return values.reverse();
}

const first = (values: readonly Float64Array[]): Float64Array => values[0] ?? new Float64Array(0);
const chainsOf = (cycle: Cycle): RewardChain["chain"][] => cycle.map(({ chain }) => chain);

/** The discounted values of each phase. γ in [0, 1). */
export function discountedValues(cycle: Cycle, discount: number): Float64Array[] {
  const atStart = valuesAround(cycle, discount);
  const values = backwards(cycle, { discount, last: atStart });
  values[0] = atStart;
  return values;
}

/** Long-run reward a step, and the bias: what the start is worth beyond it. One array of each a phase. */
export interface GainAndBias {
  readonly gain: Float64Array[];
  readonly bias: Float64Array[];
}

/**
 * Gain and bias of a repeating way of playing (Puterman 1994, §8.2 and A.5): g = Pg, h = r − g + Ph, and the stationary mean of
 * h is 0 in each recurrent class, which makes h the bias and not just a relative value.
 */
export function gainAndBias(cycle: Cycle): GainAndBias {
  const phases = cycle.length;
  const round = compose(chainsOf(cycle));
  const zero = new Float64Array(round.stateCount);
  const recurrence = recurrenceOf(round);
  const meanOf = (numbers: Float64Array): number[] =>
    recurrence.classes.map((members) => members.reduce((sum, s) => sum + (recurrence.stationary[s] ?? 0) * (numbers[s] ?? 0), 0) / phases);

  const perRound = first(backwards(cycle, { discount: 1, last: zero }));
  const gainAtStart = recurrence.expectAtLandmark(meanOf(perRound));
  const gain = carriedBack(cycle, gainAtStart);

  const netCycle = cycle.map(({ chain, reward }, phase) => ({ chain, reward: plus(reward, gain[phase] ?? zero, -1) }));
  const netPerRound = first(backwards(netCycle, { discount: 1, last: zero }));
  const relativeAtStart = recurrence.untilLandmark.values(netPerRound);
  const relative = backwards(netCycle, { discount: 1, last: relativeAtStart });
  relative[0] = relativeAtStart;

  const sums = relative.map((reward, phase) => ({ chain: (cycle[phase] as RewardChain).chain, reward })); // same length as the cycle
  const meanAtStart = recurrence.expectAtLandmark(meanOf(first(backwards(sums, { discount: 1, last: zero }))));
  const mean = carriedBack(cycle, meanAtStart);
  return { gain, bias: relative.map((values, phase) => plus(values, mean[phase] ?? zero, -1)) };
}

/** The expected value at the start of the next round of numbers that no step changes; phase 0 keeps them as they are. */
function carriedBack(cycle: Cycle, atStart: Float64Array): Float64Array[] {
  const still = cycle.map(({ chain }) => ({ chain, reward: new Float64Array(chain.stateCount) }));
  const carried = backwards(still, { discount: 1, last: atStart });
  carried[0] = atStart;
  return carried;
}
