export { type DrawnReport, drawReport, type UndrawnFigure } from "./drawn-report.ts";
export { episodePage, type WatchedEpisode, type WatchedStep } from "./episode-page.ts";
export { drawFrames, type FrameSet } from "./frames.ts";
export { loopIn, type PicturedWitness, pictureWitnesses } from "./pictured-witness.ts";
export type { ReportInputs } from "./report-inputs.ts";
export { reportPage } from "./report-page.ts";
export type { GlossaryEntry, Provenance, StudyReport, StudyResults, TypesetForm, Verdict, WorldText } from "./study-report.ts";
