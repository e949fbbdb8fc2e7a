import { checkCriterion } from "../criterion.ts";
import { FirebreakError } from "../error.ts";
import { actionValues, backupModel } from "../kernels/backup.ts";
import type { Policy } from "../policy.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { checkReward } from "./greedy.ts";
import { checkSoftening, type Softening, soften, withoutLost } from "./soften.ts";
import { checkTimedSize } from "./timed-size.ts";

/**
 * Maximises E Σ_{t<T} γ^t (r_t − β KL(π_t ‖ π₀)) exactly, by one sweep backwards: V_t = β log Σ π₀ exp(Q_t/β), π_t = π₀ exp((Q_t − V_t)/β)
 * (Ziebart 2010, §5.2, whose causal entropy is the case of a uniform π₀: where every state has A legal actions, log A a step is all that parts
 * the two values, and nothing parts the policies). `reward` has length Z; `discount` is in [0, 1]; `beta` above 0; `value` is V_0, length S.
 *
 * Acts less likely than 2^-53 are left out. The library `imitation` plans at γ = 1 for its occupancy measures where no policy is
 * handed in, whatever discount it was given; here one γ holds throughout.
 *
 * @throws FirebreakError "bad-criterion" for the horizon or the discount, "bad-argument" for β or a policy that depends on time,
 *   "bad-policy", "bad-reward".
 */
export function softFiniteHorizon(
  dynamics: TabularMdp,
  reward: Float64Array,
  { horizon, discount, ...softening }: { readonly horizon: number; readonly discount: number } & Softening,
): { readonly policy: Policy; readonly value: Float64Array } {
  checkCriterion({ kind: "finite", horizon });
  if (!(discount >= 0 && discount <= 1)) {
    throw new FirebreakError("bad-criterion", `Cannot use ${discount} as a discount within a horizon: it must be in [0, 1]`);
  }
  checkReward(dynamics, reward);
  checkTimedSize(dynamics, horizon);
  const prior = checkSoftening(dynamics, softening);
  const { stateCount, actionCount } = dynamics;
  const rows = stateCount * actionCount;
  const model = backupModel(dynamics, reward);
  const probability = new Float64Array(horizon * rows);
  const q = new Float64Array(rows);
  let value: Float64Array = new Float64Array(stateCount);
  for (let time = horizon - 1; time >= 0; time--) {
    actionValues(model, { discount, value, out: q });
    const soft = soften(q, prior, { stateCount, beta: softening.beta });
    probability.set(withoutLost(soft.probability), time * rows);
    value = soft.value;
  }
  return { policy: { kind: "timed-stochastic", horizon, probability }, value };
}
