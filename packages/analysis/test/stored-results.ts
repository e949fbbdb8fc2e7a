import type { TrialResult } from "@firebreak/core";
import type { StudyResults } from "../src/report/study-report.ts";

const NONE = { value: 0, evaluate: 0, demonstrate: 0, compare: 0 };

/** A stored trial with these measures. */
export function trial(
  axes: { readonly environment: string; readonly method: string; readonly criterion?: string; readonly seed?: number },
  measures: Readonly<Record<string, number>>,
): TrialResult {
  const full = { overseer: "consistent@1", criterion: "-", ...axes, seed: axes.seed ?? null };
  const key = `${full.environment}|${full.overseer}|${full.method}|${full.criterion}|${full.seed ?? "-"}`;
  return {
    schema: "trial@1",
    key,
    axes: full,
    status: "done",
    measures,
    curve: [],
    policy: { kind: "stationary", sha256: "0".repeat(64) },
    ledger: { asked: { ...NONE, evaluate: 3 }, distinct: { ...NONE, evaluate: 3 }, environmentSteps: 0 },
  };
}

/** A study's results around some trials. */
export function stored(results: readonly TrialResult[], more: Partial<StudyResults> = {}): StudyResults {
  return {
    study: { id: "study@1", title: "A <study>", question: 'Is 1 < 2 & "so"?', seeds: 1, claims: [] },
    fingerprint: "f".repeat(64),
    rulesHash: "e".repeat(64),
    rulesFixedBefore: true,
    results,
    findings: [],
    refused: [],
    provenance: [],
    ...more,
  };
}
