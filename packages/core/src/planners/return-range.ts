import type { MeasuringCriterion } from "../criterion.ts";
import { type OptimalActions, type Policy, playUniformly } from "../policy.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { averageReward } from "./average-reward.ts";
import { evaluatePolicy } from "./evaluate-policy.ts";
import { finiteHorizon } from "./finite-horizon.ts";
import { policyIteration } from "./policy-iteration.ts";
import type { Solution } from "./solution.ts";

/** The returns of a reward over all policies that play only given actions. */
export interface ReturnRange {
  readonly min: number;
  /** With ties split evenly. */
  readonly mean: number;
  readonly max: number;
  /** A policy that attains the least return, its own ties split evenly. */
  readonly worst: Policy;
  /** A policy that attains the greatest. */
  readonly best: Policy;
}

/**
 * The tie hazard: least, mean and greatest return of `reward` (length Z) over every policy, with memory or without, that
 * uses only the `optimal` actions. Found by solving the world restricted to them for the reward and for its negative, on
 * the measuring criterion's own clock. Timed masks repeat: time t uses t mod their horizon.
 *
 * Where `optimal` comes from the average criterion the range is over conserving actions only, which do not hold every
 * gain-optimal policy (see `averageReward`); there the range of all of them may be wider.
 */
export function returnRange(asked: {
  readonly dynamics: TabularMdp;
  readonly reward: Float64Array;
  readonly optimal: OptimalActions;
  readonly criterion: MeasuringCriterion;
}): ReturnRange {
  const { dynamics, reward, optimal, criterion } = asked;
  const best = restricted(dynamics, reward, asked);
  const worst = restricted(
    dynamics,
    reward.map((r) => -r),
    asked,
  );
  const mean = evaluatePolicy({ dynamics, reward, policy: playUniformly(optimal, dynamics.actionCount), criterion });
  return { min: 0 - worst.startValue, mean, max: best.startValue, worst: worst.policy, best: best.policy };
}

function restricted(
  dynamics: TabularMdp,
  reward: Float64Array,
  { optimal, criterion }: { readonly optimal: OptimalActions; readonly criterion: MeasuringCriterion },
): Solution {
  const allowed = optimal.mask;
  switch (criterion.kind) {
    case "finite":
      return finiteHorizon(dynamics, reward, { horizon: criterion.horizon, allowed });
    case "discounted":
      return policyIteration(dynamics, reward, { discount: criterion.discount, allowed });
    case "average":
      return averageReward(dynamics, reward, { allowed });
  }
}
