import type { Criterion, Method } from "@firebreak/core";
import {
  type Amplifier,
  approvalAmplification,
  committee,
  exactDistiller,
  exactLearner,
  ignore,
  imitativeAmplification,
  lookahead,
} from "@firebreak/methods";
import { evaluativeFeedback } from "@firebreak/rewards";

/** What H makes of her agent, by the names that figures use. */
const AMPLIFIERS: Readonly<Record<"alone" | "committee" | "foresight", Amplifier>> = {
  alone: ignore.with(),
  committee: committee.with(),
  foresight: lookahead.with(),
};
export type AmplifierName = keyof typeof AMPLIFIERS;

export const ROUNDS = [1, 2, 3, 4, 5];
export const LAST = 5;

type Start = "human" | "rock";

/** Each agent does what the amplified overseer would do. */
export const imitative = (name: AmplifierName, rounds: number = LAST, start: Start = "human"): Method =>
  imitativeAmplification({ amplifier: AMPLIFIERS[name], distiller: exactDistiller.with(), start, human: "same", rounds });

/** Each agent optimises the amplified overseer's feedback. */
export const approval = (name: AmplifierName, rounds: number = LAST): Method =>
  approvalAmplification({
    amplifier: AMPLIFIERS[name],
    signal: evaluativeFeedback.with(),
    learner: exactLearner.with(),
    start: "human",
    human: "same",
    rounds,
  });

/** M: how many steps of the amplified overseer's reward the second design plans for, at one plan discount. */
export const lookingAhead = (steps: number): Criterion => ({ kind: "lookahead", steps, discount: 0.9 });
export const LOOKAHEADS = [1, 2, 3, 4, 8, 16];
/** Where the claims are decided. */
export const FAR = 8;
