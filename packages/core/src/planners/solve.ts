import { type Criterion, checkCriterion } from "../criterion.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { averageReward } from "./average-reward.ts";
import { finiteHorizon } from "./finite-horizon.ts";
import { planAndReplan } from "./plan-and-replan.ts";
import { policyIteration } from "./policy-iteration.ts";
import type { Solution } from "./solution.ts";

/** The exact optimum of a reward (length Z) under a criterion. @throws FirebreakError "bad-criterion" or "bad-reward". */
export function solve(dynamics: TabularMdp, reward: Float64Array, criterion: Criterion): Solution {
  return solveWithin(dynamics, reward, { criterion });
}

/** The optimum among policies that play `allowed` actions only: masks of length S. @throws FirebreakError "bad-argument" where a state is left without one. */
export function solveWithin(
  dynamics: TabularMdp,
  reward: Float64Array,
  { criterion, allowed }: { readonly criterion: Criterion; readonly allowed?: Int32Array },
): Solution {
  checkCriterion(criterion);
  const within = allowed === undefined ? {} : { allowed };
  switch (criterion.kind) {
    case "finite":
      return finiteHorizon(dynamics, reward, { ...criterion, ...within });
    case "discounted":
      return policyIteration(dynamics, reward, { ...criterion, ...within });
    case "average":
      return averageReward(dynamics, reward, within);
    case "lookahead":
      return planAndReplan(dynamics, reward, { ...criterion, ...within });
  }
}
