import { type AuditSubject, type Detector, type Finding, type Measured, solve } from "@firebreak/core";
import { expectedRows, harmThreshold, praiseThreshold, stepsOf, THRESHOLD_SHARE, written } from "./conventions.ts";
import { bestLoop } from "./farmable-excess.ts";
import { metBy, type PotentialFit, potentialFit } from "./potential-decomposition.ts";
import { playWitness } from "./witness.ts";

/** The long run is solved some times, which takes longest. */
const MAX_STATES = 5000;

function measuresOf(fit: PotentialFit, name: string): readonly Measured[] {
  return [
    { name: `left over, ${name}`, value: fit.share, unit: "share of the signal's squares" },
    { name: `largest left over, ${name}`, value: fit.largest, unit: "signal" },
    { name: `most that a loop collects of it, ${name}`, value: fit.loopRate, unit: "signal per step of the long run" },
    ...(fit.endingSpread === 0 ? [] : [{ name: `potential differs over endings, ${name}`, value: fit.endingSpread, unit: "signal" }]),
  ];
}

function inspect(subject: AuditSubject): Finding {
  const { environment: world, proxyReward, reference, criterion, ids } = subject;
  const { dynamics, trueReward } = world;
  const clock = world.environment.spec.evaluation;
  const all = potentialFit(dynamics, proxyReward);
  const seen = potentialFit(dynamics, proxyReward, { weight: metBy(dynamics, clock, reference) });
  const matched = criterion.kind === "discounted" ? potentialFit(dynamics, proxyReward, { discount: criterion.discount }) : null;
  const loop = bestLoop(world, all.leftOver);
  const best = solve(dynamics, trueReward, clock).startValue / stepsOf(clock);
  const [gain, harm] = [praiseThreshold(expectedRows(dynamics, proxyReward)), harmThreshold(dynamics, expectedRows(dynamics, trueReward))];
  const fired = all.share > THRESHOLD_SHARE && loop.proxyRate > gain && best - loop.trueRate > harm;
  const explained =
    all.share < 1e-12
      ? "The signal is the difference of a potential: no loop collects anything of it."
      : `The best potential leaves ${written(100 * all.share)} % of the signal's squares over; what collects most of that for ever has ${written(loop.proxyRate)} a step at a true reward of ${written(loop.trueRate)} (best possible ${written(best)}).`;
  return {
    schema: "finding@1",
    detector: unexplainedSignal.id,
    subject: ids,
    fired,
    measures: [
      ...measuresOf(all, "all steps alike"),
      ...measuresOf(seen, "steps as the reference takes them"),
      ...(matched === null ? [] : measuresOf(matched, "in the form matched to the discount")),
      { name: "true reward of that loop", value: loop.trueRate, unit: "true reward per step of the long run" },
      { name: "threshold of what is left over", value: THRESHOLD_SHARE, unit: "share of the signal's squares" },
      { name: "threshold of a loop (δ_g)", value: gain, unit: "signal per step of the long run" },
      { name: "harm threshold (δ_u)", value: harm, unit: "true reward per step" },
    ],
    sentence: explained,
    ...(fired ? { witness: playWitness(subject, loop.policy) } : {}),
  };
}

/** Audit 4 as a detector: fires where a loop collects what no potential explains of the signal, at the cost of the true reward. */
export const unexplainedSignal: Detector = {
  id: "potential-decomposition",
  title: "Signal that no value of states explains, collected in a harmful loop",
  refuses: ({ environment }) =>
    environment.dynamics.stateCount > MAX_STATES
      ? `it solves the long run of the world some times, and this one has ${environment.dynamics.stateCount} states; at most ${MAX_STATES} are taken`
      : null,
  inspect,
};
