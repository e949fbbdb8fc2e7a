import {
  FirebreakError,
  type OverseenProblem,
  outcomeVisits,
  type Policy,
  solveSoftly,
  type TabularMdp,
  uniformPolicy,
} from "@firebreak/core";
import type { LinearReward } from "./linear-reward.ts";
import { minimise, type Smooth } from "./minimise.ts";

/** What demonstrations are explained in: a clock on which counts are sums. */
export type CountingCriterion = Extract<NonNullable<OverseenProblem["criterion"]>, { readonly kind: "finite" | "discounted" }>;

/** Behaviour to explain by a linear reward. */
interface Explained {
  readonly dynamics: TabularMdp;
  readonly criterion: CountingCriterion;
  readonly features: LinearReward;
  /** The policy that was demonstrated. */
  readonly demonstrated: Policy;
  /** Weight of half the squared weights, above 0. */
  readonly ridge: number;
}

/** The reward that explains it. */
export interface Explanation {
  /** As many as there are features. */
  readonly weights: Float64Array;
  /** Length Z, rounded: see `fitCausalEntropy`. */
  readonly reward: Float64Array;
  /** The soft optimum of the reward. */
  readonly policy: Policy;
}

/** No entry of the gradient, in counts of an episode, is above it. */
const TOLERANCE = 1e-10;
/** Above this the search has stopped short of the minimum, and the fit is refused. */
const STALLED = 1e-6;
/** Every round plans: it pays to keep the steps of all of them, and it took 700 rounds of 128 weights with a tenth as many. */
const SEARCH = { memory: 400, maxRounds: 5000 } as const;
/** What rounding may do to the value of the dual, relative to 1 + its size: a soft value is solved to 1e-13 of its own. */
const NOISE = 1e-11;
/** Rewards are multiples of 2^-16: far above what the search leaves over, and sums of them are exact, so that what ties by symmetry ties. */
const GRID = 65_536;

/** The soft optimum at the temperature 1 that counts are matched at. The unit of the reward follows from it: nats. */
const softly = ({ dynamics, criterion }: Pick<Explained, "dynamics" | "criterion">, reward: Float64Array): ReturnType<typeof solveSoftly> =>
  solveSoftly(dynamics, reward, { criterion, beta: 1, towards: uniformPolicy(dynamics) });

/**
 * The dual of maximum causal entropy under matched counts (Ziebart, Bagnell and Dey 2010, §3; Ziebart 2010, theorem 6.7), with a ridge:
 * Σ d₀ V_θ − θ·f + ridge/2·|θ|², where f are the demonstrated counts. Convex; its gradient is the soft optimum's counts less f, plus ridge·θ.
 */
export function causalEntropyDual(explained: Explained): Smooth {
  const { dynamics, criterion, features, demonstrated, ridge } = explained;
  const wanted = features.counts(outcomeVisits({ dynamics, criterion, policy: demonstrated }));
  return (weights, gradient) => {
    const { policy, value } = softly(explained, features.reward(weights));
    const counts = features.counts(outcomeVisits({ dynamics, criterion, policy }));
    let sum = dynamics.initial.reduce((total, share, state) => total + share * (value[state] ?? 0), 0);
    weights.forEach((weight, at) => {
      sum += (ridge / 2) * weight * weight - weight * (wanted[at] ?? 0);
      gradient[at] = (counts[at] ?? 0) - (wanted[at] ?? 0) + ridge * weight;
    });
    return sum;
  };
}

/**
 * Maximum causal entropy inverse reinforcement learning: the reward, linear in its features, whose soft optimum has the demonstrated counts.
 * They are matched to within ridge·|weight|. Without a ridge there is no end to it where an act is never shown, since no finite reward
 * rules one out. What no demonstration tells apart (a constant, a potential) gets no weight. The reward is rounded to multiples of 2^-16,
 * and its soft optimum is that of the rounded one.
 *
 * `start` is where the search begins: it decides how long it takes, and nothing else.
 *
 * @throws FirebreakError "not-converged" where the search ends too far from the minimum; whatever `solveSoftly` throws.
 */
export function fitCausalEntropy(explained: Explained, start: Float64Array): Explanation {
  const { at: weights, slope } = minimise(causalEntropyDual(explained), start, { tolerance: TOLERANCE, noise: NOISE, ...SEARCH });
  if (!(slope <= STALLED)) {
    throw new FirebreakError(
      "not-converged",
      `Cannot explain the demonstrations: counts are still off by ${slope} where the search ends, with a ridge of ${explained.ridge}; a larger one makes it easier`,
    );
  }
  const reward = explained.features.reward(weights).map((r) => Math.round(r * GRID) / GRID + 0); // never -0
  return { weights, reward, policy: softly(explained, reward).policy };
}
