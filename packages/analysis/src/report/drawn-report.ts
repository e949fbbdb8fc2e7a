import { FirebreakError } from "@firebreak/core";
import { type DrawnFigure, drawFigure } from "../figures/figure.ts";
import type { StudyReport, StudyResults } from "./study-report.ts";

/** A figure that the results could not fill, and why: named in the page, never left out in silence. */
export interface UndrawnFigure {
  readonly id: string;
  readonly title: string;
  readonly reason: string;
}

/** What a study's report draws of its results. */
export interface DrawnReport {
  readonly figures: readonly DrawnFigure[];
  readonly undrawn: readonly UndrawnFigure[];
}

/** Draws every figure that the results can fill. Throws whatever a figure throws but "missing-results". */
export function drawReport(report: StudyReport, results: StudyResults): DrawnReport {
  const figures: DrawnFigure[] = [];
  const undrawn: UndrawnFigure[] = [];
  for (const figure of report.figures) {
    try {
      figures.push(drawFigure(figure, results));
    } catch (error) {
      if (!(error instanceof FirebreakError) || error.code !== "missing-results") {
        throw error;
      }
      undrawn.push({ id: figure.id, title: figure.title, reason: error.message });
    }
  }
  return { figures, undrawn };
}
