import type { Method, ParameterValue } from "@firebreak/core";
import {
  cloning,
  dagger,
  dqn,
  exactDistiller,
  exactLearner,
  imitation,
  inverseRl,
  learnedReward,
  narrowRl,
  neuralCloning,
  ppo,
  uniformPlay,
} from "@firebreak/methods";
import { evaluativeFeedback, fromComparisons, fromDemonstrations } from "@firebreak/rewards";

/** A method as it is set for one world. Its settings are its budget: steps, questions and gradient steps follow from them. */
export interface Arm {
  readonly label: string;
  readonly method: Method;
  /** Updates of each of its nets, where it has some. */
  readonly gradientSteps?: number;
}

type Settings = Readonly<Record<string, ParameterValue>>;

/** What learners practise on and planners solve: what she says of each step. */
const feedback = evaluativeFeedback.with();

/** What there is to compare with, exact: the scale's foot, what she does herself, and the best that her words can bring. */
export const yardsticks: readonly Arm[] = [
  { label: "uniform play", method: uniformPlay() },
  { label: "the overseer herself", method: imitation({ distiller: exactDistiller.with() }) },
  { label: "the optimum of her feedback", method: narrowRl({ signal: feedback, learner: exactLearner.with() }) },
];

export const cloned = (settings: Settings): Arm => ({ label: "cloning", method: imitation({ distiller: cloning.with(settings) }) });

export const clonedByNet = (settings: Settings & { readonly "gradient-steps": number }): Arm => ({
  label: "cloning by a net",
  method: imitation({ distiller: neuralCloning.with(settings) }),
  gradientSteps: settings["gradient-steps"],
});

export const aggregated = (settings: Settings): Arm => ({ label: "DAgger", method: imitation({ distiller: dagger.with(settings) }) });

/** A reward for each act in each state, and its soft optimum: what the fit itself says she does. */
export const inferred = (settings: Settings): Arm => ({
  label: "maximum causal entropy IRL",
  method: inverseRl({ model: fromDemonstrations.with({ ...settings, features: "pair", "held-out": 0 }) }),
});

/** A reward fitted to comparisons and planned on exactly: what is measured is whether comparisons tell the reward. */
export const compared = (settings: Settings): Arm => ({
  label: "preference learning",
  method: learnedReward({ model: fromComparisons.with({ ...settings, "held-out": 0 }), learner: exactLearner.with() }),
});

/** One gradient step every four steps, from the 500th on. */
export const deepQ = (settings: Settings & { readonly steps: number }): Arm => ({
  label: "DQN",
  method: narrowRl({ signal: feedback, learner: dqn.with({ ...settings, warmup: 500, "train-every": 4 }) }),
  gradientSteps: Math.floor(settings.steps / 4) - Math.floor(499 / 4),
});

/** So many passes over each whole rollout, in batches; what is left of one at the end is not learned from. */
export const proximal = (
  settings: Settings & { readonly steps: number; readonly rollout: number; readonly batch: number; readonly epochs: number },
): Arm => ({
  label: "PPO",
  method: narrowRl({ signal: feedback, learner: ppo.with(settings) }),
  gradientSteps: Math.floor(settings.steps / settings.rollout) * settings.epochs * Math.ceil(settings.rollout / settings.batch),
});
