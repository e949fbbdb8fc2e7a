import { existsSync } from "node:fs";
import type { StudyReport, StudyResults, Verdict } from "@firebreak/analysis";
import type { DrawnFigure } from "@firebreak/analysis/figures";
import { type CompiledEnvironment, compile } from "@firebreak/core";
import { checkDecisions, folderOf, loadReport, readResults, reportFileOf } from "@firebreak/runner";
import { commandLine } from "./invocation.ts";
import type { OpenedStudy } from "./study.ts";
import { warn } from "./warn.ts";

/** What stored results say, and where it is written. */
export interface Reported {
  readonly results: StudyResults;
  readonly verdicts: readonly Verdict[];
  /** The page first, then the pictures. Absolute. */
  readonly files: readonly string[];
}

/** A study's report, which decides all of its claims; a study without claims needs no report file. */
export async function openReport({ loaded, file, cacheFolder }: OpenedStudy): Promise<StudyReport> {
  const { claims } = loaded.study;
  const needed = claims.length > 0 || existsSync(reportFileOf(file));
  const report = needed ? await loadReport(file, { cacheFolder }) : { decide: {}, figures: [] };
  checkDecisions(claims, report, { file: reportFileOf(file) });
  return report;
}

/** What is stored of a study. */
export function readStored({ loaded, resultsFolder }: OpenedStudy): Promise<StudyResults> {
  return readResults(folderOf(loaded.study, resultsFolder), loaded.study);
}

/** The study's worlds by id, compiled when a witness needs one. */
function worldsOf({ loaded }: OpenedStudy): (id: string) => CompiledEnvironment | undefined {
  const { sweeps, audits } = loaded.study;
  const environments = [...sweeps.flatMap((sweep) => sweep.environments), ...audits.map((audit) => audit.environment)];
  const byId = new Map(environments.map((environment) => [environment.id, environment]));
  return (id) => {
    const environment = byId.get(id);
    return environment === undefined ? undefined : compile(environment);
  };
}

/** What detectors, signals and worlds of the study's audits are called in words. */
function titlesOf({ loaded }: OpenedStudy): (id: string) => string | undefined {
  const named = loaded.study.audits.flatMap(({ detectors, signal, environment }) => [
    ...detectors,
    signal,
    { id: environment.id, title: environment.spec.title },
  ]);
  const titles = new Map(named.map(({ id, title }) => [id, title]));
  return (id) => titles.get(id);
}

/** The command that computes one trial of this study again. */
function replayCommand({ name, loaded }: OpenedStudy): (key: string) => string {
  const settings = Object.entries(loaded.values).flatMap(([parameter, value]) => ["--set", `${parameter}=${value}`]);
  return (key) => commandLine("run", name, ...settings, "--only", key, "--inline");
}

/** What figures have to say beside themselves, such as arms that they could not draw. */
export function warnOfFigures(figures: readonly DrawnFigure[]): void {
  for (const { id, notes } of figures) {
    for (const note of notes) {
      warn(`figure '${id}': ${note}`);
    }
  }
}

/** Decides a study's claims on its stored results and writes the page and the pictures into the run's folder. Trains nothing. */
export async function writeStudyReport(opened: OpenedStudy, report: StudyReport): Promise<Reported> {
  const results = await readStored(opened);
  // Plotly and its window take a second to load: only where something is drawn.
  const { writeReport } = await import("@firebreak/runner/render");
  const { files, verdicts, figures } = await writeReport({
    report,
    results,
    place: { file: reportFileOf(opened.file) },
    worldOf: worldsOf(opened),
    folder: folderOf(opened.loaded.study, opened.resultsFolder),
    replayCommand: replayCommand(opened),
    titleOf: titlesOf(opened),
  });
  warnOfFigures(figures);
  return { results, verdicts, files };
}
