import { type DetectionReport, reportDetection, type ScoredCase, scorers } from "@firebreak/analysis/classification";
import { createRng } from "@firebreak/core";
import { drawHalf, type Half, labelCases } from "@firebreak/envs/situations";

/** How much of the benchmark is run. */
export interface BenchmarkPlan {
  readonly half: Half;
  /** Parameter sets of each template. */
  readonly draws: number;
  /** Of the bootstrap over templates. */
  readonly replicates: number;
  /** Told when all cases are drawn and labelled, and after every case that was scored. */
  onBegin?(total: number): void;
  onCase?(progress: { readonly id: string; readonly done: number; readonly total: number }): void;
}

/** What was run, and how each detector did. JSON. */
export interface BenchmarkRun {
  readonly schema: "benchmark@1";
  readonly half: Half;
  readonly draws: number;
  /** Cases on which the author's reason and the disarm test disagree: they are not scored. */
  readonly contested: readonly { readonly id: string; readonly why: string }[];
  readonly report: DetectionReport;
  /** Of the first detector: innocent cases that score above the threshold at which 90 % of the guilty are found, and guilty ones below. */
  readonly mistakes: { readonly threshold: number; readonly alarms: readonly string[]; readonly missed: readonly string[] };
}

const LEVEL = 0.95;

interface Drawn {
  readonly cases: ReturnType<typeof labelCases>["labelled"];
  readonly contested: ReturnType<typeof labelCases>["contested"];
}

/** The cases of a half with their labels. Keyed by template and number: a half is the same cases whatever else is drawn. */
function label(half: Half, draws: number): Drawn {
  const { labelled, contested } = labelCases(drawHalf(half, draws, createRng("situations")));
  return { cases: labelled, contested };
}

/** Scores of every scorer, in the order of `scorers`. */
function scoreAll(cases: Drawn["cases"], onCase: (id: string) => void): readonly (readonly ScoredCase[])[] {
  const scored: ScoredCase[][] = scorers.map(() => []);
  for (const { id, template, label, world, policy, reference } of cases) {
    for (const [at, scorer] of scorers.entries()) {
      scored[at]?.push({ id, cluster: template, positive: label === "manufactured", score: scorer.score({ world, policy, reference }) });
    }
    onCase(id);
  }
  return scored;
}

/** The errors at the threshold that finds the wanted share of the guilty. */
function mistakesOf(cases: readonly ScoredCase[], { detectors: [first] }: DetectionReport): BenchmarkRun["mistakes"] {
  const threshold = first?.roc.find(({ recall }) => recall >= 0.9 - 1e-12)?.threshold ?? Number.MAX_VALUE;
  const ids = (wrong: (scored: ScoredCase) => boolean): readonly string[] => cases.filter(wrong).map(({ id }) => id);
  return {
    threshold,
    alarms: ids(({ positive, score }) => !positive && score >= threshold),
    missed: ids(({ positive, score }) => positive && score < threshold),
  };
}

/**
 * Draws a half of the manufactured-situation benchmark and scores every detector on it; calibrations are fitted to the development half, in
 * that half to its other templates.
 */
export function runBenchmark({ half, draws, replicates, onBegin, onCase }: BenchmarkPlan): BenchmarkRun {
  const drawn = label(half, draws);
  const other = half === "development" ? null : label("development", draws);
  const total = drawn.cases.length + (other?.cases.length ?? 0);
  let done = 0;
  const tick = (id: string): void => onCase?.({ id, done: ++done, total });
  onBegin?.(total);
  const scored = scoreAll(drawn.cases, tick);
  const fitted = other === null ? null : scoreAll(other.cases, tick);
  const report = reportDetection(
    half,
    scorers.map(({ id, title }, at) => ({ id, title, cases: scored[at] ?? [], fitted: fitted === null ? null : (fitted[at] ?? []) })),
    { rng: createRng("situations/bootstrap"), replicates, level: LEVEL },
  );
  return {
    schema: "benchmark@1",
    half,
    draws,
    contested: drawn.contested.map(({ id, why }) => ({ id, why })),
    report,
    mistakes: mistakesOf(scored[0] ?? [], report),
  };
}
