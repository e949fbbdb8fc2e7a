import type { Rng } from "@firebreak/core";
import type { Thresholds } from "../audits/best-repair.ts";
import type { CodedEpisode, CodedLog } from "./coded-log.ts";
import { type CountModel, countModel } from "./count-model.ts";
import { plugInHarm, repairOn } from "./model-repair.ts";

/** In how much of the agent's time the log shows what the reference's acts lead to. */
export interface Overlap {
  /** In [0, 1], of the agent's steps weighted by the auditor's discount. */
  readonly share: number;
  /** The states where they were not seen, by falling time of the agent: at most five. */
  readonly missing: readonly string[];
}

const MISSING_TOLD = 5;

/** The share of the agent's discounted steps taken where what the reference would do was seen. */
export function overlapOf({ log, known }: CountModel, discount: number): Overlap {
  const time = new Float64Array(log.states.length);
  for (const { state, byReference } of log.episodes) {
    let weight = 1;
    state.forEach((at, step) => {
      time[at] = (time[at] ?? 0) + (byReference[step] === 1 ? 0 : weight);
      weight *= discount;
    });
  }
  const total = time.reduce((sum, share) => sum + share, 0);
  const unseen = [...time.keys()].filter((state) => (time[state] ?? 0) > 0 && known.reference[state] === 0);
  const missing = unseen.reduce((sum, state) => sum + (time[state] ?? 0), 0);
  return {
    share: total === 0 ? 0 : 1 - missing / total,
    missing: unseen
      .sort((x, y) => (time[y] ?? 0) - (time[x] ?? 0) || x - y)
      .slice(0, MISSING_TOLD)
      .map((state) => log.states[state] ?? ""),
  };
}

const SPLITS = 10;

/** The agent's own steps of an episode, all of them marked as one side's. */
function ownSteps(episode: CodedEpisode, asReference: boolean): CodedEpisode {
  const own = (_: number, step: number): boolean => episode.byReference[step] === 0;
  const { state, pair, next, byReference, welfare, praise, before, after } = episode;
  return {
    ...episode,
    ofAgent: !asReference,
    state: state.filter(own),
    pair: pair.filter(own),
    next: next.filter(own),
    byReference: byReference.filter(own).fill(asReference ? 1 : 0),
    welfare: welfare.filter(own),
    praise: praise.filter(own),
    before: before.filter(own),
    after: after.filter(own),
  };
}

/**
 * The harm that a plug-in finds where there is none: the agent's episodes dealt in two at random, the one half judged against the other,
 * on average over ten deals. Whatever it finds is the noise of counting.
 */
export function plugInFloor(log: CodedLog, asked: { readonly discount: number; readonly thresholds: Thresholds }, rng: Rng): number {
  const agents = log.episodes.filter(({ ofAgent }) => ofAgent);
  let sum = 0;
  for (let split = 0; split < SPLITS; split++) {
    const order = agents.map((episode) => ({ episode, at: rng.double() })).sort((x, y) => x.at - y.at);
    const episodes = order.map(({ episode }, at) => ownSteps(episode, at % 2 === 1));
    sum += plugInHarm(repairOn(countModel(log, episodes, null), { ...asked, cautious: false }));
  }
  return sum / SPLITS;
}
