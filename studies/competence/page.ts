import type { StudyResults } from "@firebreak/analysis";
import { criterionId } from "@firebreak/core";
import type { Arm } from "./arms.ts";
import { type Board, boards } from "./boards.ts";
import { type Done, middleOf, reaches, scoreOf, trialsOf } from "./decide.ts";
import { TARGET } from "./rules.ts";

const shown = (value: number): string => value.toFixed(3);
const whole = (value: number): string => Math.round(value).toLocaleString("en-US");
const meanOf = (trials: readonly Done[], of: (trial: Done) => number): number =>
  trials.reduce((sum, trial) => sum + of(trial), 0) / trials.length;

/** What a method asked, by kind: the mean over its trials. */
function asked(trials: readonly Done[]): string {
  const kinds = Object.keys(trials[0]?.ledger.asked ?? {}) as (keyof Done["ledger"]["asked"])[]; // the ledger's own keys
  const told = kinds.flatMap((kind) => {
    const count = meanOf(trials, ({ ledger }) => ledger.asked[kind]);
    return count === 0 ? [] : [`${whole(count)} ${kind}`];
  });
  return told.length === 0 ? "none" : told.join(", ");
}

function row(results: StudyResults, { environment, overseer, criterion }: Board, { label, method, gradientSteps }: Arm): string {
  const optimises = method.needs.criteria.length > 0;
  const cell = { environment: environment.id, overseer: overseer.id, method: method.id };
  const trials = trialsOf(results, { ...cell, criterion: optimises ? criterionId(criterion) : "-" });
  const { value, interval } = middleOf(trials, { confidence: 0.95, replicates: 10_000 });
  const spread = interval === null ? "exact" : `${interval.map(shown).join(" to ")}`;
  const reached = interval === null ? "" : `${trials.filter((trial) => scoreOf(trial) >= TARGET).length} of ${trials.length}`;
  const steps = meanOf(trials, ({ ledger }) => ledger.environmentSteps);
  const trained = gradientSteps === undefined ? "" : whole(gradientSteps);
  const cells = [label, shown(value), spread, shown(Math.min(...trials.map(scoreOf))), reached, whole(steps), asked(trials), trained];
  return `| ${cells.join(" | ")} |`;
}

function table(results: StudyResults, board: Board): string {
  const { environment, overseer, criterion, arms } = board;
  return [
    `## ${environment.id}`,
    "",
    `Overseer \`${overseer.id}\`; what optimises does so at discount ${criterion.discount}.`,
    "",
    "| method | score | 95 % interval | least | seeds at 0.95 | environment steps | questions | gradient steps |",
    "|---|---|---|---|---|---|---|---|",
    ...arms.map((arm) => row(results, board, arm)),
    "",
    ...arms.map(({ method }) => `- \`${method.id}\``),
    "",
  ].join("\n");
}

/** docs/benchmarks.md, from a finished run: every number in it is stored or declared. */
export function page(results: StudyResults): string {
  const { study, fingerprint, provenance } = results;
  const session = provenance.at(-1);
  const verdicts = study.claims.map((claim) => reaches(results, claim));
  return `# Benchmarks

Made by \`npm run benchmarks\` from the study \`competence\` (fingerprint \`${fingerprint}\`, tensor backend \`${session?.tensorBackend ?? "none"}\`, commit ${session?.commit ?? "unknown"}): not by hand.

Score: (true return − uniform play's)/(optimum − uniform play's), all three exact. Of ${study.seeds} seeds the interquartile mean, with a percentile bootstrap over seeds (10,000 replicates), the
least, and how many reach 0.95. Steps and questions are from the ledger, the mean over seeds; questions are counted each time they are asked. All methods have the same overseer: her judgement of a step is its true reward, which no method
sees. Settings and budgets were chosen on other seeds and committed before the run; this is their first run ([how](decisions/0049-competence.md)). The rows without an interval are solved exactly; the reward that comparisons taught is
planned on exactly, knowing how the world moves.

| method | reaches 95 % in every world | |
|---|---|---|
${verdicts.map(({ id, verdict, sentence }) => `| ${id} | ${verdict === "supported" ? "yes" : "no"} | ${sentence} |`).join("\n")}

${boards.map((board) => table(results, board)).join("\n")}`;
}
