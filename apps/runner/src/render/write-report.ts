import { join } from "node:path";
import type { DrawnFigure } from "@firebreak/analysis/figures";
import {
  type DrawnReport,
  drawReport,
  pictureWitnesses,
  reportPage,
  type StudyReport,
  type StudyResults,
  type Verdict,
} from "@firebreak/analysis/report";
import type { CompiledEnvironment, ErrorPlace } from "@firebreak/core";
import { decideClaims } from "../read/decide-claims.ts";
import { plotlyBundle } from "./plotly-bundle.ts";
import { renderSvgs } from "./render-svg.ts";
import { makeFolder, writeWhole } from "./write-whole.ts";

export interface ReportTask {
  readonly report: StudyReport;
  readonly results: StudyResults;
  /** Where the report is written, for refusals. */
  readonly place?: ErrorPlace;
  /** The world of an id, for witnesses; undefined where this command does not know it. */
  worldOf(id: string): CompiledEnvironment | undefined;
  /** Where the page and the pictures go; made if need be. */
  readonly folder: string;
  /** The command that computes one stored trial again. */
  replayCommand(key: string): string;
  /** What a detector, a signal or a world is called in words, by id. */
  titleOf?(id: string): string | undefined;
}

export interface WrittenReport extends DrawnReport {
  readonly verdicts: readonly Verdict[];
  /** The page first, then the pictures in the order of the figures. */
  readonly files: readonly string[];
}

/** What pictures are written as. */
export type PictureFormat = "svg" | "png";

/** Writes figures as `<id>.svg` or `<id>.png`. @returns The files, in the order of the figures. @throws FirebreakError "cannot-write". */
export async function writeFigures(
  figures: readonly DrawnFigure[],
  folder: string,
  format: PictureFormat = "svg",
): Promise<readonly string[]> {
  return keepPictures(figures, await renderSvgs(figures), { folder, format });
}

async function keepPictures(
  figures: readonly DrawnFigure[],
  pictures: readonly string[],
  { folder, format }: { readonly folder: string; readonly format: PictureFormat },
): Promise<readonly string[]> {
  await makeFolder(folder);
  const { renderPng } = format === "png" ? await import("./render-png.ts") : { renderPng: (svg: string) => svg };
  return Promise.all(figures.map(({ id }, at) => writeWhole(join(folder, `${id}.${format}`), renderPng(pictures[at] ?? ""))));
}

/**
 * Decides the claims, draws the figures, and writes `report.html` and an SVG file a figure.
 * @throws FirebreakError "cannot-write", or as `decideClaims` does.
 */
export async function writeReport(task: ReportTask): Promise<WrittenReport> {
  const verdicts = decideClaims(task.results, task.report, task.place);
  const drawn = drawReport(task.report, task.results);
  await makeFolder(task.folder);
  const [rendered, plotly] = await Promise.all([renderSvgs(drawn.figures), plotlyBundle()]);
  const page = reportPage({
    ...drawn,
    results: task.results,
    verdicts,
    witnesses: pictureWitnesses(task.results.findings, task.worldOf),
    closedForms: task.report.closedForms ?? [],
    pictures: Object.fromEntries(drawn.figures.map(({ id }, at) => [id, rendered[at] ?? ""])),
    plotly,
    worlds: task.report.worlds ?? [],
    glossary: task.report.glossary ?? [],
    replayCommand: task.replayCommand,
    titleOf: (id) => task.titleOf?.(id),
  });
  const files = [
    await writeWhole(join(task.folder, "report.html"), page),
    ...(await keepPictures(drawn.figures, rendered, { folder: join(task.folder, "figures"), format: "svg" })),
  ];
  return { ...drawn, verdicts, files };
}
