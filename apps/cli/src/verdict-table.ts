import type { StudyResults, Verdict } from "@firebreak/analysis";
import { formatNumber, formatTable } from "./table.ts";

/** "[0.1, 0.3] (95 %)": the level is the rule's `confidence`, where it has one. */
function tellInterval({ id, interval }: Verdict, { study }: StudyResults): string {
  if (interval === null) {
    return "none";
  }
  const level = study.claims.find((claim) => claim.id === id)?.rule["confidence"];
  const told = typeof level === "number" && level > 0 && level < 1 ? ` (${Number((100 * level).toFixed(1))} %)` : "";
  return `[${interval.map(formatNumber).join(", ")}]${told}`;
}

/** The verdicts as a table, with the sentence of each below it. */
export function tellVerdicts(verdicts: readonly Verdict[], results: StudyResults): string {
  if (verdicts.length === 0) {
    return "This study makes no claims.";
  }
  const fixed = results.rulesFixedBefore ? "fixed before the results" : "changed after results were stored";
  const table = formatTable(
    ["claim", "verdict", "estimate", "interval", "unit", "rule data"],
    verdicts.map((verdict) => [
      verdict.id,
      verdict.provisional === undefined ? verdict.verdict : `${verdict.verdict} (provisional)`,
      verdict.estimate,
      tellInterval(verdict, results),
      verdict.unit,
      fixed,
    ]),
  );
  const sentences = verdicts.map(
    ({ id, sentence, provisional }) => `${id}: ${sentence}${provisional === undefined ? "" : `\n  provisional: ${provisional}`}`,
  );
  return `${table}\n\n${sentences.join("\n")}`;
}
