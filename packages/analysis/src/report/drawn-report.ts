import { FirebreakError } from "@firebreak/core";
import { type DrawnFigure, drawFigure } from "../figures/figure.ts";
import type { StudyReport, StudyResults, Verdict } from "./study-report.ts";

/** A figure that the results could not fill, and why: named in the page, never left out in silence. */
export interface UndrawnFigure {
  readonly id: string;
  readonly title: string;
  readonly reason: string;
}

/** What a study's report makes of its results. */
export interface DrawnReport {
  readonly verdicts: readonly Verdict[];
  readonly figures: readonly DrawnFigure[];
  readonly undrawn: readonly UndrawnFigure[];
}

/** Decides every claim and draws every figure. @throws FirebreakError "bad-study" for a claim that nothing decides. */
export function drawReport(report: StudyReport, results: StudyResults): DrawnReport {
  const verdicts = results.study.claims.map((claim) => {
    const decide = report.decide[claim.id];
    if (decide === undefined) {
      const known = Object.keys(report.decide).join(", ") || "none";
      throw new FirebreakError(
        "bad-study",
        `Cannot decide claim '${claim.id}' of study '${results.study.id}': its report decides ${known}`,
      );
    }
    return decide(results, claim);
  });
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
  return { verdicts, figures, undrawn };
}
