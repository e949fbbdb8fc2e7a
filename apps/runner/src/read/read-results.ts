import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { StudyResults } from "@firebreak/analysis";
import { type Finding, FirebreakError, fingerprintOf, nearestOf, rulesHashOf, type Study, type TrialResult } from "@firebreak/core";
import { readSessions } from "../store/folder-store.ts";
import { layoutOf, runFolder } from "../store/layout.ts";
import type { StudyRecord } from "../store/results-store.ts";
import { type RowKind, readRows } from "../store/row.ts";
import { checkFingerprint, readJson, readStudyRecord } from "../store/study-record.ts";
import { checkSchema, readTrialLog, TRIAL_SCHEMA } from "../store/trial-log.ts";

/** What belongs to a finished run is there. @throws FirebreakError "missing-results" where it is not, or whatever reading throws. */
async function ofFinished<T>(reading: Promise<T>, file: string): Promise<T> {
  return reading.catch((error: NodeJS.ErrnoException) => {
    throw error.code === "ENOENT"
      ? new FirebreakError("missing-results", `Cannot read '${file}': it is not there any more; running the study again writes it`, {
          file,
        })
      : error;
  });
}

async function missing(folder: string): Promise<FirebreakError> {
  const record = await readStudyRecord(layoutOf(folder).study);
  const known = await readdir(dirname(folder)).catch(() => []);
  const state =
    record === null
      ? `there is no run there; ${nearestOf(basename(folder), known)}`
      : `the run there is not finished: ${(await readTrialLog(layoutOf(folder).log)).trials.size} of ${record.trialCount} trials are stored, and running the study again goes on from there`;
  return new FirebreakError("missing-results", `Cannot read the results in '${folder}': ${state}`, { file: folder });
}

/** The rows of a file that was written whole: nothing of it may be torn. */
async function readWhole(kind: RowKind, file: string): Promise<readonly string[]> {
  const { rows, torn } = readRows(kind, file, await readFile(file));
  if (torn > 0) {
    throw new FirebreakError(
      "corrupt-results",
      `Cannot read line ${rows.length + 1} of '${file}': the line is not whole; the file is left as it is`,
      {
        file,
        line: rows.length + 1,
      },
    );
  }
  return rows;
}

/** Whether these rules were in use before any result was stored. */
const fixedBefore = ({ rules }: StudyRecord, hash: string): boolean =>
  rules.some((known) => known.hash === hash && known.resultsBefore === 0);

/**
 * Everything stored of a finished run. With `study`, its claims and rules as they are now; without, those of the last run.
 * @throws FirebreakError "missing-results", "corrupt-results" or "unknown-schema", naming the file and line.
 */
export async function readResults(folder: string, study?: Study): Promise<StudyResults> {
  const files = layoutOf(folder);
  const record = await readStudyRecord(files.study);
  const rows =
    record === null
      ? null
      : await readWhole("result", files.results).catch((error: NodeJS.ErrnoException) =>
          error.code === "ENOENT" ? null : Promise.reject(error),
        );
  if (record === null || rows === null) {
    throw await missing(folder);
  }
  if (study !== undefined) {
    checkFingerprint(record, fingerprintOf(study), folder);
  }
  const results = rows.map((json) => JSON.parse(json) as TrialResult); // its hash fits, so it is what was written
  for (const [at, { schema }] of results.entries()) {
    checkSchema(schema, TRIAL_SCHEMA, { file: files.results, line: at + 1 });
  }
  const rulesHash = study === undefined ? (record.rules.at(-1)?.hash ?? "") : rulesHashOf(study);
  const { id, title, question, seeds, claims, fingerprint } = record;
  return {
    study:
      study === undefined
        ? { id, title, question, seeds, claims }
        : { id, title: study.title, question: study.question, seeds, claims: study.claims },
    fingerprint,
    rulesHash,
    rulesFixedBefore: fixedBefore(record, rulesHash),
    results,
    findings: (await ofFinished(readWhole("finding", files.findings), files.findings)).map((json) => JSON.parse(json) as Finding), // its hash fits
    refused: (await ofFinished(readJson(files.refused), files.refused)) as StudyResults["refused"], // written by `finish`
    provenance: await readSessions(files.provenance),
  };
}

/** The folder of a study's results below a results folder. */
export function folderOf(study: Study, resultsFolder: string): string {
  return runFolder(resultsFolder, study.id, fingerprintOf(study));
}

/** Every run's folder below a results folder, sorted: those that were set aside are not among them. */
export async function listRuns(resultsFolder: string): Promise<readonly string[]> {
  const studies = await readdir(resultsFolder, { withFileTypes: true }).catch(() => []);
  const folders = studies.filter((entry) => entry.isDirectory()).map(({ name }) => join(resultsFolder, name));
  const runs = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(folder).catch(() => [])).filter((name) => /^[0-9a-f]{12}$/.test(name)).map((name) => join(folder, name)),
    ),
  );
  return runs.flat().sort();
}
