import { type Criterion, checkCriterion } from "../criterion.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { averageReward } from "./average-reward.ts";
import { finiteHorizon } from "./finite-horizon.ts";
import { planAndReplan } from "./plan-and-replan.ts";
import { policyIteration } from "./policy-iteration.ts";
import type { Solution } from "./solution.ts";

/** The exact optimum of a reward (length Z) under a criterion. @throws FirebreakError "bad-criterion" or "bad-reward". */
export function solve(dynamics: TabularMdp, reward: Float64Array, criterion: Criterion): Solution {
  checkCriterion(criterion);
  switch (criterion.kind) {
    case "finite":
      return finiteHorizon(dynamics, reward, criterion);
    case "discounted":
      return policyIteration(dynamics, reward, criterion);
    case "average":
      return averageReward(dynamics, reward);
    case "lookahead":
      return planAndReplan(dynamics, reward, criterion);
  }
}
