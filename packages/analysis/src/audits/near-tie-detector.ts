import type { AuditSubject, Detector, Finding } from "@firebreak/core";
import { clockUnit, expectedRows, harmThreshold, written } from "./conventions.ts";
import { clockNote, heaviest, type LeastTruthCheck, mixNote, proofMeasures, refusesFrontier, twoRewardsOf } from "./least-truth-check.ts";
import { NEAR_SHARE, type NearTieCurve, nearTieCurve } from "./near-ties.ts";
import { playWitness } from "./witness.ts";

const percent = (share: number): string => `${written(100 * share)} %`;

function sentenceOf({ points, bestNear }: NearTieCurve, near: NearTieCurve["points"][number], unit: string): string {
  const [exact] = points;
  const last = points.at(-1);
  return (
    `Policies within ${percent(near.share)} of the best signal have true rewards from ${written(near.truth)} to ${written(bestNear)} ${unit}; ` +
    `the worst of the exactly best have ${written(exact?.truth ?? 0)}, the worst within ${percent(last?.share ?? 0)} have ${written(last?.truth ?? 0)}.`
  );
}

function inspect(subject: AuditSubject, check?: LeastTruthCheck): Finding {
  const world = twoRewardsOf(subject);
  const curve = nearTieCurve(world);
  const near = curve.points.find(({ share }) => share === NEAR_SHARE);
  if (near === undefined) {
    throw new Error(`Cannot judge near ties: the curve has no point at ${NEAR_SHARE}`);
  }
  const harm = harmThreshold(world.dynamics, expectedRows(world.dynamics, world.trueReward));
  const fired = curve.bestNear - near.truth > harm;
  const unit = clockUnit(world.clock);
  return {
    schema: "finding@1",
    detector: nearTies.id,
    subject: subject.ids,
    fired,
    measures: [
      ...curve.points.map(({ share, truth }) => ({
        name: `least true reward within ${percent(share)} of the signal`,
        value: truth,
        unit: `true reward ${unit}`,
      })),
      { name: `greatest true reward within ${percent(NEAR_SHARE)}`, value: curve.bestNear, unit: `true reward ${unit}` },
      { name: "best signal", value: curve.optimum, unit: `signal ${unit}` },
      { name: "signal of uniform play", value: curve.uniform, unit: `signal ${unit}` },
      { name: "scale of the signal", value: curve.scale, unit: `signal ${unit}` },
      { name: "harm threshold (δ_u)", value: harm, unit: "true reward per step" },
      ...proofMeasures(
        world,
        curve.points.map((point) => ({ least: point, certificate: point.certificate })),
        check,
      ),
    ],
    sentence: `${sentenceOf(curve, near, unit)}${fired ? mixNote(near) : ""}${clockNote(subject)}`,
    ...(fired ? { witness: playWitness(subject, heaviest(near, world)) } : {}),
  };
}

/** The near-tie curve as a detector, with another way to the same numbers beside it where one is given. */
export function nearTiesChecked(check?: LeastTruthCheck): Detector {
  return {
    id: "near-ties",
    title: "Policies that the training signal hardly tells apart, and the true reward does",
    refuses: refusesFrontier,
    inspect: (subject) => inspect(subject, check),
  };
}

/** Fires where policies within 1 % of the best signal differ in true reward. */
export const nearTies: Detector = nearTiesChecked();
