import type { Provenance } from "@firebreak/analysis";
import type { ClaimRule, Plan, TrialKey } from "@firebreak/core";
import type { StoredTrial } from "./trial-log.ts";

/** What a run is of: stored beside its results as study.json. */
export interface StudyRecord {
  readonly schema: "study@1";
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly seeds: number;
  readonly fingerprint: string;
  readonly claims: readonly ClaimRule[];
  /** Every set of rules that was used, in order, with how many results were stored when it was first used. */
  readonly rules: readonly { readonly hash: string; readonly resultsBefore: number }[];
  readonly trialCount: number;
}

/** How long a block took: beside the results, never in them. */
interface Timing {
  readonly first: TrialKey;
  readonly trials: number;
  readonly milliseconds: number;
}

/** What is written before anything runs. */
interface Beginning {
  readonly record: Omit<StudyRecord, "rules" | "schema">;
  readonly rulesHash: string;
  readonly session: Provenance;
  /** Blocks are still to be run, so the results of an earlier ending no longer stand. */
  readonly unfinished: boolean;
}

/** What is written when every trial is there. */
interface Ending {
  readonly trials: readonly StoredTrial[];
  /** Canonical JSON of each. */
  readonly findings: readonly string[];
  readonly refused: Plan["refused"];
}

/** Where a run's results are kept. One writer at a time. */
export interface ResultsStore {
  /** Absolute; null in memory. */
  readonly folder: string | null;
  /** By key, as they were when the store was opened and as they were appended since. */
  readonly stored: ReadonlyMap<TrialKey, StoredTrial>;
  /** Bytes of a torn last line that were cut when the store was opened. */
  readonly torn: number;
  /** The sessions before this one, in order. */
  readonly sessions: readonly Provenance[];
  begin(beginning: Beginning): Promise<void>;
  /** Kept once the trials are on the disk. */
  append(trials: readonly StoredTrial[], timing: Timing): Promise<void>;
  finish(ending: Ending): Promise<void>;
  close(): Promise<void>;
}

/** A store that forgets: for a library's caller who keeps the results himself. */
export function openMemoryStore(): ResultsStore {
  const stored = new Map<TrialKey, StoredTrial>();
  return {
    folder: null,
    stored,
    torn: 0,
    sessions: [],
    begin: async () => undefined,
    append: async (trials) => {
      for (const trial of trials) {
        stored.set(trial.key, trial);
      }
    },
    finish: async () => undefined,
    close: async () => undefined,
  };
}
