import type { Criterion } from "../criterion.ts";
import type { Policy } from "../policy.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { softFiniteHorizon } from "./soft-finite-horizon.ts";
import { softOptimum } from "./soft-optimum.ts";
import type { Softening } from "./soften.ts";

/**
 * The exact soft optimum of a reward (length Z) under a criterion that has one: it depends on time where there is a horizon. `value` has
 * length S, that of time 0.
 *
 * @throws FirebreakError as `softOptimum` does, and "bad-criterion" for a horizon that is no whole number or too long to plan.
 */
export function solveSoftly(
  dynamics: TabularMdp,
  reward: Float64Array,
  { criterion, ...softening }: { readonly criterion: Extract<Criterion, { readonly kind: "finite" | "discounted" }> } & Softening,
): { readonly policy: Policy; readonly value: Float64Array } {
  return criterion.kind === "finite"
    ? softFiniteHorizon(dynamics, reward, { horizon: criterion.horizon, discount: 1, ...softening })
    : softOptimum(dynamics, reward, { discount: criterion.discount, ...softening });
}
