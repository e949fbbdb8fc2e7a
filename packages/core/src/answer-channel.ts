import { FirebreakError } from "./error.ts";
import { canonicalJson } from "./json.ts";
import type { QuestionKind } from "./ledger.ts";
import type { Rng } from "./rng.ts";
import { isUsable } from "./usable-number.ts";

type Tabled = Exclude<QuestionKind, "compare">;

/**
 * What happens to an overseer's answers on their way to whoever asked, anew at every question. Her judgement is one thing, and
 * stays what it is however often she is asked; this is the other.
 */
export interface AnswerChannel {
  /** Standard deviation of the Gaussian error on each number she answers, at least 0, in the unit of the answer. */
  readonly deviation: number;
  /** Probability that no answer comes, in [0, 1). It is paid for all the same: she was asked. */
  readonly absent: number;
  /** Added to the n-th answer: amplitude·sin(2πn/period). What she says of one step depends on when she is asked. */
  readonly mood?: { readonly amplitude: number; readonly period: number };
  /** By kind, 1 for each item (state or outcome) that she never answers about. Length S, or Z for `evaluate`. */
  readonly unanswered?: Partial<Readonly<Record<Tabled, Uint8Array>>>;
}

/** The channel of who answers every question as she judges. */
export const CLEAR: AnswerChannel = { deviation: 0, absent: 0 };

/** @throws FirebreakError "bad-argument" for a number out of its range. */
export function checkChannel(channel: AnswerChannel): AnswerChannel {
  const { deviation, absent, mood } = channel;
  const finite = (number: number, least: number): boolean => number >= least && isUsable(number);
  if (
    !finite(deviation, 0) ||
    !(absent >= 0 && absent < 1) ||
    !(mood === undefined || (finite(mood.amplitude, 0) && finite(mood.period, 1)))
  ) {
    throw new FirebreakError(
      "bad-argument",
      `Cannot answer through a channel of deviation ${deviation}, absence ${absent} and mood ${canonicalJson({ ...mood })}: deviation and amplitude are at least 0 and at most 1e70, absence is in [0, 1), a period is at least 1`,
    );
  }
  return channel;
}

/** Whether answers of these kinds may fail to come. */
export function hasGaps({ absent, unanswered }: AnswerChannel, kinds: readonly QuestionKind[]): boolean {
  return kinds.length > 0 && (absent > 0 || kinds.some((kind) => kind !== "compare" && unanswered?.[kind]?.includes(1) === true));
}

/** Whether numbers arrive other than they were judged. */
export function hasErrors({ deviation, mood }: AnswerChannel, kinds: readonly QuestionKind[]): boolean {
  return (deviation > 0 || (mood !== undefined && mood.amplitude > 0)) && kinds.some((kind) => kind === "value" || kind === "evaluate");
}

/** A channel in use: the answers of one trial, one after another. */
export interface AnswerLine {
  /** What to add to the answer that came last. */
  error: number;
  /** Rewards heard so far. */
  heard: number;
  readonly deviation: number;
  readonly absent: number;
  readonly mood: { readonly amplitude: number; readonly period: number };
  /** 1 for each item (outcome, or state for demonstrations) about which nothing ever comes. */
  readonly silent: Uint8Array | undefined;
  readonly luck: Rng;
}

/**
 * A line for rewards that are each a sum or difference of `answers` answers: their errors are independent, and one that is absent
 * silences the whole. `luck` is the trial's, forked by no method, so that methods miss the same answers.
 */
export function openLine(
  channel: AnswerChannel,
  use: { readonly answers: number; readonly silent?: Uint8Array | undefined },
  luck: Rng,
): AnswerLine {
  let comes = 1;
  for (let answer = 0; answer < use.answers; answer++) {
    comes *= 1 - channel.absent;
  }
  return {
    error: 0,
    heard: 0,
    deviation: channel.deviation * Math.sqrt(use.answers),
    absent: 1 - comes,
    mood: channel.mood ?? { amplitude: 0, period: 1 },
    silent: use.silent,
    luck: luck.fork("answers"),
  };
}

/**
 * Asks about an item: whether an answer comes. Writes `error`. Draws the same numbers whatever comes of them, so that two methods'
 * n-th questions meet equal luck.
 */
export function listen(line: AnswerLine, item: number): boolean {
  const { deviation, absent, mood, silent, luck } = line;
  const lost = luck.next() < absent;
  const wave = mood.amplitude === 0 ? 0 : mood.amplitude * Math.sin((2 * Math.PI * line.heard) / mood.period);
  line.heard++;
  line.error = wave + (deviation === 0 ? 0 : deviation * luck.normal());
  return !lost && silent?.[item] !== 1;
}

/**
 * A table of numbers as it arrives when each entry is asked for once: in an order of its own, so that her mood is at a random phase
 * at each. `nameOf` names an entry: how entries are numbered moves nothing.
 */
export function heardTable(
  table: Float64Array,
  { deviation, mood }: AnswerChannel,
  draw: { readonly luck: Rng; readonly nameOf: (item: number) => string },
): Float64Array {
  return table.map((answer, item) => {
    const luck = draw.luck.fork(draw.nameOf(item));
    const wave = mood === undefined ? 0 : mood.amplitude * Math.sin(2 * Math.PI * luck.double());
    return answer + wave + deviation * luck.normal();
  });
}
