import { checkCriterion } from "../criterion.ts";
import { actionValues, backupModel } from "../kernels/backup.ts";
import { playUniformly } from "../policy.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { backupModels, expectedAtStart, greatest, magnitude, optimalOf, TIE_SCALE, tiedActions } from "./greedy.ts";
import type { Solution } from "./solution.ts";
import { checkTimedSize } from "./timed-size.ts";

/**
 * Looking M steps ahead, acting once, and planning again: Q_k = r + γ P max Q_{k−1}, act on Q_M. The plan's later selves are
 * taken to look less far, which the agent itself never does: its return may fall as M grows.
 *
 * Without `within` the policy is stationary. With `within: T` an episode ends at T and the plan at time t looks
 * min(M, T − t) steps ahead: the policy is timed, of horizon T. `discount` is in [0, 1]. `allowed`: masks of length S.
 *
 * @throws FirebreakError "bad-criterion" for a number out of range, "bad-argument" where a state is left without an action.
 */
export function planAndReplan(
  dynamics: TabularMdp,
  reward: Float64Array,
  options: { readonly steps: number; readonly discount: number; readonly within?: number; readonly allowed?: Int32Array },
): Solution {
  const { steps, discount, within, allowed } = options;
  const criterion = { kind: "lookahead", steps, discount, ...(within === undefined ? {} : { within }) } as const;
  checkCriterion(criterion);
  checkTimedSize(dynamics, within ?? 1);
  const { stateCount, actionCount } = dynamics;
  const [model = backupModel(dynamics, reward)] = backupModels(dynamics, reward, allowed);
  const depth = Math.min(steps, within ?? steps);
  const q = new Float64Array(stateCount * actionCount);
  const masks: Int32Array[] = [];
  let value: Float64Array = new Float64Array(stateCount);
  let tieTolerance = 0;
  for (let ahead = 1; ahead <= depth; ahead++) {
    actionValues(model, { discount, value, out: q });
    value = greatest(q, actionCount);
    tieTolerance = TIE_SCALE * (1 + magnitude(q));
    if (within !== undefined || ahead === depth) {
      masks.push(tiedActions(q, value, tieTolerance));
    }
  }
  const [last = new Int32Array(stateCount)] = masks.slice(-1);
  const perTime = Array.from({ length: within ?? 1 }, (_, time) =>
    within === undefined ? last : (masks[Math.min(depth, within - time) - 1] ?? last),
  );
  const optimal = within === undefined ? optimalOf([last]) : ({ ...optimalOf(perTime), kind: "timed", horizon: within } as const);
  return {
    criterion,
    optimal,
    policy: playUniformly(optimal, actionCount),
    value,
    q,
    startValue: expectedAtStart(dynamics, value),
    residual: 0,
    tieTolerance,
  };
}
