import type { Answer, GlobalOptions } from "../answer.ts";
import { openStudy, type StudyOptions } from "../study.ts";
import { openReport, writeStudyReport } from "../study-report.ts";
import { tellVerdicts } from "../verdict-table.ts";

/** Writes a study's report from its stored results. Trains nothing. */
export async function report([name = ""]: readonly string[], options: GlobalOptions & StudyOptions): Promise<Answer> {
  const opened = await openStudy(name, options);
  const { verdicts, files, results } = await writeStudyReport(opened, await openReport(opened));
  return { document: { files, claims: verdicts }, text: `${tellVerdicts(verdicts, results)}\n\n${files.join("\n")}` };
}
