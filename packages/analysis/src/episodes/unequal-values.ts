import { TIE_SCALE } from "@firebreak/core";
import type { EpisodeLog } from "./logged-episodes.ts";

/** A value with the place where the log has it. */
interface PlacedValue {
  readonly value: number;
  readonly episode: string;
  readonly step: number;
}

/** States that a log values now so, now otherwise: her judgement is noisy, or the state's name does not hold all that she saw. */
export interface UnequalValues {
  /** How many states. */
  readonly states: number;
  /** The one whose values are furthest apart; the first by name where several are. */
  readonly state: string;
  readonly lowest: PlacedValue;
  readonly highest: PlacedValue;
}

type Range = Pick<UnequalValues, "lowest" | "highest">;

const width = ({ lowest, highest }: Range): number => highest.value - lowest.value;

function rangesOf({ episodes }: EpisodeLog): ReadonlyMap<string, Range> {
  const ranges = new Map<string, Range>();
  for (const { id, firstStep, steps } of episodes) {
    for (const [at, { state, value }] of steps.entries()) {
      if (value !== undefined) {
        const here = { value, episode: id, step: firstStep + at };
        const { lowest, highest } = ranges.get(state) ?? { lowest: here, highest: here };
        ranges.set(state, { lowest: value < lowest.value ? here : lowest, highest: value > highest.value ? here : highest });
      }
    }
  }
  return ranges;
}

/** The states with more than one value, by more than rounding; null where there are none. */
export function unequalValues(log: EpisodeLog): UnequalValues | null {
  const differs = (range: Range): boolean =>
    width(range) > TIE_SCALE * Math.max(1, Math.abs(range.lowest.value), Math.abs(range.highest.value));
  const unequal = [...rangesOf(log)].filter(([, range]) => differs(range));
  const [widest] = unequal.sort(([x, a], [y, b]) => width(b) - width(a) || (x < y ? -1 : 1));
  return widest === undefined ? null : { states: unequal.length, state: widest[0], ...widest[1] };
}
