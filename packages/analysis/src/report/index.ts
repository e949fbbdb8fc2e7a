export { type DrawnReport, drawReport, type UndrawnFigure } from "./drawn-report.ts";
export { type EpisodeMap, type Frame, type PicturedWitness, pictureWitnesses } from "./pictured-witness.ts";
export type { ReportInputs } from "./report-inputs.ts";
export { reportPage } from "./report-page.ts";
export type { Provenance, StudyReport, StudyResults, TypesetForm, Verdict } from "./study-report.ts";
