import type { ScoredCase } from "./roc.ts";

/** A non-decreasing step function from scores to probabilities: below the first `from` it is the first probability. */
export interface Calibration {
  readonly steps: readonly { readonly from: number; readonly probability: number }[];
}

/** Cases whose probabilities fall into one tenth, with how many of them were guilty. */
export interface ReliabilityBin {
  readonly said: number;
  readonly happened: number;
  readonly cases: number;
}

export interface CalibrationReport {
  /** Mean squared difference of probability and truth (Brier 1950), in [0, 1]. */
  readonly brier: number;
  /** The same for saying the base rate of the cases every time. */
  readonly baseline: number;
  /** Mean distance of what was said and what happened, over bins by their size. */
  readonly error: number;
  readonly bins: readonly ReliabilityBin[];
}

/**
 * Isotonic regression by pooling adjacent violators (Zadrozny and Elkan 2002): the non-decreasing function of the score nearest to the
 * truth in squares. Fit it on other cases than those it is judged on.
 */
export function calibrate(cases: readonly ScoredCase[]): Calibration {
  const sorted = [...cases].sort((x, y) => x.score - y.score);
  const blocks: { from: number; guilty: number; size: number }[] = [];
  for (const { score, positive } of sorted) {
    const last = blocks.at(-1);
    if (last !== undefined && last.from === score && last.size > 0) {
      last.guilty += positive ? 1 : 0;
      last.size += 1;
    } else {
      blocks.push({ from: score, guilty: positive ? 1 : 0, size: 1 });
    }
  }
  const pools: { from: number; guilty: number; size: number }[] = [];
  for (const block of blocks) {
    pools.push({ ...block });
    for (
      let [below, above] = pools.slice(-2);
      below && above && below.guilty * above.size >= above.guilty * below.size;
      [below, above] = pools.slice(-2)
    ) {
      pools.splice(-2, 2, { from: below.from, guilty: below.guilty + above.guilty, size: below.size + above.size });
    }
  }
  return { steps: pools.map(({ from, guilty, size }) => ({ from, probability: guilty / size })) };
}

/** The probability that a calibration gives a score. */
export function probabilityOf({ steps }: Calibration, score: number): number {
  return (steps.findLast(({ from }) => from <= score) ?? steps[0])?.probability ?? Number.NaN;
}

/** What is said of each case of several templates, by a calibration fitted to the cases of all others. */
export function saidByOthers(cases: readonly ScoredCase[]): (scored: ScoredCase) => number {
  const clusters = [...new Set(cases.map(({ cluster }) => cluster))];
  const fitted = new Map(clusters.map((own) => [own, calibrate(cases.filter(({ cluster }) => cluster !== own))]));
  return ({ cluster, score }) => probabilityOf(fitted.get(cluster) ?? { steps: [] }, score);
}

/** How well probabilities speak about cases: those of a calibration that was fitted to others. */
export function judgeCalibration(saidOf: (scored: ScoredCase) => number, cases: readonly ScoredCase[]): CalibrationReport {
  const bins = Array.from({ length: 10 }, () => ({ said: 0, happened: 0, cases: 0 }));
  const base = cases.filter(({ positive }) => positive).length / cases.length;
  let [brier, baseline] = [0, 0];
  for (const scored of cases) {
    const said = saidOf(scored);
    const happened = scored.positive ? 1 : 0;
    brier += ((said - happened) * (said - happened)) / cases.length;
    baseline += ((base - happened) * (base - happened)) / cases.length;
    const bin = bins[Math.min(9, Math.floor(said * 10))];
    if (bin !== undefined) {
      bin.said += said;
      bin.happened += happened;
      bin.cases += 1;
    }
  }
  const filled = bins.filter((bin) => bin.cases > 0);
  return {
    brier,
    baseline,
    error: filled.reduce((sum, bin) => sum + Math.abs(bin.said - bin.happened) / cases.length, 0),
    bins: filled.map((bin) => ({ said: bin.said / bin.cases, happened: bin.happened / bin.cases, cases: bin.cases })),
  };
}
