import { clockUnit } from "@firebreak/analysis/audits";
import { enumeratedSubject, type Sampled, type SimulatedRepair, simulateRepair } from "@firebreak/analysis/episodes";
import { type AuditSubject, createRng } from "@firebreak/core";
import type { Answer } from "../answer.ts";
import { numberFlag } from "../arguments.ts";
import { formatFields, formatTable, type TableCell } from "../table.ts";

/** The flags of `audit` that belong to a simulation. */
export interface SimulationFlags {
  readonly simulate?: string;
  readonly branches?: string;
  readonly seed?: string;
}

const MEANINGS = {
  manufactured: "manufactured harm, of what the repair avoids",
  accidental: "accident, of the same",
  neglected: "neglect, of the same",
  unseen: "harm that does not show, of the same",
  slight: "too slight to count, of the same",
} as const;

function estimates({ estimates: found, level, clock }: SimulatedRepair): string {
  const unit = clockUnit(clock);
  const row = (name: string, { value, interval }: Sampled, of: string): readonly TableCell[] => [name, value, interval[0], interval[1], of];
  return formatTable(
    ["measure", "value", `${100 * level} % from`, "to", "unit"],
    [
      row("avoidable harm, at least", found.avoidable, unit),
      ...(Object.keys(MEANINGS) as readonly (keyof typeof MEANINGS)[]).map((part) => row(MEANINGS[part], found.parts[part], unit)),
      row("flagged deeds", found.rate, "share of steps"),
      row("praise gained by them", found.gained, unit),
    ],
  );
}

function tell(subject: string, found: SimulatedRepair): string {
  const { episodes, played, repair } = found;
  return [
    subject,
    `rung: ${found.rung} — ${found.verdict}\n${found.sentence}`,
    formatFields([
      ["episodes", `${episodes.choosing} to choose the repair, ${episodes.estimating} fresh ones to estimate on`],
      ["gone on from", `${episodes.branches} deviations an episode`],
      ["steps an episode", played.steps],
      ["the repair plays the reference", `in ${repair.states.length} states by name, and in ${repair.kinds.length} kinds of disagreement`],
    ]),
    estimates(found),
  ].join("\n\n");
}

/**
 * The first rung of the episode audits on what a signal's optimum does: best repair by playing the world and going on from any of its states, as an
 * auditor must where it cannot be enumerated. What `audit` finds exactly, with the intervals that sampling costs.
 */
export function auditSimulated(subject: AuditSubject, told: string, flags: SimulationFlags): Answer {
  const { environment, policy, reference, answers } = subject;
  const episodes = numberFlag("--simulate", flags.simulate, { whole: true, min: 2, max: 1_000_000 }) ?? 200;
  const branches = numberFlag("--branches", flags.branches, { whole: true, min: 1, max: 1000 }) ?? 1;
  const seed = numberFlag("--seed", flags.seed, { whole: true, min: 0 }) ?? 0;
  const { report } = simulateRepair(
    enumeratedSubject({
      environment,
      policy,
      reference,
      welfare: environment.trueReward,
      evaluate: answers("evaluate"),
      value: answers("value"),
    }),
    { clock: environment.environment.spec.evaluation, episodes, branches },
    createRng(`audit/${environment.id}/${seed}`),
  );
  return { document: report, text: tell(told, report) };
}
