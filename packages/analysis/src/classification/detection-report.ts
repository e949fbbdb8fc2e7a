import type { Rng } from "@firebreak/core";
import type { Estimate } from "../statistics/interval.ts";
import { estimateByCluster, estimateLead } from "./by-cluster.ts";
import { type Calibration, type CalibrationReport, calibrate, judgeCalibration, probabilityOf, saidByOthers } from "./calibration.ts";
import { auroc, averagePrecision, falseAlarmsAt, type RocPoint, rocCurve, type ScoredCase } from "./roc.ts";

/**
 * A detector's scores: of the cases it is judged on, and of others that its calibration is fitted to; without such it is fitted to the other
 * templates of the same cases, template by template.
 */
export interface Scored {
  readonly id: string;
  readonly title: string;
  readonly cases: readonly ScoredCase[];
  readonly fitted: readonly ScoredCase[] | null;
}

/** How one detector does as a classifier. JSON. */
export interface DetectorReport {
  readonly id: string;
  readonly title: string;
  readonly auroc: Estimate;
  readonly averagePrecision: Estimate;
  /** The least share of false alarms at which 90 % of the guilty are found. */
  readonly falseAlarms: Estimate;
  /** The AUROC of the first detector less this one's; null for the first. */
  readonly lead: Estimate | null;
  readonly roc: readonly RocPoint[];
  readonly calibration: CalibrationReport;
}

/** How detectors do on one half of a benchmark. JSON. */
export interface DetectionReport {
  readonly schema: "detection@1";
  readonly half: string;
  readonly cases: number;
  readonly guilty: number;
  /** Templates: intervals speak of those that were not written. */
  readonly clusters: number;
  readonly detectors: readonly DetectorReport[];
}

/** The recall at which false alarms are counted. */
export const WANTED_RECALL = 0.9;

/** Infinity is no JSON: the point at which nothing is called is told by its shares alone. */
const finitePoints = (points: readonly RocPoint[]): readonly RocPoint[] =>
  points.map((point) => ({ ...point, threshold: Number.isFinite(point.threshold) ? point.threshold : Number.MAX_VALUE }));

const saidBy =
  (calibration: Calibration) =>
  ({ score }: ScoredCase): number =>
    probabilityOf(calibration, score);

/** Judges detectors on the same cases; the first is the one that the others are compared with. */
export function reportDetection(
  half: string,
  detectors: readonly Scored[],
  { rng, replicates, level }: { readonly rng: Rng; readonly replicates: number; readonly level: number },
): DetectionReport {
  const sampling = { replicates, level };
  const [first] = detectors;
  const cases = first?.cases ?? [];
  // One stream for all: every detector is judged on the same drawn clusters.
  const clusters = (): Rng => rng.fork("clusters");
  return {
    schema: "detection@1",
    half,
    cases: cases.length,
    guilty: cases.filter(({ positive }) => positive).length,
    clusters: new Set(cases.map(({ cluster }) => cluster)).size,
    detectors: detectors.map(({ id, title, cases: scored, fitted }) => ({
      id,
      title,
      auroc: estimateByCluster(scored, auroc, sampling, clusters()),
      averagePrecision: estimateByCluster(scored, averagePrecision, sampling, clusters()),
      falseAlarms: estimateByCluster(scored, (some) => falseAlarmsAt(some, WANTED_RECALL), sampling, clusters()),
      lead:
        first === undefined || first.id === id ? null : estimateLead({ first: first.cases, second: scored }, auroc, sampling, clusters()),
      roc: finitePoints(rocCurve(scored)),
      calibration: judgeCalibration(fitted === null ? saidByOthers(scored) : saidBy(calibrate(fitted)), scored),
    })),
  };
}
