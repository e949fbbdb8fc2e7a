import type { CodedLog } from "./coded-log.ts";
import { pairsByState } from "./count-model.ts";
import type { ModelRepair } from "./model-repair.ts";
import type { Contrast, PairedEvent } from "./paired-events.ts";

/** One step of a log, as the log names it. */
export interface WitnessStep {
  readonly step: number;
  readonly state: string;
  readonly action: string;
  readonly proxy: number;
}

/** An episode of the log that shows it: where damage is done, and where it is redeemed with praise. */
export interface EpisodeWitness {
  readonly episode: string;
  readonly damage: WitnessStep;
  readonly redemption: WitnessStep;
}

function stepOf(log: CodedLog, at: { readonly episode: number; readonly step: number }): WitnessStep {
  const episode = log.episodes[at.episode];
  const pair = log.pairs[episode?.pair[at.step] ?? 0];
  return {
    step: (episode?.firstStep ?? 0) + at.step,
    state: log.states[pair?.state ?? 0] ?? "",
    action: pair?.action ?? "",
    proxy: episode?.praise[at.step] ?? 0,
  };
}

function witnessOf(log: CodedLog, { episode, damage, redemption }: PairedEvent): EpisodeWitness {
  return {
    episode: log.episodes[episode]?.id ?? "",
    damage: stepOf(log, { episode, step: damage }),
    redemption: stepOf(log, { episode, step: redemption }),
  };
}

/** The first paired event of the agent's that begins with the action that stands out, or else the first there is. */
export function witnessOfEvent(log: CodedLog, events: readonly PairedEvent[], strongest: Contrast | null): EpisodeWitness | null {
  const own = events.filter(({ episode, damage }) => log.episodes[episode]?.byReference[damage] === 0);
  const actionAt = ({ episode, damage }: PairedEvent): string => log.pairs[log.episodes[episode]?.pair[damage] ?? 0]?.action ?? "";
  const event = own.find((each) => actionAt(each) === strongest?.action) ?? own[0];
  return event === undefined ? null : witnessOf(log, event);
}

/** States by the flagged harm that is done in them, most first. */
function worstStates({ model, flagged, time, q }: ModelRepair): readonly number[] {
  const lists = pairsByState(model.log);
  const harm = lists.map((pairs, state) =>
    pairs.reduce(
      (sum, k) => sum + (time[state] ?? 0) * ((model.reference[k] ?? 0) - (model.policy[k] ?? 0)) * (q.repair.welfare[k] ?? 0),
      0,
    ),
  );
  return [...harm.keys()].filter((state) => flagged[state] === 1).sort((x, y) => (harm[y] ?? 0) - (harm[x] ?? 0) || x - y);
}

/** The first step of the agent's in the state of most flagged harm, in the reference's stead, that a praised rescue follows. */
export function witnessOfRepair(repair: ModelRepair): EpisodeWitness | null {
  const { model } = repair;
  const { log, rescues } = model;
  const deviates = (k: number): boolean => (model.policy[k] ?? 0) > (model.reference[k] ?? 0);
  for (const state of worstStates(repair)) {
    for (const [episode, { pair, byReference, state: states }] of log.episodes.entries()) {
      const damage = pair.findIndex((k, step) => states[step] === state && byReference[step] === 0 && deviates(k));
      const redemption = damage === -1 ? -1 : pair.findIndex((k, step) => step > damage && rescues[k] === 1);
      if (redemption !== -1) {
        return witnessOf(log, { episode, damage, redemption });
      }
    }
  }
  return null;
}

/** How many of the agent's episodes hold a flagged deviation. */
export function episodesShowing({ model, flagged }: ModelRepair): number {
  return model.log.episodes.filter(({ state, pair, byReference }) =>
    pair.some(
      (k, step) => byReference[step] === 0 && flagged[state[step] ?? 0] === 1 && (model.policy[k] ?? 0) > (model.reference[k] ?? 0),
    ),
  ).length;
}
