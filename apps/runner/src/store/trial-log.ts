import { FirebreakError, type TrialKey, type TrialResult } from "@firebreak/core";
import { readIfThere } from "./read-if-there.ts";
import { readRows } from "./row.ts";

export const TRIAL_SCHEMA = "trial@1";

/** A trial's outcome as it is stored: canonical JSON, and the two facts that a run needs of it. */
export interface StoredTrial {
  readonly key: TrialKey;
  readonly status: TrialResult["status"];
  readonly json: string;
}

/** The log of a run: what is stored of each key, and how much of the file is whole. */
export interface TrialLog {
  readonly trials: ReadonlyMap<TrialKey, StoredTrial>;
  readonly length: number;
  readonly torn: number;
}

/** @throws FirebreakError "unknown-schema" naming the version that was found. */
export function checkSchema(found: unknown, known: string, place: { readonly file: string; readonly line?: number }): void {
  if (found !== known) {
    throw new FirebreakError(
      "unknown-schema",
      `Cannot read '${place.file}': it is written as ${JSON.stringify(found) ?? "no schema"}, and this version reads '${known}'; no command migrates it: read it with the version that wrote it, or set it aside with --fresh`,
      place,
    );
  }
}

function parseTrial(json: string, place: { readonly file: string; readonly line: number }): StoredTrial {
  const { schema, key, status } = JSON.parse(json) as TrialResult; // its hash fits, so it is what was written
  checkSchema(schema, TRIAL_SCHEMA, place);
  return { key, status, json };
}

/** A later row stands for an earlier one of its key: a failed trial that was tried again, or a block that was redone whole. */
export async function readTrialLog(file: string): Promise<TrialLog> {
  const content = await readIfThere(file);
  const { rows, length, torn } = readRows("result", file, content);
  const trials = new Map<TrialKey, StoredTrial>();
  for (const [at, json] of rows.entries()) {
    const trial = parseTrial(json, { file, line: at + 1 });
    trials.set(trial.key, trial);
  }
  return { trials, length, torn };
}
