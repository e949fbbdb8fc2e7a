export { type CaseStatistic, estimateByCluster, estimateLead } from "./by-cluster.ts";
export {
  type Calibration,
  type CalibrationReport,
  calibrate,
  judgeCalibration,
  probabilityOf,
  type ReliabilityBin,
} from "./calibration.ts";
export { type DetectionReport, type DetectorReport, reportDetection, type Scored, WANTED_RECALL } from "./detection-report.ts";
export { auroc, averagePrecision, falseAlarmsAt, type RocPoint, rocCurve, type ScoredCase } from "./roc.ts";
export { type AuditedCase, type Scorer, scorers } from "./scorers.ts";
