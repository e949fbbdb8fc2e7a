import type { Walk } from "../kernels/walk.ts";
import { type Guide, pairsOf } from "./guided-play.ts";

/** The eight ways in which Knox and Stone put Ĥ into a reinforcement learner, in their order. */
export const COMBINATIONS = [
  "shaping",
  "feature",
  "initialise",
  "augmentation",
  "extra-action",
  "biasing",
  "control",
  "potential",
] as const;
export type Combination = (typeof COMBINATIONS)[number];

/** The settings of a combination: step size, what Q starts as, discount, and β with its decay an episode. */
export interface CombinationPace {
  readonly alpha: number;
  readonly initial: number;
  readonly discount: number;
  readonly beta: number;
  readonly decay: number;
}

/** max_a Ĥ(s, a) of every state; 0 where the world has ended. Length S. */
function potentials(walk: Walk, h: Float64Array): Float64Array {
  return Float64Array.from({ length: walk.stateCount }, (_, state) => {
    const pairs = pairsOf(walk, state);
    return pairs.length === 0 ? 0 : pairs.reduce((most, pair) => Math.max(most, h[pair] ?? 0), Number.NEGATIVE_INFINITY);
  });
}

/**
 * The guide that a combination makes of Ĥ (length P) (Knox and Stone 2010, "Combining manual feedback with subsequent MDP reward signals
 * for reinforcement learning"; 2012, "Reinforcement learning from simultaneous human and MDP reward").
 *
 * 1 shaping: R + βĤ. 2 feature: Ĥ is a feature of Q with a weight of its own. 3 initialise: Q starts βĤ higher. 4 augmentation: Q + βĤ in place
 * of Q. 5 extra-action: one more option, to do what Ĥ has highest. 6 biasing: Q + βĤ when choosing only. 7 control: with probability min(β, 1)
 * what Ĥ has highest. 8 potential: R + β(γφ(s') − φ(s)), φ(s) = max Ĥ(s, ·), 0 where the world has ended.
 */
export function guideOf(combination: Combination, walk: Walk, h: Float64Array, pace: CombinationPace): Guide {
  const { alpha, discount } = pace;
  const is = (...kinds: readonly Combination[]): boolean => kinds.includes(combination);
  const q = new Float64Array(walk.legalRow.length + walk.stateCount).fill(pace.initial);
  const phi = potentials(walk, h);
  if (is("initialise")) {
    q.set(h.map((judged) => pace.initial + pace.beta * judged));
  }
  let beta = pace.beta;
  let begun = false;
  let feature = 0;
  const judged = (option: number): number => h[option] ?? 0;
  const worth = (option: number): number =>
    (q[option] ?? 0) + (is("augmentation") ? beta * judged(option) : is("feature") ? feature * judged(option) : 0);
  return {
    worth,
    preference: (option) => worth(option) + (is("biasing") ? beta * judged(option) : 0),
    correct(option, error) {
      q[option] = (q[option] ?? 0) + alpha * error;
      feature += is("feature") ? alpha * error * judged(option) : 0;
    },
    bonus: ({ pair, state, next }) =>
      beta * (is("shaping") ? judged(pair) : is("potential") ? discount * (phi[next] ?? 0) - (phi[state] ?? 0) : 0),
    get weight() {
      return beta;
    },
    begin() {
      beta *= begun ? pace.decay : 1;
      begun = true;
    },
    advice: h,
    shares: is("control"),
    hasExtra: is("extra-action"),
  };
}
