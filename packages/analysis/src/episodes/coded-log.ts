import type { EpisodeLog, LoggedEpisode, LoggedStep } from "./logged-episodes.ts";

/** An episode's steps by index, as far as it is known what they led to. All arrays have one entry a step. */
export interface CodedEpisode {
  readonly id: string;
  readonly firstStep: number;
  /** The state it began in. */
  readonly start: number;
  /** Whether the agent took any of its steps, so that it begins as the agent's episodes do. */
  readonly ofAgent: boolean;
  readonly state: Int32Array;
  /** The pair of state and action, an index into `CodedLog.pairs`. */
  readonly pair: Int32Array;
  readonly next: Int32Array;
  readonly byReference: Uint8Array;
  readonly welfare: Float64Array;
  readonly praise: Float64Array;
  /** How good the state seemed before and after the step. */
  readonly before: Float64Array;
  readonly after: Float64Array;
}

/** A log with its states and pairs numbered in order of first appearance. S states, K pairs that were seen with what they led to. */
export interface CodedLog {
  readonly states: readonly string[];
  readonly pairs: readonly { readonly state: number; readonly action: string }[];
  readonly episodes: readonly CodedEpisode[];
  /** Length S: how good each state seemed on average, or what arriving in it was truly worth. */
  readonly level: Float64Array;
  /** What welfare is: the true reward of a step, or the overseer's value of the state it leads to. */
  readonly welfareIs: "true reward" | "value";
  /** Where `level` comes from: the log's values, or the true reward of arriving in a state. */
  readonly levelIs: "value" | "true reward";
  /** Steps whose successor the log does not hold: the last of an episode without a closing row. They are left out. */
  readonly unfinished: number;
}

/** Numbers for names, in order of first appearance. */
function numbering(): { readonly names: string[]; of(name: string): number } {
  const known = new Map<string, number>();
  const names: string[] = [];
  return {
    names,
    of(name) {
      const index = known.get(name) ?? names.push(name) - 1;
      known.set(name, index);
      return index;
    },
  };
}

/** The mean of the numbers that belong to each state, and their overall mean where a state has none. */
function meanByState(count: number, of: Iterable<readonly [state: number, value: number]>): Float64Array {
  const sum = new Float64Array(count);
  const seen = new Float64Array(count);
  let total = 0;
  let all = 0;
  for (const [state, value] of of) {
    sum[state] = (sum[state] ?? 0) + value;
    seen[state] = (seen[state] ?? 0) + 1;
    total += value;
    all += 1;
  }
  return sum.map((part, state) => ((seen[state] ?? 0) > 0 ? part / (seen[state] ?? 1) : all > 0 ? total / all : 0));
}

/** A step with the one after it. */
type Pair = readonly [LoggedStep, LoggedStep];

const stepsThatLead = ({ steps }: LoggedEpisode): readonly Pair[] =>
  steps.slice(0, -1).map((step, at) => [step, steps[at + 1] as LoggedStep]); // there is one after all but the last

/** The level of each state: its mean logged value, or the mean true reward of the steps that arrived in it. */
function levels({ episodes, columns }: EpisodeLog, stateOf: (name: string) => number, count: () => number): Float64Array {
  const found = episodes.flatMap((episode) =>
    columns.value
      ? episode.steps.map(({ state, value = 0 }) => [stateOf(state), value] as const)
      : stepsThatLead(episode).map(([step, next]) => [stateOf(next.state), step.true ?? 0] as const),
  );
  return meanByState(count(), found);
}

/** Numbers a log's states and pairs. Steps whose successor is not in the log are left out, and counted. */
export function codeLog(log: EpisodeLog): CodedLog {
  const states = numbering();
  const pairs = numbering();
  const known: { readonly state: number; readonly action: string }[] = [];
  for (const { steps } of log.episodes) {
    for (const { state } of steps) {
      states.of(state);
    }
  }
  const level = levels(log, states.of, () => states.names.length);
  const code = (episode: LoggedEpisode): CodedEpisode => {
    const leading = stepsThatLead(episode);
    const before = (step: LoggedStep): number => step.value ?? level[states.of(step.state)] ?? 0;
    return {
      id: episode.id,
      firstStep: episode.firstStep,
      start: states.of(episode.steps[0]?.state ?? ""),
      ofAgent: episode.steps.some(({ byReference }) => !byReference),
      state: Int32Array.from(leading, ([step]) => states.of(step.state)),
      pair: Int32Array.from(leading, ([step]) => {
        const state = states.of(step.state);
        const action = step.action ?? "";
        const index = pairs.of(`${state} ${action}`);
        known[index] = { state, action };
        return index;
      }),
      next: Int32Array.from(leading, ([, next]) => states.of(next.state)),
      byReference: Uint8Array.from(leading, ([step]) => (step.byReference ? 1 : 0)),
      welfare: Float64Array.from(leading, ([step, next]) => (log.columns.true ? (step.true ?? 0) : before(next))),
      praise: Float64Array.from(leading, ([step]) => step.proxy),
      before: Float64Array.from(leading, ([step]) => before(step)),
      after: Float64Array.from(leading, ([, next]) => before(next)),
    };
  };
  const episodes = log.episodes.map(code);
  return {
    states: states.names,
    pairs: known,
    episodes,
    level,
    welfareIs: log.columns.true ? "true reward" : "value",
    levelIs: log.columns.value ? "value" : "true reward",
    unfinished: log.episodes.reduce((sum, { steps }) => sum + (steps.at(-1)?.action === null ? 0 : 1), 0),
  };
}
