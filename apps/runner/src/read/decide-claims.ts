import type { StudyReport, StudyResults, Verdict } from "@firebreak/analysis";
import { FirebreakError, nearestOf } from "@firebreak/core";

/**
 * What the results say of each of the study's claims, in their order.
 * @throws FirebreakError "bad-study" for a claim that the report does not decide.
 */
export function decideClaims(results: StudyResults, report: StudyReport): readonly Verdict[] {
  return results.study.claims.map((claim) => {
    const decide = report.decide[claim.id];
    if (decide === undefined) {
      throw new FirebreakError(
        "bad-study",
        `Cannot decide claim '${claim.id}' of study '${results.study.id}': its report does not say how; ${nearestOf(claim.id, Object.keys(report.decide))}`,
      );
    }
    return decide(results, claim);
  });
}
