import type { Answer, GlobalOptions } from "../answer.ts";
import { openStudy, type StudyOptions } from "../study.ts";
import { openReport, tellVerdicts, writeStudyReport } from "../study-report.ts";

/** Writes a study's report from its stored results. Trains nothing. */
export async function report([name = ""]: readonly string[], options: GlobalOptions & StudyOptions): Promise<Answer> {
  const opened = await openStudy(name, options);
  const { verdicts, files } = await writeStudyReport(opened, await openReport(opened));
  return { document: { files, claims: verdicts }, text: `${tellVerdicts(verdicts)}\n\n${files.join("\n")}` };
}
