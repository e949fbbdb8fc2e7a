import { FirebreakError } from "../error.ts";
import { type BackupModel, backupModel } from "../kernels/backup.ts";
import type { OptimalActions } from "../policy.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { phasesOf } from "./cycle.ts";

/** The planners' relative tie tolerance: differences in Q up to this times (1 + max|Q|) are rounding. */
export const TIE_SCALE = 1e-12;

/** The greatest of what each item comes to; −Infinity of none. Math.max takes no more arguments than a stack holds, and phases may be more. */
export function most<T>(items: readonly T[], of: (item: T, index: number) => number): number {
  return items.reduce((top, item, index) => Math.max(top, of(item, index)), Number.NEGATIVE_INFINITY);
}

/** The largest finite absolute value. */
export function magnitude(numbers: Float64Array): number {
  let largest = 0;
  for (const number of numbers) {
    const size = Math.abs(number);
    largest = size > largest && size !== Number.POSITIVE_INFINITY ? size : largest;
  }
  return largest;
}

/** max_a Q(s, a), length S; 0 at a state without actions. */
export function greatest(q: Float64Array, actionCount: number): Float64Array {
  const best = new Float64Array(q.length / actionCount);
  for (let state = 0; state < best.length; state++) {
    let value = Number.NEGATIVE_INFINITY;
    for (let row = state * actionCount; row < (state + 1) * actionCount; row++) {
      const candidate = q[row] ?? 0;
      value = Math.max(value, candidate);
    }
    best[state] = value === Number.NEGATIVE_INFINITY ? 0 : value;
  }
  return best;
}

/** The actions within the tolerance of the best of each state, as masks of length S; 0 at a state without actions. */
export function tiedActions(q: Float64Array, best: Float64Array, tolerance: number): Int32Array {
  const actionCount = q.length / best.length;
  const masks = new Int32Array(best.length);
  for (let state = 0; state < masks.length; state++) {
    const least = (best[state] ?? 0) - tolerance;
    let mask = 0;
    for (let action = 0; action < actionCount; action++) {
      if ((q[state * actionCount + action] ?? 0) >= least) {
        mask |= 1 << action;
      }
    }
    masks[state] = mask;
  }
  return masks;
}

/** Throws FirebreakError "bad-reward" unless the reward has one finite number for each outcome. */
export function checkReward({ nextState }: TabularMdp, reward: Float64Array): void {
  if (reward.length !== nextState.length) {
    throw new FirebreakError("bad-reward", `Cannot use a reward of length ${reward.length}: the world has ${nextState.length} outcomes`);
  }
  const strange = reward.findIndex((r) => !Number.isFinite(r));
  if (strange !== -1) {
    throw new FirebreakError(
      "bad-reward",
      `Cannot use a reward that is ${reward[strange]} for outcome ${strange}: it must be a finite number`,
    );
  }
}

/** One backup model a phase: one where `allowed` is absent or has length S, n where it has length n·S. */
export function backupModels(dynamics: TabularMdp, reward: Float64Array, allowed?: Int32Array): readonly BackupModel[] {
  checkReward(dynamics, reward);
  if (allowed === undefined) {
    return [backupModel(dynamics, reward)];
  }
  const { stateCount } = dynamics;
  return Array.from({ length: phasesOf(allowed.length, stateCount) }, (_, phase) => {
    const model = backupModel(dynamics, reward, allowed.subarray(phase * stateCount, (phase + 1) * stateCount));
    checkChoice(dynamics, model.rowReward);
    return model;
  });
}

function checkChoice(dynamics: TabularMdp, rowReward: Float64Array): void {
  const { stateCount, actionCount, terminal } = dynamics;
  for (let state = 0; state < stateCount; state++) {
    if (
      terminal[state] === 0 &&
      rowReward.subarray(state * actionCount, (state + 1) * actionCount).every((r) => r === Number.NEGATIVE_INFINITY)
    ) {
      throw new FirebreakError("bad-argument", `Cannot plan with only the allowed actions: none of them is legal at state ${state}`);
    }
  }
}

/** Masks of one phase as a stationary choice, of more as a timed one. */
export function optimalOf(masks: readonly Int32Array[]): OptimalActions {
  const [only] = masks;
  if (only !== undefined && masks.length === 1) {
    return { kind: "stationary", mask: only };
  }
  const mask = new Int32Array(masks.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of masks) {
    mask.set(part, at);
    at += part.length;
  }
  return { kind: "timed", horizon: masks.length, mask };
}

/** Σ initial·value. */
export function expectedAtStart(dynamics: TabularMdp, value: Float64Array): number {
  return dynamics.initial.reduce((sum, share, state) => sum + (share === 0 ? 0 : share * (value[state] ?? 0)), 0);
}
