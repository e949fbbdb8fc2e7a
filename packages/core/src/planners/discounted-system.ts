import { checkCriterion } from "../criterion.ts";
import { checkPolicy, type Policy } from "../policy.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { chainOf, playAt } from "./chain.ts";
import { type LinearSystem, linearSystem } from "./linear.ts";

/**
 * The discounted equations of one stationary policy, prepared once for many rewards and starts: `values(r)` is the v of v = r + γPv, with
 * r(s) what a step from s pays, length S; `visits(b)` the x of x = b + γxP, with b any signed mass on states, length S.
 *
 * @throws FirebreakError "bad-criterion" unless the discount is in [0, 1), "bad-policy" where the policy does not fit.
 */
export function discountedSystem(
  dynamics: TabularMdp,
  policy: Extract<Policy, { readonly kind: "stationary" }>,
  discount: number,
): LinearSystem {
  checkCriterion({ kind: "discounted", discount });
  checkPolicy(policy, dynamics);
  const noReward = new Float64Array(dynamics.stateCount * dynamics.actionCount);
  return linearSystem(chainOf(dynamics, playAt(policy, 0, dynamics), noReward).chain, discount);
}
