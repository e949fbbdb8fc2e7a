import { existsSync } from "node:fs";
import { join } from "node:path";
import type { StudyReport, StudyResults, Verdict } from "@firebreak/analysis";
import { type CompiledEnvironment, compile } from "@firebreak/core";
import { folderOf, loadReport, readResults, reportFileOf } from "@firebreak/runner";
import type { OpenedStudy } from "./study.ts";
import { formatNumber, formatTable } from "./table.ts";

/** What stored results say, and where it is written. */
export interface Reported {
  readonly verdicts: readonly Verdict[];
  /** The page first, then the pictures. Absolute. */
  readonly files: readonly string[];
}

/** A study's stored results with its report; a study without claims needs no report file. */
export async function openReport(opened: OpenedStudy): Promise<{ readonly results: StudyResults; readonly report: StudyReport }> {
  const { loaded, file, resultsFolder, cacheFolder } = opened;
  const results = await readResults(folderOf(loaded.study, resultsFolder), loaded.study);
  const needed = loaded.study.claims.length > 0 || existsSync(reportFileOf(file));
  return { results, report: needed ? await loadReport(file, { cacheFolder }) : { decide: {}, figures: [] } };
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
  const settings = Object.entries(loaded.values).map(([parameter, value]) => ` --set ${parameter}=${value}`);
  return (key) => `firebreak run ${name}${settings.join("")} --only '${key}' --inline`;
}

/** Decides a study's claims on its stored results and writes the page and the pictures into the run's folder. Trains nothing. */
export async function writeStudyReport(opened: OpenedStudy): Promise<Reported> {
  const { results, report } = await openReport(opened);
  // Plotly and its window take a second to load: only where something is drawn.
  const { writeReport } = await import("@firebreak/runner/render");
  const { files, verdicts } = await writeReport({
    report,
    results,
    worldOf: worldsOf(opened),
    folder: folderOf(opened.loaded.study, opened.resultsFolder),
    cacheFolder: join(opened.cacheFolder, ".firebreak"),
    replayCommand: replayCommand(opened),
    titleOf: titlesOf(opened),
  });
  return { verdicts, files };
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
      interval === null ? "none" : `[${interval.map(formatNumber).join(", ")}]`,
      unit,
    ]),
  );
  const sentences = verdicts.map(
    ({ id, sentence, provisional }) => `${id}: ${sentence}${provisional === undefined ? "" : `\n  provisional: ${provisional}`}`,
  );
  return `${table}\n\n${sentences.join("\n")}`;
}
