import type { TabularMdp } from "@firebreak/core";
import type { CodedEpisode, CodedLog } from "./coded-log.ts";
import type { DeclaredPolicy } from "./logged-episodes.ts";

/** What is wanted, what is praised, the praise for steps that make things look better, and how things look after the step. */
export type Stream = "welfare" | "praise" | "rescue" | "looks";
export type Streams<T> = Readonly<Record<Stream, T>>;

/** One thing for each stream. */
export function perStream<T>(of: (stream: Stream) => T): Streams<T> {
  return { welfare: of("welfare"), praise: of("praise"), rescue: of("rescue"), looks: of("looks") };
}

/** What some episodes say about the world and about who plays how, as plain frequencies. S states, K pairs, as the log numbers them. */
export interface CountModel {
  readonly log: CodedLog;
  readonly episodes: number;
  /** Length K: how often the pair was seen. */
  readonly count: Float64Array;
  /** K entries: where the pair led, as shares. Empty where it was not seen. */
  readonly outcomes: readonly ReadonlyMap<number, number>[];
  /** Length K each: the mean of what its steps paid. */
  readonly rewards: Streams<Float64Array>;
  /** Length K: 1 where the pair is praised and makes things look better, so that its praise is rescue praise. */
  readonly rescues: Uint8Array;
  /** Length S: steps that the agent, and the reference, took there. */
  readonly visits: { readonly policy: Float64Array; readonly reference: Float64Array };
  /** Length K: what each plays, as shares of the state. Where one is unknown the other's stands in, so that they do not differ. */
  readonly policy: Float64Array;
  readonly reference: Float64Array;
  /** Length S: 1 where the play is the agent's own, and the reference's own. */
  readonly known: { readonly policy: Uint8Array; readonly reference: Uint8Array };
  /** Length S + 1: where the agent's episodes begin. */
  readonly start: Float64Array;
}

interface Counts {
  readonly count: Float64Array;
  readonly byAgent: Float64Array;
  readonly byReference: Float64Array;
  readonly welfare: Float64Array;
  readonly praise: Float64Array;
  readonly looks: Float64Array;
  readonly led: readonly Map<number, number>[];
  readonly start: Float64Array;
}

const bump = (numbers: Float64Array, at: number, by = 1): void => {
  numbers[at] = (numbers[at] ?? 0) + by;
};

function countSteps({ states, pairs }: CodedLog, episodes: readonly CodedEpisode[]): Counts {
  const perPair = (): Float64Array => new Float64Array(pairs.length);
  const counts: Counts = {
    count: perPair(),
    byAgent: perPair(),
    byReference: perPair(),
    welfare: perPair(),
    praise: perPair(),
    looks: perPair(),
    led: pairs.map(() => new Map<number, number>()),
    start: new Float64Array(states.length + 1),
  };
  for (const { pair, next, byReference, welfare, praise, after, start, ofAgent } of episodes) {
    bump(counts.start, start, ofAgent ? 1 : 0);
    pair.forEach((k, step) => {
      bump(counts.count, k);
      bump(byReference[step] === 1 ? counts.byReference : counts.byAgent, k);
      bump(counts.welfare, k, welfare[step]);
      bump(counts.praise, k, praise[step]);
      bump(counts.looks, k, after[step]);
      const to = next[step] ?? 0;
      counts.led[k]?.set(to, (counts.led[k]?.get(to) ?? 0) + 1);
    });
  }
  return counts;
}

/** Sums over the pairs of each state. Length S. */
export function byState({ states, pairs }: CodedLog, numbers: Float64Array): Float64Array {
  const sums = new Float64Array(states.length);
  pairs.forEach(({ state }, k) => {
    bump(sums, state, numbers[k]);
  });
  return sums;
}

/** Each pair's share of its state's sum; 0 where the sum is 0. */
function sharesOf(log: CodedLog, numbers: Float64Array): Float64Array {
  const sums = byState(log, numbers);
  return numbers.map((number, k) => (number === 0 ? 0 : number / (sums[log.pairs[k]?.state ?? 0] ?? 1)));
}

/** The declared shares of states all of whose declared actions were seen; 0 elsewhere. */
function declaredShares(log: CodedLog, declared: DeclaredPolicy, count: Float64Array): Float64Array {
  const shares = Float64Array.from(log.pairs, ({ state, action }, k) =>
    (count[k] ?? 0) > 0 ? (declared.get(log.states[state] ?? "")?.get(action) ?? 0) : 0,
  );
  const seen = byState(log, shares);
  return shares.map((share, k) => ((seen[log.pairs[k]?.state ?? 0] ?? 0) > 1 - 1e-9 ? share : 0));
}

const positive = (sums: Float64Array): Uint8Array => Uint8Array.from(sums, (sum) => (sum > 0 ? 1 : 0));

/** Frequencies of some episodes of a log. The reference plays as its own steps say, or as it is declared to. */
export function countModel(log: CodedLog, episodes: readonly CodedEpisode[], declared: DeclaredPolicy | null): CountModel {
  const { count, byAgent, byReference, welfare, praise, looks, led, start } = countSteps(log, episodes);
  const mean = (sums: Float64Array): Float64Array => sums.map((sum, k) => (sum === 0 ? 0 : sum / (count[k] ?? 1)));
  const outcomes = led.map((to, k) => new Map([...to].sort(([x], [y]) => x - y).map(([state, times]) => [state, times / (count[k] ?? 1)])));
  const ownPolicy = sharesOf(log, byAgent);
  const ownReference = declared === null ? sharesOf(log, byReference) : declaredShares(log, declared, count);
  const known = { policy: positive(byState(log, ownPolicy)), reference: positive(byState(log, ownReference)) };
  const eitherOr = (own: Float64Array, isKnown: Uint8Array, other: Float64Array): Float64Array =>
    own.map((share, k) => (isKnown[log.pairs[k]?.state ?? 0] === 1 ? share : (other[k] ?? 0)));
  const meanPraise = mean(praise);
  const rescues = Uint8Array.from(log.pairs, ({ state }, k) => {
    const expected = [...(outcomes[k] ?? [])].reduce((sum, [to, share]) => sum + share * (log.level[to] ?? 0), 0);
    return (meanPraise[k] ?? 0) > 0 && expected > (log.level[state] ?? 0) + 1e-12 ? 1 : 0;
  });
  const begun = start.reduce((sum, times) => sum + times, 0);
  return {
    log,
    episodes: episodes.length,
    count,
    outcomes,
    rewards: {
      welfare: mean(welfare),
      praise: meanPraise,
      rescue: meanPraise.map((paid, k) => (rescues[k] === 1 ? paid : 0)),
      looks: mean(looks),
    },
    rescues,
    visits: { policy: byState(log, byAgent), reference: byState(log, byReference) },
    policy: eitherOr(ownPolicy, known.policy, ownReference),
    reference: eitherOr(ownReference, known.reference, ownPolicy),
    known,
    start: start.map((times) => (begun === 0 ? 0 : times / begun)),
  };
}

/** A world in which the only choice is whose act to play: action 0 the agent's, action 1 the reference's. */
export interface ModeWorld {
  readonly dynamics: TabularMdp;
  /** Length S + 1 for each mode and stream. */
  readonly rewards: readonly [Streams<Float64Array>, Streams<Float64Array>];
}

/** What one state's step comes to under one way of playing it: where it leads, in rising order, and what it pays. */
interface ModeRow {
  readonly led: readonly (readonly [number, number])[];
  readonly pays: Streams<number>;
}

function modeRow(model: CountModel, play: Float64Array, pairs: readonly number[]): ModeRow {
  const led = new Map<number, number>();
  for (const k of pairs) {
    const share = play[k] ?? 0;
    for (const [to, probability] of share > 0 ? (model.outcomes[k] ?? []) : []) {
      led.set(to, (led.get(to) ?? 0) + share * probability);
    }
  }
  const pays = perStream((stream) => pairs.reduce((sum, k) => sum + (play[k] ?? 0) * (model.rewards[stream][k] ?? 0), 0));
  return { led: [...led].sort(([x], [y]) => x - y), pays };
}

/** What the agent's steps pay on average, for states about which these episodes know nothing. */
function averagePay({ log, rewards, policy, visits }: CountModel): ModeRow["pays"] {
  const total = visits.policy.reduce((sum, times) => sum + times, 0);
  const average = (paid: Float64Array): number =>
    log.pairs.reduce((sum, { state }, k) => sum + (visits.policy[state] ?? 0) * (policy[k] ?? 0) * (paid[k] ?? 0), 0) / total;
  return perStream((stream) => (total === 0 ? 0 : average(rewards[stream])));
}

/** The pairs of each state. */
export function pairsByState({ states, pairs }: CodedLog): readonly (readonly number[])[] {
  const lists: number[][] = states.map(() => []);
  pairs.forEach(({ state }, k) => {
    lists[state]?.push(k);
  });
  return lists;
}

/**
 * The two-mode world of a model. A state in which nobody acts anywhere in the log is an end. One in which nobody acts in *these*
 * episodes leads to one more state, S, where things go on for ever as they do on average.
 */
export function modeWorld(model: CountModel): ModeWorld {
  const { log, policy, reference, start, known } = model;
  const count = log.states.length + 1;
  const lists = pairsByState(log);
  const elsewhere: ModeRow = { led: [[count - 1, 1]], pays: averagePay(model) };
  const nowhere: ModeRow = { led: [], pays: perStream(() => 0) };
  const rowOf = (state: number, play: Float64Array): ModeRow => {
    const pairs = lists[state] ?? [];
    const ends = state < log.states.length && pairs.length === 0;
    const isKnown = known.policy[state] === 1 || known.reference[state] === 1;
    return ends ? nowhere : isKnown ? modeRow(model, play, pairs) : elsewhere;
  };
  const rows = Array.from({ length: count }, (_, state) => [rowOf(state, policy), rowOf(state, reference)] as const);
  const rowStart = [0];
  const nextState: number[] = [];
  const probability: number[] = [];
  for (const { led } of rows.flat()) {
    nextState.push(...led.map(([to]) => to));
    probability.push(...led.map(([, share]) => share));
    rowStart.push(nextState.length);
  }
  const rewardsOf = (mode: 0 | 1): Streams<Float64Array> => perStream((stream) => Float64Array.from(rows, (row) => row[mode].pays[stream]));
  return {
    dynamics: {
      stateCount: count,
      actionCount: 2,
      rowStart: Int32Array.from(rowStart),
      nextState: Int32Array.from(nextState),
      probability: Float64Array.from(probability),
      initial: start,
      terminal: Uint8Array.from(rows, ([{ led }]) => (led.length === 0 ? 1 : 0)),
      maxOutcomes: rows.flat().reduce((widest, { led }) => Math.max(widest, led.length), 1),
    },
    rewards: [rewardsOf(0), rewardsOf(1)],
  };
}
