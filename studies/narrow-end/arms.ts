import type { Family, Method, Signal } from "@firebreak/core";
import {
  cloning,
  coach,
  dagger,
  exactDistiller,
  exactLearner,
  imitation,
  type Learner,
  learnedReward,
  narrowRl,
  qLearning,
  regularisedRl,
  tamer,
} from "@firebreak/methods";
import { evaluativeFeedback, fromComparisons, fromValues, regretApproval, valueDifference } from "@firebreak/rewards";

/** A method with its name in the figures. */
export interface Arm {
  readonly label: string;
  readonly method: Method;
}

const STEPS = 20_000;
const exact = exactLearner.with();
const learner = qLearning.with({ steps: STEPS, checkpoints: 1 });
const narrow = (signal: Family<Signal>, by: Learner): Method => narrowRl({ signal: signal.with(), learner: by });

/** Solved exactly, from whole tables of answers. */
export const solvedArms: readonly Arm[] = [
  { label: "imitation", method: imitation({ distiller: exactDistiller.with() }) },
  { label: "feedback", method: narrow(evaluativeFeedback, exact) },
  { label: "value difference", method: narrow(valueDifference, exact) },
  { label: "regret approval", method: narrow(regretApproval, exact) },
  {
    label: "feedback, tied to imitation",
    method: regularisedRl({ signal: evaluativeFeedback.with(), distiller: exactDistiller.with(), beta: 0.1 }),
  },
];

/** Learned by asking on the way. */
export const learnedArms: readonly Arm[] = [
  { label: "cloning", method: imitation({ distiller: cloning.with({ steps: STEPS, checkpoints: 1 }) }) },
  { label: "feedback", method: narrow(evaluativeFeedback, learner) },
  { label: "value difference", method: narrow(valueDifference, learner) },
  { label: "regret approval", method: narrow(regretApproval, learner) },
];

/** Taught in other ways. A comparison is of two segments of five steps, and costs one question as any other. */
export const taughtArms: readonly Arm[] = [
  { label: "DAgger", method: imitation({ distiller: dagger.with({ rounds: 10, steps: STEPS / 10 }) }) },
  { label: "TAMER", method: tamer.with({ steps: STEPS, checkpoints: 1 }) },
  { label: "COACH", method: coach.with({ steps: STEPS, checkpoints: 1, feedback: "plain" }) },
  {
    label: "reward from values",
    method: learnedReward({ model: fromValues.with({ questions: STEPS, checkpoints: 1 }), learner: exact }),
  },
  {
    label: "reward from comparisons",
    method: learnedReward({ model: fromComparisons.with({ questions: STEPS / 10, checkpoints: 1, basis: "next" }), learner: exact }),
  },
];

/** The method of an arm. */
export function methodOf(arms: readonly Arm[], label: string): Method {
  const arm = arms.find((each) => each.label === label);
  if (arm === undefined) {
    throw new Error(`No arm is called '${label}'`);
  }
  return arm.method;
}
