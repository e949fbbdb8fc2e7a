import type { StudyResults, Verdict } from "@firebreak/analysis";
import { twoOneSidedTests } from "@firebreak/analysis/statistics";
import { type ClaimRule, FirebreakError } from "@firebreak/core";
import { percent, real, text, verdictOf } from "./deciding.ts";

/** (learned − exact) over (optimal − uniform), one number a seed; null where the range is 0. */
function learnedGaps(
  results: StudyResults,
  claim: ClaimRule,
): readonly { readonly arm: string; readonly gaps: readonly number[] | null }[] {
  const arms = new Map<string, number[] | null>();
  const exact = new Map(
    results.results.flatMap((result) => (result.status === "done" && result.axes.seed === null ? [[result.key, result] as const] : [])),
  );
  for (const result of results.results) {
    const { environment, overseer, method, criterion, seed } = result.axes;
    const solved = exact.get(
      `${environment}|${overseer}|${method.replace(/learner=[^&]*(&learner\.[^&]*)*/, text(claim, "exactLearner"))}|${criterion}|-`,
    );
    if (result.status !== "done" || seed === null || solved === undefined || solved.measures["returns.proxy"] === undefined) {
      continue;
    }
    const arm = `${environment}|${method}|${criterion}`;
    const spread = solved.measures["returns.proxy"] - (solved.measures["returns.proxyUniform"] ?? 0);
    const gap = (result.measures["returns.proxy"] ?? 0) - solved.measures["returns.proxy"];
    const known = arms.get(arm);
    arms.set(arm, Math.abs(spread) < 1e-9 ? null : [...(known ?? []), gap / spread]);
  }
  return [...arms].map(([arm, gaps]) => ({ arm, gaps }));
}

/** A learned arm's mean gap, and where its interval lies. One seed has no interval. */
function testArm(
  gaps: readonly number[],
  margin: number,
  alpha: number,
): { readonly gap: number; readonly interval: Verdict["interval"]; readonly equivalent: boolean; readonly different: boolean } {
  const [only = 0] = gaps;
  if (gaps.length < 2) {
    return { gap: only, interval: null, equivalent: false, different: false };
  }
  const { difference, interval, equivalent } = twoOneSidedTests(gaps, [-margin, margin], alpha);
  return { gap: difference, interval, equivalent, different: interval[0] > margin || interval[1] < -margin };
}

/** Two one-sided tests for every learned arm. */
export function learned(results: StudyResults, claim: ClaimRule): Verdict {
  const margin = real(claim, "margin");
  const arms = learnedGaps(results, claim);
  const tested = arms.flatMap(({ gaps }) => (gaps === null ? [] : [testArm(gaps, margin, (1 - real(claim, "confidence")) / 2)]));
  const worst = tested.reduce((widest, each) => (Math.abs(each.gap) > Math.abs(widest.gap) ? each : widest), tested[0] ?? missing(claim));
  const passed = tested.filter(({ equivalent }) => equivalent).length;
  const skipped = arms.length - tested.length;
  return verdictOf(claim, {
    verdict: passed === tested.length ? "supported" : tested.every(({ different }) => different) ? "not supported" : "depends",
    estimate: worst.gap,
    interval: worst.interval,
    unit: "share of (optimal − uniform) proxy return, the widest of the arms' mean gaps",
    sentence: `${passed} of ${tested.length} learned arms are equivalent to the exact optimum within ±${percent(margin)} of (optimal − uniform) proxy return; the widest mean gap is ${percent(worst.gap)}. Skipped, because the proxy pays the same whatever one does: ${skipped}.`,
  });
}

function missing(claim: ClaimRule): never {
  throw new FirebreakError("missing-results", `Cannot decide '${claim.id}': no learned arm has an exact counterpart`);
}
