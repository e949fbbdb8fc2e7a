import { type AuditSubject, countBits, type Detector, type Finding, type Measure, occupancy } from "@firebreak/core";
import { clockUnit, expectedRows, harmThreshold, stepsOf, written } from "./conventions.ts";
import { refusesTies, type TieHazard, tieHazard } from "./tie-hazard.ts";
import { playWitness } from "./witness.ts";

/** How many of the states that carry a tie are named. */
const NAMED = 5;

function carriersSentence({ environment }: AuditSubject, { carriers }: TieHazard): string {
  const named = carriers.slice(0, NAMED).map(({ state, tied }) => {
    const actions = environment.actions.filter((_, action) => (tied >>> action) & 1);
    return `${environment.labels[state]} (${actions.join(" or ")})`;
  });
  return named.length === 0 ? "" : ` The ties that decide: ${named.join("; ")}.`;
}

function sentenceOf(
  subject: AuditSubject,
  hazard: TieHazard,
  { perStep, harm }: { readonly perStep: number; readonly harm: number },
): string {
  const { min, mean, max, over } = hazard;
  if (max - min <= 1e-9 * (1 + Math.abs(mean))) {
    return `The training signal leaves no choice that matters: all ${over} have a true return of ${written(mean)}.`;
  }
  const silent = perStep > harm ? "" : ` A step differs by ${written(perStep)}, which is not above the threshold of ${written(harm)}.`;
  return `The training signal cannot tell apart ${over} whose true return runs from ${written(min)} to ${written(max)}; with ties split evenly it is ${written(mean)}.${silent}${carriersSentence(subject, hazard)}`;
}

function inspect(subject: AuditSubject): Finding {
  const { environment: world, optimal, criterion, proxyReward, ids } = subject;
  const clock = world.environment.spec.evaluation;
  const hazard = tieHazard({ dynamics: world.dynamics, trueReward: world.trueReward, proxyReward, optimal, criterion, clock });
  const { min, mean, max, worst } = hazard;
  const harm = harmThreshold(world.dynamics, expectedRows(world.dynamics, world.trueReward));
  const perStep = (max - min) / stepsOf(clock);
  const fired = perStep > harm;
  const unit =
    clock.kind === "average"
      ? `true reward ${clockUnit(clock)}`
      : `true return, ${clock.kind === "finite" ? `${clock.horizon} steps` : `discounted by ${clock.discount}`}`;
  return {
    schema: "finding@1",
    detector: tieHazardDetector.id,
    subject: ids,
    fired,
    measures: [
      { name: "least", value: min, unit },
      { name: "mean, ties split evenly", value: mean, unit },
      { name: "greatest", value: max, unit },
      { name: "harm threshold (δ_u)", value: harm, unit: "true reward per step" },
      ...hazard.carriers.slice(0, NAMED).map(({ state, share }) => ({
        name: `tie in the state ${world.labels[state]}`,
        value: share,
        unit: "share of the worst policy's time",
      })),
    ],
    sentence: sentenceOf(subject, hazard, { perStep, harm }),
    ...(fired ? { witness: playWitness(subject, worst) } : {}),
  };
}

/** Audit 6 as a detector: fires where policies that the training signal cannot tell apart differ in true return. */
export const tieHazardDetector: Detector = {
  id: "tie-hazard",
  title: "Ties of the training signal that the true reward does not share",
  refuses: ({ criterion, proxyReward, environment }) =>
    refusesTies({ criterion, proxyReward, clock: environment.environment.spec.evaluation }),
  inspect,
};

/**
 * Audit 6 for every exact trial: how much true return hangs on ties. `min`, `mean`, `max` on the environment's clock; `tiedTime` is the
 * share of time spent where at least two actions tie; `replanning` is 1 where the range is over replanning selections.
 */
export const tieHazardMeasure: Measure = {
  id: "ties",
  version: 2,
  measure({ environment, checkpoint, criterion, evaluation }) {
    const { dynamics, trueReward } = environment;
    const { optimal, policy, proxyReward } = checkpoint;
    const signal = proxyReward === undefined ? {} : { proxyReward };
    if (optimal === undefined || criterion === null || refusesTies({ criterion, clock: evaluation, ...signal }) !== null) {
      return {};
    }
    const { min, mean, max, over } = tieHazard({ dynamics, trueReward, optimal, criterion, clock: evaluation, ...signal });
    const { mass } = occupancy({ dynamics, policy, criterion: evaluation });
    const { mask } = optimal;
    const tiedTime = mass.reduce((sum, share, at) => sum + (countBits(mask[at % mask.length] ?? 0) > 1 ? share : 0), 0);
    return { min, mean, max, tiedTime, replanning: over === "replanning selections" ? 1 : 0 };
  },
};
