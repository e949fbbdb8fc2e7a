import { checkCriterion } from "../criterion.ts";
import { FirebreakError } from "../error.ts";
import { actionValues, backupModel } from "../kernels/backup.ts";
import { checkPolicy, type Policy } from "../policy.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { chainOf } from "./chain.ts";
import { discountedValues } from "./evaluation.ts";
import { checkReward, magnitude, TIE_SCALE } from "./greedy.ts";

const MAX_ROUNDS = 1000;
/** The residual that is reached, relative to 1 + max|V|. */
const RESIDUAL = 1e-13;

/** The policy that maximises a reward among those that make no act more than 1/q times as likely as another policy does. */
export interface QuantileOptimum {
  readonly policy: Policy;
  /** Length S. */
  readonly value: Float64Array;
  /** The largest error left in the optimality equation, in the unit of value; V is off by at most 1/(1 − γ) of it. */
  readonly residual: number;
}

/** The best `quantile` of the prior in each state, by q; acts that tie share what is left as the prior has it. Length S·A. */
function bestPart(
  q: Float64Array,
  prior: Float64Array,
  { actionCount, quantile }: { readonly actionCount: number; readonly quantile: number },
): Float64Array {
  const tolerance = TIE_SCALE * (1 + magnitude(q));
  const play = new Float64Array(q.length);
  for (let first = 0; first < q.length; first += actionCount) {
    let left = quantile;
    let waiting = Array.from({ length: actionCount }, (_, action) => first + action).filter((row) => (prior[row] ?? 0) > 0);
    while (left > 0 && waiting.length > 0) {
      const best = waiting.reduce((most, row) => Math.max(most, q[row] ?? 0), Number.NEGATIVE_INFINITY);
      const tied = waiting.filter((row) => (q[row] ?? 0) >= best - tolerance);
      const mass = tied.reduce((sum, row) => sum + (prior[row] ?? 0), 0);
      // The last acts take all that is left, or a rounding of the prior's sum would be missing.
      const taken = tied.length === waiting.length ? left : Math.min(left, mass);
      for (const row of tied) {
        play[row] = ((taken / quantile) * (prior[row] ?? 0)) / mass;
      }
      waiting = waiting.filter((row) => !tied.includes(row));
      left -= taken;
    }
  }
  return play;
}

/**
 * Maximises E Σ γ^t r_t among the policies with π ≤ π₀/q everywhere: in each state the best q of what π₀ plays (Taylor 2016, "Quantilizers"),
 * best by the value of going on likewise. q = 1 is π₀; q → 0 is the optimum among what π₀ ever plays, ties weighted by π₀.
 *
 * Policy iteration, each policy valued by a direct solve, to a residual of 1e-13·(1 + max|V|). `reward` has length Z; `discount` is in
 * [0, 1); `quantile` is q, in (0, 1].
 *
 * @throws FirebreakError "bad-criterion" for the discount, "bad-argument" for q or a policy that depends on time, "bad-policy", "bad-reward".
 */
export function quantileOptimum(
  dynamics: TabularMdp,
  reward: Float64Array,
  { discount, quantile, towards }: { readonly discount: number; readonly quantile: number; readonly towards: Policy },
): QuantileOptimum {
  checkCriterion({ kind: "discounted", discount });
  checkReward(dynamics, reward);
  checkPolicy(towards, dynamics);
  if (!(quantile > 0 && quantile <= 1) || towards.kind !== "stationary") {
    const what = towards.kind === "stationary" ? `the best ${quantile}: it must be in (0, 1]` : "a policy that depends on time";
    throw new FirebreakError("bad-argument", `Cannot quantilise ${what}`);
  }
  const { stateCount, actionCount } = dynamics;
  const model = backupModel(dynamics, reward);
  const q = new Float64Array(stateCount * actionCount);
  let value: Float64Array = new Float64Array(stateCount);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    actionValues(model, { discount, value, out: q });
    const play = bestPart(q, towards.probability, { actionCount, quantile });
    const worth = value.map((_, state) => {
      let sum = 0;
      for (let row = state * actionCount; row < (state + 1) * actionCount; row++) {
        sum += play[row] === 0 ? 0 : (play[row] ?? 0) * (q[row] ?? 0);
      }
      return sum;
    });
    const residual = magnitude(worth.map((next, state) => next - (value[state] ?? 0)));
    if (round > 0 && residual <= RESIDUAL * (1 + magnitude(value))) {
      return { policy: { kind: "stationary", probability: play }, value, residual };
    }
    value =
      discountedValues([chainOf(dynamics, (state, action) => play[state * actionCount + action] ?? 0, model.rowReward)], discount)[0] ??
      value;
  }
  throw new FirebreakError("not-converged", `Cannot settle on a policy: policy iteration still moves after ${MAX_ROUNDS} rounds`);
}
