import { join } from "node:path";
import { folderOf } from "@firebreak/runner";
import type { Answer, GlobalOptions } from "../answer.ts";
import { wordArgument } from "../arguments.ts";
import { openStudy, type StudyOptions } from "../study.ts";
import { openReport, readStored, warnOfFigures } from "../study-report.ts";

interface PlotOptions extends GlobalOptions, StudyOptions {
  readonly format?: string;
}

/** Writes a study's figures from its stored results: pictures, or pages that can be zoomed. Trains nothing. */
export async function plot([name = ""]: readonly string[], options: PlotOptions): Promise<Answer> {
  const format = wordArgument("--format", options.format ?? "svg", ["svg", "png", "html"]);
  const opened = await openStudy(name, options);
  const report = await openReport(opened);
  const results = await readStored(opened);
  const [{ writeFigurePages, writeFigures }, { drawReport }] = await Promise.all([
    import("@firebreak/runner/render"),
    import("@firebreak/analysis/report"),
  ]);
  const { figures, undrawn } = drawReport(report, results);
  warnOfFigures(figures);
  const folder = join(folderOf(opened.loaded.study, opened.resultsFolder), "figures");
  const files = format === "html" ? await writeFigurePages(figures, folder) : await writeFigures(figures, folder, format);
  const lines = [...files, ...undrawn.map(({ id, reason }) => `${id}: not drawn: ${reason}`)];
  return { document: { files, undrawn }, text: lines.length === 0 ? "This study has no figures." : lines.join("\n") };
}
