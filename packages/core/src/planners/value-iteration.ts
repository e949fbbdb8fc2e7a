import { checkCriterion } from "../criterion.ts";
import { FirebreakError } from "../error.ts";
import { actionValues, backupModel, sweep } from "../kernels/backup.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { checkReward } from "./greedy.ts";
import { discountedSolution } from "./policy-iteration.ts";
import type { Solution } from "./solution.ts";

/**
 * The discounted optimum by synchronous value iteration: for worlds too large for policy iteration. Sweeps until no value
 * moves by more than `tolerance` (in the unit of value); the tie tolerance says how much that leaves undecided.
 *
 * @throws FirebreakError "not-converged" after `maxSweeps` sweeps, "bad-criterion" for the discount.
 */
export function valueIteration(
  dynamics: TabularMdp,
  reward: Float64Array,
  { discount, tolerance, maxSweeps }: { readonly discount: number; readonly tolerance: number; readonly maxSweeps: number },
): Solution {
  const criterion = { kind: "discounted", discount } as const;
  checkCriterion(criterion);
  checkReward(dynamics, reward);
  const model = backupModel(dynamics, reward);
  let from = new Float64Array(dynamics.stateCount);
  let to = new Float64Array(dynamics.stateCount);
  for (let count = 0; count < maxSweeps; count++) {
    const change = sweep(model, { discount, from, to });
    [from, to] = [to, from];
    if (change <= tolerance) {
      const q = new Float64Array(model.rowReward.length);
      actionValues(model, { discount, value: from, out: q });
      return discountedSolution(dynamics, { criterion, values: [from], qs: [q] });
    }
  }
  throw new FirebreakError(
    "not-converged",
    `Cannot reach a change of ${tolerance} a sweep by value iteration: values still move by more after ${maxSweeps} sweeps`,
  );
}
