import { readFile } from "node:fs/promises";
import { FirebreakError } from "@firebreak/core";
import type { StudyRecord } from "./results-store.ts";
import { checkSchema } from "./trial-log.ts";

export const STUDY_SCHEMA = "study@1";

/** The JSON of a file of a run's folder. @throws FirebreakError "corrupt-results". */
export async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8");
  try {
    return JSON.parse(text);
  } catch {
    throw new FirebreakError("corrupt-results", `Cannot read '${file}': it is no JSON; the file is left as it is`, { file });
  }
}

/** What a folder says it is a run of; null where the run has not begun. @throws FirebreakError "unknown-schema" or "corrupt-results". */
export async function readStudyRecord(file: string): Promise<StudyRecord | null> {
  const record = await readJson(file).catch((error: NodeJS.ErrnoException) => {
    // Where a file stands in the way there is no run either: writing is what will tell so.
    if (error.code === "ENOENT" || error.code === "ENOTDIR") {
      return undefined;
    }
    throw error;
  });
  if (record === undefined) {
    return null;
  }
  const schema = typeof record === "object" && record !== null && "schema" in record ? record.schema : undefined;
  checkSchema(schema, STUDY_SCHEMA, { file });
  const { checkedRecord } = await import("./study-record-shape.ts"); // a folder without a run loads no zod
  return checkedRecord(record, file);
}

/** @throws FirebreakError "foreign-results" where a folder holds a run of another study than the one whose name it has. */
export function checkFingerprint(record: StudyRecord | null, fingerprint: string, folder: string): void {
  if (record !== null && record.fingerprint !== fingerprint) {
    throw new FirebreakError(
      "foreign-results",
      `Cannot use the results in '${folder}': by its study.json they are of study '${record.id}' with the fingerprint ${record.fingerprint.slice(0, 12)}, and this study has ${fingerprint.slice(0, 12)}; --fresh sets the stored results aside and starts again`,
      { file: folder },
    );
  }
}
