import type { StudyResults } from "@firebreak/analysis";
import { manufacturedOpportunities, repairAgainst, timeLineSteps } from "@firebreak/analysis/audits";
import { type Figure, type TimeLineArm, witnessTimeLine } from "@firebreak/analysis/figures";
import { auditSubject, compile, type Finding, oversee } from "@firebreak/core";
import { consistent, evaluativeFeedback } from "@firebreak/rewards";
import { largerWorlds } from "./worlds.ts";

const BRIGADE = largerWorlds[0];
const FIXED = { kind: "discounted", discount: 0.9 } as const;

const isConviction = ({ detector, subject, witness }: Finding): boolean =>
  detector === manufacturedOpportunities.id && subject.environment === BRIGADE?.id && witness !== undefined;

/** The stored witness of the conviction, and beside it the best repair under the same luck, told step by step. */
function armsOf({ findings }: StudyResults): readonly TimeLineArm[] {
  const witness = findings.find(isConviction)?.witness;
  if (witness === undefined || BRIGADE === undefined) {
    return [];
  }
  const subject = auditSubject(oversee(compile(BRIGADE), consistent.with()), evaluativeFeedback.with(), FIXED);
  const { environment, reference } = subject;
  const { flagged } = repairAgainst(subject, reference, environment.environment.spec.evaluation);
  const damageOf = (at: { readonly state: number; readonly action: number }): number =>
    flagged.find(({ state, action }) => state === at.state && action === at.action)?.damage ?? 0;
  const control = witness.control;
  return [
    { label: "RL on her feedback, convicted", steps: timeLineSteps(subject, witness, damageOf) },
    ...(control === undefined ? [] : [{ label: "the same luck, repaired", steps: timeLineSteps(subject, control, damageOf) }]),
  ];
}

export const brigadeTimeLine: Figure<StudyResults> = witnessTimeLine({
  id: "time-line",
  title: "The conviction's witness, step by step: a fire is set, and put out for praise (fire brigade, γ = 0.9)",
  armsOf,
}) as Figure<StudyResults>; // what is selected is drawn by the same maker
