import type { Family, Method, Signal } from "@firebreak/core";
import { cloning, exactDistiller, exactLearner, imitation, type Learner, narrowRl, qLearning, regularisedRl } from "@firebreak/methods";
import { evaluativeFeedback, regretApproval, valueDifference } from "@firebreak/rewards";

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

/** The method of an arm. */
export function methodOf(arms: readonly Arm[], label: string): Method {
  const arm = arms.find((each) => each.label === label);
  if (arm === undefined) {
    throw new Error(`No arm is called '${label}'`);
  }
  return arm.method;
}
