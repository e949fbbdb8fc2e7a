import type { Family, Method, Signal } from "@firebreak/core";
import {
  broadRl,
  cloning,
  exactDistiller,
  exactLearner,
  imitation,
  type Learner,
  narrowRl,
  qLearning,
  quantiliser,
  reference,
  regularisedRl,
  sarsa,
  timedQLearning,
  uniformPlay,
} from "@firebreak/methods";
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

/** Broad RL on how the outcome seems: what the sum of value differences comes back to. */
export const byStateValue: Method = broad(stateValue);

/** Everything that optimises a signal, solved exactly. */
export const optimisers: readonly Method[] = [
  byFeedback,
  byValueDifference,
  narrow(matchedShaping),
  narrow(regretApproval),
  byStateValue,
  broad(observedOutcome),
];

/** The price of a nat away from imitation, and the share of what an imitator does among which the best is taken. */
const BETAS = [10, 3, 1, 0.5, 0.3, 0.2, 0.1, 0.05, 0.03, 0.02, 0.01, 0.003, 0.001];
const QUANTILES = [1, 0.3, 0.1, 0.03, 0.01, 1e-3, 1e-4, 1e-5, 1e-6];

/** The path from imitation to RL on her feedback, by a price and by a bound. */
export const towardsHer: readonly Method[] = [
  ...BETAS.map((beta) => regularisedRl({ signal: evaluativeFeedback.with(), distiller: exactDistiller.with(), beta })),
  ...QUANTILES.map((q) => quantiliser({ signal: evaluativeFeedback.with(), distiller: exactDistiller.with(), q })),
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
