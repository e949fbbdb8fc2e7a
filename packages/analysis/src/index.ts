export type { Figure, PlotSpec } from "./figures/figure.ts";
export type { Provenance, StudyReport, StudyResults, Verdict } from "./report/study-report.ts";
