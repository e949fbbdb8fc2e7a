import type { TrialKey, TrialResult } from "@firebreak/core";
import type { StoredTrial } from "../store/trial-log.ts";
import type { Progress, RunEvent, RunOutcome } from "./run-event.ts";

/** Counts a run's trials and tells of each. */
export interface Tally {
  /** Counts a trial that came out now. */
  count(trial: StoredTrial): void;
  progress(): Progress;
  failures(): RunOutcome["failures"];
}

/** @param stored - the planned trials that were there when the run began and will not be run again. */
export function openTally(stored: readonly StoredTrial[], total: number, onEvent: (event: RunEvent) => void): Tally {
  const failures: { key: TrialKey; reason: { code: string; message: string } }[] = [];
  let done = 0;
  const note = (trial: StoredTrial): RunOutcome["failures"][number] | undefined => {
    const result = trial.status === "failed" ? (JSON.parse(trial.json) as TrialResult) : undefined; // a trial's own JSON
    if (result?.status !== "failed") {
      done++;
      return undefined;
    }
    const failure = { key: trial.key, reason: result.reason };
    failures.push(failure);
    return failure;
  };
  for (const trial of stored) {
    note(trial);
  }
  const progress = (): Progress => ({ done, failed: failures.length, stored: stored.length, total });
  return {
    count(trial) {
      const failure = note(trial);
      onEvent(
        failure === undefined
          ? { kind: "done", key: trial.key, progress: progress() }
          : { kind: "failed", ...failure, progress: progress() },
      );
    },
    progress,
    failures: () => failures,
  };
}
