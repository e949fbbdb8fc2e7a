import type { StudyReport, StudyResults, Verdict } from "@firebreak/analysis";
import { type ClaimRule, type ErrorPlace, FirebreakError, nearestOf } from "@firebreak/core";
import { shownValue } from "../config/shown-value.ts";

const WORDS: readonly string[] = ["supported", "not supported", "depends"] satisfies readonly Verdict["verdict"][];

const refusal = (claim: ClaimRule, why: string, place: ErrorPlace): FirebreakError =>
  new FirebreakError("bad-study", `Cannot decide claim '${claim.id}': ${why}`, { ...place, what: claim.id });

/**
 * Every claim has a function that decides it. Asked before a run starts: a night's run should not end in a missing line.
 * @throws FirebreakError "bad-study" naming the claim and the nearest that the report decides.
 */
export function checkDecisions(claims: readonly ClaimRule[], report: StudyReport, place: ErrorPlace = {}): void {
  for (const claim of claims) {
    if (!Object.hasOwn(report.decide, claim.id)) {
      throw refusal(claim, `the report does not say how; ${nearestOf(claim.id, Object.keys(report.decide))}`, place);
    }
  }
}

const show = (value: unknown): string => (Array.isArray(value) ? `[${value.map(shownValue).join(", ")}]` : shownValue(value));

const isFinitePair = (interval: unknown): interval is readonly [number, number] =>
  Array.isArray(interval) && interval.length === 2 && interval.every((end) => Number.isFinite(end));

function faultInNumbers({ estimate, interval }: Readonly<Record<string, unknown>>): string | null {
  if (typeof estimate !== "number" || !Number.isFinite(estimate)) {
    return `its estimate is ${show(estimate)}, and must be a finite number`;
  }
  if (interval === null) {
    return null;
  }
  if (!isFinitePair(interval)) {
    return `its interval is ${show(interval)}, and must be two finite numbers, or null where there is too little for one`;
  }
  if (interval[0] > interval[1]) {
    return `its interval is ${show(interval)}: the ends are out of order`;
  }
  // Rounding may put an end beside an estimate that it touches.
  const slack = 1e-9 * (1 + Math.abs(estimate));
  return estimate < interval[0] - slack || estimate > interval[1] + slack
    ? `its estimate ${show(estimate)} is outside its interval ${show(interval)}`
    : null;
}

/** What is wrong with what a `decide` answered, or null. */
function faultIn(claim: ClaimRule, answer: unknown): string | null {
  if (typeof answer !== "object" || answer === null) {
    return `it answers ${show(answer)}, and must answer a verdict`;
  }
  const verdict = answer as Readonly<Record<string, unknown>>; // any object can be indexed
  if (verdict["id"] !== claim.id) {
    return `its id is ${show(verdict["id"])}, and must be '${claim.id}'`;
  }
  if (!WORDS.includes(String(verdict["verdict"]))) {
    return `its verdict is ${show(verdict["verdict"])}, and must be one of ${WORDS.map((word) => `'${word}'`).join(", ")}`;
  }
  const wordless = ["unit", "sentence"].find((name) => typeof verdict[name] !== "string");
  if (wordless !== undefined) {
    return `its ${wordless} is ${show(verdict[wordless])}, and must be a text`;
  }
  return faultInNumbers(verdict);
}

/**
 * What the results say of each of the study's claims, in their order.
 * @throws FirebreakError "bad-study" for a claim that the report does not decide, or whose verdict is none: naming the claim and value.
 */
export function decideClaims(results: StudyResults, report: StudyReport, place: ErrorPlace = {}): readonly Verdict[] {
  const { claims } = results.study;
  checkDecisions(claims, report, place);
  return claims.map((claim) => {
    const verdict = report.decide[claim.id]?.(results, claim);
    const fault = faultIn(claim, verdict);
    if (fault !== null || verdict === undefined) {
      throw refusal(claim, fault ?? "it answers nothing", place);
    }
    return verdict;
  });
}
