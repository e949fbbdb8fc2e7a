import type { StudyResults } from "@firebreak/analysis";
import type { TrialResult } from "@firebreak/core";

export type Done = Extract<TrialResult, { readonly status: "done" }>;

/**
 * Adds to every trial that was audited, from what is stored with it, whether it games by preference or by a tie:
 *
 * - `gaming.preferred`: convicted of manufactured harm, and so is even the best of all proxy-optimal policies.
 * - `gaming.tied`: convicted, but only because the proxy cannot tell an innocent optimum from the guilty one, and ties are split.
 */
export function withGaming(results: StudyResults): StudyResults {
  const judged = (trial: Done): Done => {
    const { "manufactured.convicted": convicted, "manufactured.preferred": preferred } = trial.measures;
    if (convicted === undefined || preferred === undefined) {
      return trial;
    }
    const shares = { "gaming.preferred": preferred, "gaming.tied": convicted === 1 && preferred === 0 ? 1 : 0 };
    return { ...trial, measures: { ...trial.measures, ...shares } };
  };
  return { ...results, results: results.results.map((result) => (result.status === "done" ? judged(result) : result)) };
}
