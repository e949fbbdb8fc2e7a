import type { StudyReport } from "@firebreak/analysis";
import type { ErrorPlace } from "@firebreak/core";
import * as z from "zod/mini";
import { aFunction, checkShape } from "../config/shape.ts";

const reportSchema = z.looseObject({
  decide: z.record(z.string(), aFunction),
  figures: z.array(z.looseObject({ id: z.string(), title: z.string(), select: aFunction, draw: aFunction, describe: aFunction })),
});

/** The default export of a report's `file`. @throws FirebreakError "bad-study" with the field and its value. */
export function checkedReport(exported: unknown, file: string, place: ErrorPlace): StudyReport {
  checkShape(reportSchema, exported, { code: "bad-study", act: `Cannot use '${file}' as a report`, place });
  return exported as StudyReport; // checked one line above
}
