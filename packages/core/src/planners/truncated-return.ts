import { checkCriterion } from "../criterion.ts";
import { FirebreakError } from "../error.ts";
import { actionValues, type BackupModel, backupModel } from "../kernels/backup.ts";
import { countBits, playUniformly } from "../policy.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { checkReward, expectedAtStart, greatest, magnitude, optimalOf, TIE_SCALE, tiedActions } from "./greedy.ts";
import type { Solution } from "./solution.ts";
import { checkTimedSize } from "./timed-size.ts";

/** Steps back from the end before the selves are given up for never settling. */
const MAX_ROUNDS = 10_000;

/** The M-step returns of one time step, and what its self does about them. */
interface Self {
  /** `value[h]`, length S: the return of h steps from this time on, under this self's play and the later ones'. M + 1 arrays. */
  readonly value: readonly Float64Array[];
  /** Length S·A: the M-step return of each action, the later selves then playing as they will. */
  readonly q: Float64Array;
  readonly mask: Int32Array;
  readonly tieTolerance: number;
}

/** Σ_a π(a|s) Q(s, a), π uniform on a mask. Length S. */
function underMask(q: Float64Array, mask: Int32Array): Float64Array {
  const actionCount = q.length / mask.length;
  return Float64Array.from(mask, (bits, state) => {
    let sum = 0;
    for (let action = 0; action < actionCount; action++) {
      sum += (bits >>> action) & 1 ? (q[state * actionCount + action] ?? 0) : 0;
    }
    return bits === 0 ? 0 : sum / countBits(bits);
  });
}

/** The self a step before `later`: greedy for `steps` steps of its own and the later selves' play. */
function selfBefore(model: BackupModel, later: readonly Float64Array[], discount: number): Self {
  const steps = later.length - 1;
  const [none] = later;
  const qs = later.slice(0, steps).map((value) => {
    const out = new Float64Array(model.rowReward.length);
    actionValues(model, { discount, value, out });
    return out;
  });
  const q = qs[steps - 1] ?? new Float64Array(0);
  const tieTolerance = TIE_SCALE * (1 + magnitude(q));
  const mask = tiedActions(q, greatest(q, model.actionCount), tieTolerance);
  return { value: [none ?? q, ...qs.map((each) => underMask(each, mask))], q, mask, tieTolerance };
}

/** Finds when a sequence of plays begins to repeat for good, which it does once `memory` of them in a row have been there before. */
function watchForPeriod(memory: number): (mask: Int32Array) => number | undefined {
  const ids = new Map<string, number>();
  const seen: number[] = [];
  const matches: number[] = []; // matches[p]: how many plays in a row were as the p-th before them
  return (mask) => {
    const name = mask.join(" ");
    const id = ids.get(name) ?? ids.size;
    ids.set(name, id);
    for (let period = 1; period <= seen.length; period++) {
      matches[period] = seen[seen.length - period] === id ? (matches[period] ?? 0) + 1 : 0;
    }
    seen.push(id);
    const found = matches.findIndex((count) => count >= memory);
    return found === -1 ? undefined : found;
  };
}

/**
 * The fixed point of a learner that optimises M-step returns of its own future behaviour: at each time it plays what is best for
 * E Σ_{k<M} γ^k r_k when its later selves play as *they* will, who look M steps ahead themselves. `planAndReplan` takes its later
 * selves to look less far, which they do not. M = 1 is greedy for the reward of one step; with γ < 1 and M large it is the optimum.
 *
 * Found backwards from an end so far away that what is nearest to us has come to repeat: where it settles on one play the policy is
 * stationary, where selves of period p take turns it is timed, of horizon p (a fixed point in stationary policies may exist beside it,
 * pure or mixed). Ties are played uniformly. With `within: T` the episode ends at T, the self at time t looks min(M, T − t) steps ahead,
 * and the policy is timed, of horizon T. `steps` is M; `reward` has length Z; `discount` is in [0, 1]. Time M·Z for each of at least
 * 2M steps back.
 *
 * @throws FirebreakError "bad-criterion" for a number out of range, "not-converged" where the selves never come to repeat.
 */
export function truncatedReturn(
  dynamics: TabularMdp,
  reward: Float64Array,
  options: { readonly steps: number; readonly discount: number; readonly within?: number },
): Solution {
  const { steps, discount, within } = options;
  const criterion = { kind: "lookahead", ...options } as const;
  checkCriterion(criterion);
  checkReward(dynamics, reward);
  checkTimedSize(dynamics, within ?? 1);
  const model = backupModel(dynamics, reward);
  const depth = Math.min(steps, within ?? steps);
  const period = watchForPeriod(Math.max(1, depth - 1));
  let self: Self = selfBefore(model, Array<Float64Array>(depth + 1).fill(new Float64Array(dynamics.stateCount)), discount);
  const masks = [self.mask];
  let repeats = period(self.mask);
  while (masks.length < (within ?? MAX_ROUNDS) && (within !== undefined || repeats === undefined)) {
    self = selfBefore(model, self.value, discount);
    masks.push(self.mask);
    repeats = period(self.mask);
  }
  const length = within ?? repeats;
  if (length === undefined) {
    throw new FirebreakError(
      "not-converged",
      `Cannot settle on a policy: selves that look ${steps} steps ahead still change ${MAX_ROUNDS} steps from the end`,
    );
  }
  const forward = masks.slice(-length).reverse();
  const optimal = within === undefined ? optimalOf(forward) : ({ ...optimalOf(forward), kind: "timed", horizon: within } as const);
  const value = self.value[depth] ?? new Float64Array(0);
  return {
    criterion,
    optimal,
    policy: playUniformly(optimal, dynamics.actionCount),
    value,
    q: self.q,
    startValue: expectedAtStart(dynamics, value),
    residual: 0,
    tieTolerance: self.tieTolerance,
  };
}
