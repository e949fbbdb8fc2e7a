import type { Answer, GlobalOptions } from "../answer.ts";
import { openStudy, type StudyOptions } from "../study.ts";
import { tellVerdicts, writeStudyReport } from "../study-report.ts";

/** Writes a study's report from its stored results. Trains nothing. */
export async function report([name = ""]: readonly string[], options: GlobalOptions & StudyOptions): Promise<Answer> {
  const { verdicts, files } = await writeStudyReport(await openStudy(name, options));
  return { document: { files, claims: verdicts }, text: `${tellVerdicts(verdicts)}\n\n${files.join("\n")}` };
}
