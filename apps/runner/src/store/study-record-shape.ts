import * as z from "zod/mini";
import { checkShape } from "../config/shape.ts";
import type { StudyRecord } from "./results-store.ts";

const recordSchema = z.looseObject({
  id: z.string(),
  title: z.string(),
  question: z.string(),
  seeds: z.int(),
  fingerprint: z.string(),
  claims: z.array(z.looseObject({ id: z.string(), position: z.string(), rule: z.record(z.string(), z.json()) })),
  rules: z.array(z.looseObject({ hash: z.string(), resultsBefore: z.int() })),
  trialCount: z.int(),
});

/** What a run's folder says it is a run of. @throws FirebreakError "corrupt-results" with the field and its value. */
export function checkedRecord(record: unknown, file: string): StudyRecord {
  checkShape(recordSchema, record, { code: "corrupt-results", act: `Cannot read '${file}'`, place: { file } });
  return record as StudyRecord; // checked one line above
}
