import { existsSync } from "node:fs";
import type { StudyReport, StudyResults, Verdict } from "@firebreak/analysis";
import { decideClaims, folderOf, loadReport, readResults, reportFileOf } from "@firebreak/runner";
import type { OpenedStudy } from "./study.ts";
import { formatTable } from "./table.ts";

/** What stored results say, and where it is written. */
export interface Reported {
  readonly verdicts: readonly Verdict[];
  readonly file: string;
}

/** A study's stored results and its report; a study without claims needs no report file. */
export async function openReport(opened: OpenedStudy): Promise<{ readonly results: StudyResults; readonly report: StudyReport }> {
  const { loaded, file, resultsFolder, cacheFolder } = opened;
  const results = await readResults(folderOf(loaded.study, resultsFolder), loaded.study);
  const needed = loaded.study.claims.length > 0 || existsSync(reportFileOf(file));
  return { results, report: needed ? await loadReport(file, { cacheFolder }) : { decide: {}, figures: [] } };
}

/** Decides a study's claims on its stored results and writes the page. Trains nothing. */
export async function decideAndReport(opened: OpenedStudy): Promise<Reported> {
  const { results, report } = await openReport(opened);
  const verdicts = decideClaims(results, report);
  return { verdicts, file: "" };
}

/** The verdicts as a table, with the sentence of each below it. */
export function tellVerdicts(verdicts: readonly Verdict[]): string {
  if (verdicts.length === 0) {
    return "This study makes no claims.";
  }
  const table = formatTable(
    ["claim", "verdict", "estimate", "interval", "unit"],
    verdicts.map(({ id, verdict, estimate, interval, unit, provisional }) => [
      id,
      provisional === undefined ? verdict : `${verdict} (provisional)`,
      estimate,
      interval === null ? null : `[${interval.map((end) => Number(end.toPrecision(4))).join(", ")}]`,
      unit,
    ]),
  );
  const sentences = verdicts.map(
    ({ id, sentence, provisional }) => `${id}: ${sentence}${provisional === undefined ? "" : `\n  provisional: ${provisional}`}`,
  );
  return `${table}\n\n${sentences.join("\n")}`;
}
