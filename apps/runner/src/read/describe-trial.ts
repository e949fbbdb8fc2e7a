import type { Provenance } from "@firebreak/analysis";
import { type Finding, FirebreakError, nearestOf, type TrialKey, type TrialResult } from "@firebreak/core";
import { readSessions } from "../store/folder-store.ts";
import { layoutOf } from "../store/layout.ts";
import { readIfThere } from "../store/read-if-there.ts";
import { readRows } from "../store/row.ts";
import { readTrialLog } from "../store/trial-log.ts";
import { listRuns } from "./read-results.ts";

/** Everything stored about one trial. */
export interface TrialDescription {
  readonly folder: string;
  readonly result: TrialResult;
  /** The sessions that wrote the folder, in order. */
  readonly provenance: readonly Provenance[];
  /** What audits found in the same world under the same overseer, witnesses included. */
  readonly findings: readonly Finding[];
}

async function findingsBeside(file: string, { environment, overseer }: TrialResult["axes"]): Promise<readonly Finding[]> {
  const content = await readIfThere(file);
  return readRows("finding", file, content)
    .rows.map((json) => JSON.parse(json) as Finding) // its hash fits
    .filter(({ subject }) => subject.environment === environment && subject.overseer === overseer);
}

/**
 * What is stored of a trial, in the folders given, the first that has it.
 * @throws FirebreakError "unknown-id" with the nearest keys.
 */
export async function describeTrial(key: TrialKey, folders: readonly string[]): Promise<TrialDescription> {
  const known: TrialKey[] = [];
  for (const folder of folders) {
    const files = layoutOf(folder);
    const { trials } = await readTrialLog(files.log);
    const trial = trials.get(key);
    if (trial !== undefined) {
      const result = JSON.parse(trial.json) as TrialResult; // its hash fits
      return {
        folder,
        result,
        provenance: await readSessions(files.provenance),
        findings: await findingsBeside(files.findings, result.axes),
      };
    }
    for (const stored of trials.keys()) {
      known.push(stored);
    }
  }
  throw new FirebreakError("unknown-id", `Cannot find trial '${key}' in ${folders.length} folders of results: ${nearestOf(key, known)}`);
}

/** The same, in every run below a results folder. */
export async function findTrial(key: TrialKey, resultsFolder: string): Promise<TrialDescription> {
  const runs = await listRuns(resultsFolder);
  if (runs.length === 0) {
    throw new FirebreakError("missing-results", `Cannot find trial '${key}': there are no results in '${resultsFolder}'`, {
      file: resultsFolder,
    });
  }
  return describeTrial(key, runs);
}
