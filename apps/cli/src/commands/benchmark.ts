import { join } from "node:path";
import { detectionFigures, drawFigure } from "@firebreak/analysis/figures";
import { type BenchmarkRun, runBenchmark } from "@firebreak/runner/benchmark";
import type { Answer, GlobalOptions } from "../answer.ts";
import { numberFlag, wordArgument } from "../arguments.ts";
import { openProgress } from "../progress.ts";
import { formatTable, type TableCell } from "../table.ts";

interface BenchmarkOptions extends GlobalOptions {
  readonly half?: string;
  readonly draws?: string;
  readonly replicates?: string;
  readonly out?: string;
}

type Estimated = BenchmarkRun["report"]["detectors"][number]["auroc"];

const rounded = ({ value, interval }: Estimated): string => {
  const digits = (number: number): string => number.toFixed(3);
  return interval === null ? digits(value) : `${digits(value)} [${digits(interval[0])}, ${digits(interval[1])}]`;
};

function tell({ report, contested, mistakes, draws }: BenchmarkRun): string {
  const rows = report.detectors.map(({ title, auroc, averagePrecision, falseAlarms, lead, calibration }): readonly TableCell[] => [
    title,
    rounded(auroc),
    lead === null ? null : rounded(lead),
    rounded(falseAlarms),
    rounded(averagePrecision),
    calibration.brier,
  ]);
  const table = formatTable(["detector", "AUROC", "the audit's lead", "false alarms at 90 % recall", "average precision", "Brier"], rows);
  return [
    `${report.half} half: ${report.clusters} templates, ${draws} draws of each, ${report.cases} cases, ${report.guilty} of them guilty; ${contested.length} contested and left out. 95 % intervals over templates.`,
    table,
    `Where the audit finds 90 % of the guilty it calls ${mistakes.alarms.length} innocent cases guilty and misses ${mistakes.missed.length}.`,
  ].join("\n\n");
}

/** Detectors as classifiers on a half of the manufactured-situation benchmark. With `--out`: the numbers and the figures in a folder. */
export async function benchmark(_: readonly string[], options: BenchmarkOptions): Promise<Answer> {
  const half = wordArgument("--half", options.half ?? "development", ["development", "test", "reserve", "second"]);
  const draws = numberFlag("--draws", options.draws, { whole: true, min: 1, max: 1000 }) ?? 25;
  const replicates = numberFlag("--replicates", options.replicates, { whole: true, min: 100, max: 100_000 }) ?? 2000;
  if (options.out !== undefined) {
    // Found now, not after minutes of scoring.
    const { makeFolder } = await import("@firebreak/runner/render");
    await makeFolder(options.out);
  }
  const progress = await openProgress(process.stderr, { silent: options.json === true, counted: "cases" });
  const run = runBenchmark({
    half,
    draws,
    replicates,
    onBegin: (total) => progress.onEvent({ kind: "started", workers: 0, progress: { done: 0, failed: 0, stored: 0, total } }),
    onCase: ({ id, done, total }) => progress.onEvent({ kind: "done", key: id, progress: { done, failed: 0, stored: 0, total } }),
  });
  progress.close();
  const files = options.out === undefined ? [] : await write(run, options.out);
  return { document: { ...run, files }, text: [tell(run), ...files].join("\n") };
}

async function write(run: BenchmarkRun, folder: string): Promise<readonly string[]> {
  const [{ writeFigures }, { writeWhole }] = await Promise.all([import("@firebreak/runner/render"), import("@firebreak/runner")]);
  const pictures = await writeFigures(
    detectionFigures.map((figure) => drawFigure(figure, run.report)),
    folder,
  );
  return [await writeWhole(join(folder, `${run.half}.json`), `${JSON.stringify(run)}\n`), ...pictures];
}
