import { checkCriterion } from "../criterion.ts";
import { FirebreakError } from "../error.ts";
import { actionValues, backupModel } from "../kernels/backup.ts";
import type { Policy } from "../policy.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { chainOf } from "./chain.ts";
import { discountedValues } from "./evaluation.ts";
import { checkReward, magnitude } from "./greedy.ts";
import { checkSoftening, type Softening, soften, withoutLost } from "./soften.ts";

/** Rounds of policy iteration before it is given up; it converges as Newton's method does. */
const MAX_ROUNDS = 1000;
/** The residual that is reached, relative to 1 + max|V|. */
const RESIDUAL = 1e-13;

/** The policy that maximises a reward less β times its divergence from another policy. */
export interface SoftOptimum {
  /** Acts less likely than 2^-53 are left out: a long-run average would hang on what happens once in 10^16 steps. */
  readonly policy: Policy;
  /** Length S: E Σ γ^t (r_t − β KL_t) from each state under it. */
  readonly value: Float64Array;
  /** The largest error left in the soft optimality equation, in the unit of value; V is off by at most 1/(1 − γ) of it. */
  readonly residual: number;
}

/**
 * Maximises E Σ γ^t (r_t − β KL(π ‖ π₀)) exactly: π ∝ π₀ exp(Q/β) with V = β log Σ π₀ exp(Q/β) (Todorov 2009; Levine 2018,
 * "Reinforcement learning and control as probabilistic inference"). `towards` is π₀: what it never does, π never does. As β → 0 it is the
 * optimum among what π₀ may do, ties weighted by π₀; as β → ∞ it is π₀.
 *
 * Soft policy iteration, each policy valued by a solve of its linear system, to a residual of 1e-13·(1 + max|V|). `reward` has length Z; `discount`
 * is in [0, 1); `beta` above 0. A log-odds is off by at most 2γ/(1 − γ)·residual/β: below β = 1e-6 rounding begins to decide ties.
 *
 * @throws FirebreakError "bad-criterion" for the discount, "bad-argument" for β or a policy that depends on time, "bad-policy", "bad-reward".
 */
export function softOptimum(
  dynamics: TabularMdp,
  reward: Float64Array,
  { discount, beta, towards }: { readonly discount: number } & Softening,
): SoftOptimum {
  checkCriterion({ kind: "discounted", discount });
  checkReward(dynamics, reward);
  const prior = checkSoftening(dynamics, { beta, towards });
  const { stateCount, actionCount } = dynamics;
  const model = backupModel(dynamics, reward);
  const q = new Float64Array(stateCount * actionCount);
  let value: Float64Array = new Float64Array(stateCount);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    actionValues(model, { discount, value, out: q });
    const soft = soften(q, prior, { stateCount, beta });
    const residual = magnitude(soft.value.map((next, state) => next - (value[state] ?? 0)));
    if (round > 0 && residual <= RESIDUAL * (1 + magnitude(value))) {
      return { policy: { kind: "stationary", probability: withoutLost(soft.probability) }, value, residual };
    }
    const net = model.rowReward.map((r, row) => r - beta * (soft.logRatio[row] ?? 0));
    const chain = chainOf(dynamics, (state, action) => soft.probability[state * actionCount + action] ?? 0, net);
    value = discountedValues([chain], discount)[0] ?? value;
  }
  throw new FirebreakError("not-converged", `Cannot settle on a policy: soft policy iteration still moves after ${MAX_ROUNDS} rounds`);
}
