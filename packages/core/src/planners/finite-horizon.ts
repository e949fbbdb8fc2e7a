import { checkCriterion } from "../criterion.ts";
import { actionValuesAndBest } from "../kernels/backup.ts";
import { playUniformly } from "../policy.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { backupModels, expectedAtStart, TIE_SCALE, tiedActions } from "./greedy.ts";
import type { Solution } from "./solution.ts";
import { checkTimedSize } from "./timed-size.ts";

/**
 * The undiscounted optimum over `horizon` steps, by backward induction. Masks are of length horizon·S; at time t an action
 * ties within 1e-12·(1 + the largest |Q| from t on), and `tieTolerance` is that of time 0, the widest.
 *
 * `allowed` restricts the actions: masks of length S, or of length n·S, of which time t uses t mod n.
 *
 * @throws FirebreakError "bad-criterion" for the horizon, "bad-argument" where a state is left without an action.
 */
export function finiteHorizon(
  dynamics: TabularMdp,
  reward: Float64Array,
  { horizon, allowed }: { readonly horizon: number; readonly allowed?: Int32Array },
): Solution {
  const criterion = { kind: "finite", horizon } as const;
  checkCriterion(criterion);
  checkTimedSize(dynamics, horizon);
  const { stateCount, actionCount } = dynamics;
  const models = backupModels(dynamics, reward, allowed);
  const mask = new Int32Array(horizon * stateCount);
  const q = new Float64Array(stateCount * actionCount);
  let [value, best] = [new Float64Array(stateCount), new Float64Array(stateCount)];
  let scale = 1;
  for (let time = horizon - 1; time >= 0; time--) {
    const model = models[time % models.length] as (typeof models)[number]; // at least one, so never undefined
    const largest = actionValuesAndBest(model, { value, q, best });
    [value, best] = [best, value];
    scale = Math.max(scale, 1 + largest);
    mask.set(tiedActions(q, value, TIE_SCALE * scale), time * stateCount);
  }
  const optimal = { kind: "timed", horizon, mask } as const;
  return {
    criterion,
    optimal,
    policy: playUniformly(optimal, actionCount),
    value,
    q,
    startValue: expectedAtStart(dynamics, value),
    residual: 0,
    tieTolerance: TIE_SCALE * scale,
  };
}
