import { checkCriterion } from "../criterion.ts";
import { FirebreakError } from "../error.ts";
import { actionValues, type BackupModel } from "../kernels/backup.ts";
import { playUniformly } from "../policy.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { discountedValues } from "./evaluation.ts";
import { backupModels, expectedAtStart, greatest, magnitude, most, optimalOf, TIE_SCALE, tiedActions } from "./greedy.ts";
import { choicesIn, cycleOf, improve, largestGap, openingChoices } from "./howard.ts";
import type { Solution } from "./solution.ts";

const MAX_ROUNDS = 10_000;

/**
 * The discounted optimum, by Howard's policy iteration (1960) with a direct solve of each policy's value.
 *
 * `reward` has length Z, `discount` is in [0, 1). `allowed` restricts the actions: masks of length S, or of length n·S where
 * phase t mod n has its own; then the answer is a timed policy of horizon n, and `value` and `q` are those of time 0. `near`: masks of
 * the same length that are optimal at a discount near by; any of their actions will do to start from, and most of the work is saved.
 *
 * @throws FirebreakError "bad-criterion" for the discount, "bad-argument" where a state is left without an action.
 */
export function policyIteration(
  dynamics: TabularMdp,
  reward: Float64Array,
  { discount, allowed, near }: { readonly discount: number; readonly allowed?: Int32Array; readonly near?: Int32Array },
): Solution {
  const criterion = { kind: "discounted", discount } as const;
  checkCriterion(criterion);
  const models = backupModels(dynamics, reward, allowed);
  const { actionCount } = dynamics;
  const choices = near === undefined ? openingChoices(models, discount) : choicesIn(near, dynamics.stateCount);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const values = discountedValues(cycleOf(dynamics, models, choices), discount);
    const qs = models.map((model, phase) => backup(model, discount, values[(phase + 1) % values.length]));
    // A value is off by at most its residual/(1 − γ), so a gain of more than twice that is real, and no choice comes back.
    const error = most(qs, (q, phase) => largestGap(choices[phase] ?? new Int32Array(0), q, values[phase] ?? q));
    const scale = 1 + most(qs, magnitude);
    const tolerance = Math.max((2 * error) / (1 - discount), 1e-14 * scale);
    const moved = choices.map((choice, phase) => improve(choice, { q: qs[phase] ?? new Float64Array(0), actionCount, tolerance }));
    if (!moved.includes(true)) {
      return discountedSolution(dynamics, { criterion, values, qs });
    }
  }
  throw new FirebreakError("not-converged", `Cannot settle on a policy: policy iteration still changes it after ${MAX_ROUNDS} rounds`);
}

function backup(model: BackupModel, discount: number, value: Float64Array = new Float64Array(0)): Float64Array {
  const out = new Float64Array(model.rowReward.length);
  actionValues(model, { discount, value, out });
  return out;
}

/** The answer that values and action values of each phase make: ties, residual and their tolerance. */
export function discountedSolution(
  dynamics: TabularMdp,
  found: {
    readonly criterion: { readonly kind: "discounted"; readonly discount: number };
    readonly values: readonly Float64Array[];
    readonly qs: readonly Float64Array[];
  },
): Solution {
  const { criterion, values, qs } = found;
  const best = qs.map((q) => greatest(q, dynamics.actionCount));
  const residual = most(best, (top, phase) => magnitude(top.map((value, state) => value - (values[phase]?.[state] ?? 0))));
  const bound = (2 * criterion.discount * residual) / (1 - criterion.discount);
  const tieTolerance = Math.max(bound, TIE_SCALE * (1 + most(qs, magnitude)));
  const optimal = optimalOf(qs.map((q, phase) => tiedActions(q, best[phase] ?? q, tieTolerance)));
  const value = values[0] ?? new Float64Array(0);
  return {
    criterion,
    optimal,
    policy: playUniformly(optimal, dynamics.actionCount),
    value,
    q: qs[0] ?? new Float64Array(0),
    startValue: expectedAtStart(dynamics, value),
    residual,
    tieTolerance,
  };
}
