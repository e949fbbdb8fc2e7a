import { checkCriterion } from "../criterion.ts";
import { FirebreakError } from "../error.ts";
import { actionValues, backupModel } from "../kernels/backup.ts";
import { checkPolicy, type Policy } from "../policy.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { chainOf } from "./chain.ts";
import { discountedValues } from "./evaluation.ts";
import { checkReward, magnitude } from "./greedy.ts";

/** Rounds of policy iteration before it is given up; it converges as Newton's method does. */
const MAX_ROUNDS = 1000;
/** The residual that is reached, relative to 1 + max|V|. */
const RESIDUAL = 1e-13;
/** 2^-53: a probability that adds nothing to 1. */
const LOST = 1.1102230246251565e-16;

/** The policy that maximises a reward less β times its divergence from another policy. */
export interface SoftOptimum {
  /** Acts less likely than 2^-53 are left out: a long-run average would hang on what happens once in 10^16 steps. */
  readonly policy: Policy;
  /** Length S: E Σ γ^t (r_t − β KL_t) from each state under it. */
  readonly value: Float64Array;
  /** The largest error left in the soft optimality equation, in the unit of value; V is off by at most 1/(1 − γ) of it. */
  readonly residual: number;
}

interface Softened {
  /** Length S: β log Σ π₀ exp(Q/β). */
  readonly value: Float64Array;
  /** Length S·A: π₀ exp((Q − V)/β). */
  readonly probability: Float64Array;
  /** Length S·A: log(π/π₀) = (Q − V)/β, where π₀ is above 0. */
  readonly logRatio: Float64Array;
}

/** The soft maximum of q in each state and the choices that attain it, by differences to the best act so that nothing overflows. */
function soften(
  q: Float64Array,
  prior: Float64Array,
  { stateCount, beta }: { readonly stateCount: number; readonly beta: number },
): Softened {
  const actionCount = q.length / stateCount;
  const value = new Float64Array(stateCount);
  const probability = new Float64Array(q.length);
  const logRatio = new Float64Array(q.length);
  for (let state = 0; state < stateCount; state++) {
    const rows = Array.from({ length: actionCount }, (_, action) => state * actionCount + action).filter((row) => (prior[row] ?? 0) > 0);
    const best = rows.reduce((most, row) => Math.max(most, q[row] ?? 0), Number.NEGATIVE_INFINITY);
    const weights = rows.map((row) => (prior[row] ?? 0) * Math.exp(((q[row] ?? 0) - best) / beta));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    value[state] = rows.length === 0 ? 0 : best + beta * Math.log(sum);
    rows.forEach((row, at) => {
      probability[row] = (weights[at] ?? 0) / sum;
      logRatio[row] = ((q[row] ?? 0) - best) / beta - Math.log(sum);
    });
  }
  return { value, probability, logRatio };
}

/** The policy without the acts that are lost beside the others. */
function withoutLost(probability: Float64Array): Policy {
  return { kind: "stationary", probability: probability.map((share) => (share < LOST ? 0 : share)) };
}

/**
 * Maximises E Σ γ^t (r_t − β KL(π ‖ π₀)) exactly: π ∝ π₀ exp(Q/β) with V = β log Σ π₀ exp(Q/β) (Todorov 2009; Levine 2018,
 * "Reinforcement learning and control as probabilistic inference"). `towards` is π₀: what it never does, π never does. As β → 0 it is the
 * optimum among what π₀ may do, ties weighted by π₀; as β → ∞ it is π₀.
 *
 * Soft policy iteration, each policy valued by a direct solve, to a residual of 1e-13·(1 + max|V|). `reward` has length Z; `discount`
 * is in [0, 1); `beta` above 0. A log-odds is off by at most 2γ/(1 − γ)·residual/β: below β = 1e-6 rounding begins to decide ties.
 *
 * @throws FirebreakError "bad-criterion" for the discount, "bad-argument" for β or a policy that depends on time, "bad-policy", "bad-reward".
 */
export function softOptimum(
  dynamics: TabularMdp,
  reward: Float64Array,
  { discount, beta, towards }: { readonly discount: number; readonly beta: number; readonly towards: Policy },
): SoftOptimum {
  checkCriterion({ kind: "discounted", discount });
  checkReward(dynamics, reward);
  checkPolicy(towards, dynamics);
  if (!(beta > 0 && beta < Number.POSITIVE_INFINITY) || towards.kind !== "stationary") {
    const what =
      towards.kind === "stationary" ? `with β = ${beta}: it must be a finite number above 0` : "towards a policy that depends on time";
    throw new FirebreakError("bad-argument", `Cannot regularise ${what}`);
  }
  const { stateCount, actionCount } = dynamics;
  const model = backupModel(dynamics, reward);
  const q = new Float64Array(stateCount * actionCount);
  let value: Float64Array = new Float64Array(stateCount);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    actionValues(model, { discount, value, out: q });
    const soft = soften(q, towards.probability, { stateCount, beta });
    const residual = magnitude(soft.value.map((next, state) => next - (value[state] ?? 0)));
    if (round > 0 && residual <= RESIDUAL * (1 + magnitude(value))) {
      return { policy: withoutLost(soft.probability), value, residual };
    }
    const net = model.rowReward.map((r, row) => r - beta * (soft.logRatio[row] ?? 0));
    const chain = chainOf(dynamics, (state, action) => soft.probability[state * actionCount + action] ?? 0, net);
    value = discountedValues([chain], discount)[0] ?? value;
  }
  throw new FirebreakError("not-converged", `Cannot settle on a policy: soft policy iteration still moves after ${MAX_ROUNDS} rounds`);
}
