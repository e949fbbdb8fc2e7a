import {
  broadRl,
  cloning,
  exactDistiller,
  exactLearner,
  type Family,
  imitation,
  type Learner,
  type Method,
  narrowRl,
  qLearning,
  reference,
  type Signal,
  sarsa,
  timedQLearning,
  uniformPlay,
} from "@firebreak/core";
import {
  evaluativeFeedback,
  matchedShaping,
  observedOutcome,
  regretApproval,
  stateValue,
  valueDifference,
  valueRise,
} from "@firebreak/rewards";

const exact = exactLearner.with();
const narrow = (signal: Family<Signal>, learner: Learner = exact): Method => narrowRl({ signal: signal.with(), learner });
const broad = (signal: Family<Signal>): Method => broadRl({ signal: signal.with(), learner: exact });

/** Imitation of the same judgement: the control. */
export const copy: Method = imitation({ distiller: exactDistiller.with() });
export const byFeedback: Method = narrow(evaluativeFeedback);
export const byValueDifference: Method = narrow(valueDifference);
/** Value difference by an overseer who misses the fall: the control that must fail. */
export const byValueRise: Method = narrow(valueRise);

/** Everything that optimises a signal, solved exactly. */
export const optimisers: readonly Method[] = [
  byFeedback,
  byValueDifference,
  narrow(matchedShaping),
  narrow(regretApproval),
  broad(stateValue),
  broad(observedOutcome),
];

/** What the contestants are compared with. */
export const references: readonly Method[] = [reference({ learner: exact }), uniformPlay()];

const clone = imitation({ distiller: cloning.with({ steps: 20_000 }) });

/** Sampled arms, each with an exact counterpart in another sweep. */
export const learned: readonly Method[] = [
  ...[evaluativeFeedback, valueDifference, regretApproval].map((signal) => narrow(signal, qLearning.with({ steps: 20_000 }))),
  narrow(evaluativeFeedback, sarsa.with({ steps: 20_000 })),
  clone,
];
export const learnedTimed: readonly Method[] = [
  ...[evaluativeFeedback, valueDifference].map((signal) => narrow(signal, timedQLearning.with({ steps: 20_000 }))),
  clone,
];
