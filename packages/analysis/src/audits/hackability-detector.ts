import type { AuditSubject, Detector, Finding } from "@firebreak/core";
import { clockUnit, expectedRows, harmThreshold, written } from "./conventions.ts";
import { type Hackability, hackability } from "./hackability.ts";
import { clockNote, heaviest, type LeastTruthCheck, mixNote, proofMeasures, refusesFrontier, twoRewardsOf } from "./least-truth-check.ts";
import { playWitness } from "./witness.ts";

function sentenceOf({ reference, worst, loss, size, beats }: Hackability, unit: string): string {
  if (loss === 0) {
    return `Not hackable from the overseer's own behaviour: no policy that collects as much of the signal (${written(reference.proxy)} ${unit}) has less true reward than its ${written(reference.truth)}.`;
  }
  const paid = beats > 0 ? `, and collects ${written(beats)} more of the signal` : "";
  return (
    `A policy that collects no less of the signal than the overseer's own behaviour (${written(reference.proxy)} ${unit}) has a true reward of ${written(worst.truth)} against her ${written(reference.truth)}${paid}: ` +
    `${written(loss)} less, which is ${written(100 * size)} % of the range of all policies.`
  );
}

function inspect(subject: AuditSubject, check?: LeastTruthCheck): Finding {
  const world = twoRewardsOf(subject);
  const found = hackability(world, subject.reference);
  const { reference, worst, range, loss, size, beats, certificate } = found;
  const harm = harmThreshold(world.dynamics, expectedRows(world.dynamics, world.trueReward));
  const unit = clockUnit(world.clock);
  const wanted = `true reward ${unit}`;
  const fired = loss > harm;
  return {
    schema: "finding@1",
    detector: hackable.id,
    subject: subject.ids,
    fired,
    measures: [
      { name: "loss at no less signal", value: loss, unit: wanted },
      { name: "loss, of the range of all policies", value: size, unit: "share of the range" },
      { name: "least true reward at no less signal", value: worst.truth, unit: wanted },
      { name: "true reward of the reference", value: reference.truth, unit: wanted },
      { name: "signal of the reference", value: reference.proxy, unit: `signal ${unit}` },
      { name: "signal by which the worst beats the reference", value: beats, unit: `signal ${unit}` },
      { name: "price of the signal there", value: worst.multiplier, unit: "true reward per unit of signal" },
      { name: "least true reward of any policy", value: range.least, unit: wanted },
      { name: "greatest true reward of any policy", value: range.greatest, unit: wanted },
      { name: "harm threshold (δ_u)", value: harm, unit: "true reward per step" },
      ...proofMeasures(world, [{ least: worst, certificate }], check),
    ],
    sentence: `${sentenceOf(found, unit)}${fired ? mixNote(worst) : ""}${clockNote(subject)}`,
    ...(fired ? { witness: playWitness(subject, heaviest(worst, world)) } : {}),
  };
}

/** Hackability as a detector, with another way to the same number beside it where one is given. */
export function hackableChecked(check?: LeastTruthCheck): Detector {
  return {
    id: "hackability",
    title: "True reward that can be lost at no loss of the training signal",
    refuses: refusesFrontier,
    inspect: (subject) => inspect(subject, check),
  };
}

/** Fires where a policy collects no less of the signal than the overseer's own behaviour, and less true reward. */
export const hackable: Detector = hackableChecked();
