import { existsSync } from "node:fs";
import { appendFile, open, readdir, rename, rm, truncate } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Provenance } from "@firebreak/analysis";
import { byCodeUnit, canonicalJson, FirebreakError } from "@firebreak/core";
import { openGroupWriter } from "./group-writer.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { takeLock } from "./lock.ts";
import { makeFolders } from "./make-folder.ts";
import { readIfThere } from "./read-if-there.ts";
import type { ResultsStore, StudyRecord } from "./results-store.ts";
import { writeRow } from "./row.ts";
import { checkFingerprint, readStudyRecord, STUDY_SCHEMA } from "./study-record.ts";
import { readTrialLog, type StoredTrial } from "./trial-log.ts";
import { PART, writeWhole } from "./write-whole.ts";

function cannotWrite(folder: string, error: unknown): FirebreakError {
  return error instanceof FirebreakError
    ? error
    : new FirebreakError("cannot-write", `Cannot write results in '${folder}': ${error instanceof Error ? error.message : String(error)}`, {
        file: folder,
      });
}

/** Sessions in order; a line torn by a power cut is no session. */
export async function readSessions(file: string): Promise<readonly Provenance[]> {
  const text = (await readIfThere(file)).toString("utf8");
  return text.split("\n").flatMap((line) => {
    try {
      return [JSON.parse(line) as Provenance]; // written by `begin`
    } catch {
      return [];
    }
  });
}

/** Moves a run's folder to a free name beside it: nothing is ever deleted. */
async function setAside(folder: string): Promise<void> {
  for (let number = 1; existsSync(folder); number++) {
    if (!existsSync(`${folder}.${number}`)) {
      await rename(folder, `${folder}.${number}`);
    }
  }
}

/** What the folder holds, each row checked, and then a torn last line cut. */
async function recover(files: Layout): Promise<{ stored: Map<string, StoredTrial>; torn: number; sessions: readonly Provenance[] }> {
  await readStudyRecord(files.study);
  const { trials, length, torn } = await readTrialLog(files.log);
  if (torn > 0) {
    await truncate(files.log, length);
  }
  return { stored: new Map(trials), torn, sessions: await readSessions(files.provenance) };
}

async function writeRecord(
  files: Layout,
  record: Omit<StudyRecord, "rules" | "schema">,
  rules: { hash: string; resultsBefore: number },
): Promise<void> {
  const found = await readStudyRecord(files.study);
  checkFingerprint(found, record.fingerprint, dirname(files.study));
  const before = found?.rules ?? [];
  const known = before.at(-1)?.hash === rules.hash;
  const next: StudyRecord = { schema: STUDY_SCHEMA, ...record, rules: known ? before : [...before, rules] };
  await writeWhole(files.study, `${JSON.stringify(next, null, 2)}\n`);
}

const ROWS_AT_ONCE = 1000;

/** Rows in pieces: all of them together may be longer than a text can be. */
function* inPieces(rows: readonly string[]): Iterable<string> {
  for (let first = 0; first < rows.length; first += ROWS_AT_ONCE) {
    yield rows.slice(first, first + ROWS_AT_ONCE).join("");
  }
}

/** Whoever was killed while she wrote left half a file behind. The lock is ours, so nobody writes one now. */
async function clearParts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.endsWith(PART)) {
      await rm(join(folder, name), { force: true });
    }
  }
}

async function openLocked(folder: string, files: Layout, unlock: () => Promise<void>): Promise<ResultsStore> {
  const { stored, torn, sessions } = await recover(files);
  await clearParts(folder);
  const log = openGroupWriter(await open(files.log, "a"), { sync: true });
  const timings = openGroupWriter(await open(files.timings, "a"), { sync: false });
  const guarded = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw cannotWrite(folder, error);
    });
  return {
    folder,
    stored,
    torn,
    sessions,
    begin: ({ record, rulesHash, session, unfinished }) =>
      guarded(
        (async () => {
          if (unfinished) {
            await rm(files.results, { force: true });
          }
          await writeRecord(files, record, { hash: rulesHash, resultsBefore: stored.size });
          await appendFile(files.provenance, `${canonicalJson(session)}\n`);
        })(),
      ),
    async append(trials, timing) {
      const rows = trials.map(({ json }) => writeRow("result", json)).join("");
      await guarded(Promise.all([log.append(rows), timings.append(`${canonicalJson(timing)}\n`)]));
      for (const trial of trials) {
        stored.set(trial.key, trial);
      }
    },
    finish: ({ trials, findings, refused }) =>
      guarded(
        (async () => {
          const sorted = [...trials].sort((x, y) => byCodeUnit(x.key, y.key));
          await writeWhole(files.refused, `${JSON.stringify(refused, null, 2)}\n`);
          await writeWhole(files.findings, inPieces(findings.map((json) => writeRow("finding", json))));
          // The last: a folder with results.jsonl is a finished run.
          await writeWhole(files.results, inPieces(sorted.map(({ json }) => writeRow("result", json))));
        })(),
      ),
    async close() {
      await log.close();
      await timings.close();
      await unlock();
    },
  };
}

/**
 * Opens a run's folder for writing: takes its lock, checks every stored row, cuts a torn last line. `fresh` sets what is there
 * aside first.
 *
 * @throws FirebreakError "cannot-write" before anything is written, "corrupt-results" or "unknown-schema" with the files left as they are.
 */
export async function openFolderStore(folder: string, options: { readonly fresh?: boolean } = {}): Promise<ResultsStore> {
  const files = layoutOf(folder);
  let made: string | undefined;
  try {
    made = await makeFolders(dirname(folder));
    const unlock = await takeLock(files.lock);
    try {
      if (options.fresh === true) {
        await setAside(folder);
      }
      await makeFolders(folder);
      return await openLocked(folder, files, unlock);
    } catch (error) {
      await unlock();
      throw error;
    }
  } catch (error) {
    if (made !== undefined && !existsSync(folder)) {
      await rm(made, { recursive: true, force: true });
    }
    throw cannotWrite(folder, error);
  }
}
