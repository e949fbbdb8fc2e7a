import type { TabularMdp } from "../tabular-mdp.ts";

/**
 * Dynamics with the reward folded to one number a row, ready for Bellman backups. S states, A actions, Z outcomes.
 * A row that is not legal, or not allowed, has the reward −Infinity: it never wins a comparison and needs no branch.
 */
export interface BackupModel {
  readonly stateCount: number;
  readonly actionCount: number;
  readonly rowStart: Int32Array;
  readonly nextState: Int32Array;
  readonly probability: Float64Array;
  /** Length S·A. The expected reward of each row. */
  readonly rowReward: Float64Array;
  /** Length S·A, where every row has at most one outcome: the state it reaches (the row's own state where it is empty). Else null. */
  readonly successor: Int32Array | null;
}

/** Σ probability·reward of each row, length S·A; −Infinity where the row is empty or its action's bit is not in `allowed` (length S). */
export function expectedReward(dynamics: TabularMdp, reward: Float64Array, allowed?: Int32Array): Float64Array {
  const { stateCount, actionCount, rowStart, probability } = dynamics;
  const rowReward = new Float64Array(stateCount * actionCount).fill(Number.NEGATIVE_INFINITY);
  for (let state = 0; state < stateCount; state++) {
    const mask = allowed === undefined ? -1 : (allowed[state] ?? 0);
    for (let action = 0; action < actionCount; action++) {
      const row = state * actionCount + action;
      const first = rowStart[row] ?? 0;
      const end = rowStart[row + 1] ?? 0;
      if (first === end || !((mask >>> action) & 1)) {
        continue;
      }
      let sum = 0;
      for (let z = first; z < end; z++) {
        sum += (probability[z] ?? 0) * (reward[z] ?? 0);
      }
      rowReward[row] = sum;
    }
  }
  return rowReward;
}

function successors(dynamics: TabularMdp): Int32Array {
  const { actionCount, rowStart, nextState } = dynamics;
  return new Int32Array(dynamics.stateCount * actionCount).map((_, row) => {
    const first = rowStart[row] ?? 0;
    return first < (rowStart[row + 1] ?? 0) ? (nextState[first] ?? 0) : Math.floor(row / actionCount);
  });
}

/** Folds a reward (length Z) into the dynamics, keeping only the actions in `allowed` (length S, bit a = action a). */
export function backupModel(dynamics: TabularMdp, reward: Float64Array, allowed?: Int32Array): BackupModel {
  const { stateCount, actionCount, rowStart, nextState, probability } = dynamics;
  return {
    stateCount,
    actionCount,
    rowStart,
    nextState,
    probability,
    rowReward: expectedReward(dynamics, reward, allowed),
    successor: dynamics.maxOutcomes === 1 ? successors(dynamics) : null,
  };
}

/** Writes Q(s, a) = r(s, a) + γ Σ P(s'|s, a) value(s') into `out`, length S·A; −Infinity where there is no such action. */
export function actionValues(
  model: BackupModel,
  { discount, value, out }: { readonly discount: number; readonly value: Float64Array; readonly out: Float64Array },
): void {
  const { rowStart, nextState, probability, rowReward, successor } = model;
  if (successor !== null) {
    for (let row = 0; row < out.length; row++) {
      out[row] = (rowReward[row] ?? 0) + discount * (value[successor[row] ?? 0] ?? 0);
    }
    return;
  }
  for (let row = 0; row < out.length; row++) {
    const end = rowStart[row + 1] ?? 0;
    let expected = 0;
    for (let z = rowStart[row] ?? 0; z < end; z++) {
      expected += (probability[z] ?? 0) * (value[nextState[z] ?? 0] ?? 0);
    }
    out[row] = (rowReward[row] ?? 0) + discount * expected;
  }
}

/**
 * Writes Q(s, a) as `actionValues` does, undiscounted, and max_a Q(s, a) into `best`, length S, which is not `value`; 0 where no action is left.
 * Returns the largest finite |Q|.
 */
export function actionValuesAndBest(
  model: BackupModel,
  { value, q, best }: { readonly value: Float64Array; readonly q: Float64Array; readonly best: Float64Array },
): number {
  const { actionCount, rowStart, nextState, probability, rowReward, successor } = model;
  let largest = 0;
  let row = 0;
  let z = 0;
  for (let state = 0; state < best.length; state++) {
    let top = Number.NEGATIVE_INFINITY;
    for (const lastRow = row + actionCount; row < lastRow; row++) {
      let expected = 0;
      if (successor === null) {
        for (const end = rowStart[row + 1]!; z < end; z++) {
          expected += probability[z]! * value[nextState[z]!]!;
        }
      } else {
        expected = value[successor[row]!]!;
      }
      const worth = rowReward[row]! + expected;
      const size = Math.abs(worth);
      top = Math.max(top, worth);
      largest = size > largest && size !== Number.POSITIVE_INFINITY ? size : largest;
      q[row] = worth;
    }
    best[state] = top === Number.NEGATIVE_INFINITY ? 0 : top;
  }
  return largest;
}

/** A sweep reads `from` and writes `to`, both of length S. */
export interface SweepBuffers {
  readonly discount: number;
  readonly from: Float64Array;
  readonly to: Float64Array;
}

/**
 * One synchronous sweep of value iteration: to(s) = max_a Q(s, a), 0 where no action is left. Returns the largest change.
 * Deterministic worlds take a path over the successor table.
 */
export function sweep(model: BackupModel, buffers: SweepBuffers): number {
  if (model.successor === null) {
    return sweepRows(model, buffers);
  }
  return model.actionCount === 4 ? sweepFour(model, model.successor, buffers) : sweepSuccessors(model, model.successor, buffers);
}

function sweepRows(model: BackupModel, { discount, from, to }: SweepBuffers): number {
  const { stateCount, actionCount, rowStart, nextState, probability, rowReward } = model;
  let largest = 0;
  let row = 0;
  let z = 0;
  for (let state = 0; state < stateCount; state++) {
    let best = Number.NEGATIVE_INFINITY;
    for (let action = 0; action < actionCount; action++, row++) {
      const end = rowStart[row + 1] ?? 0;
      let expected = 0;
      for (; z < end; z++) {
        expected += (probability[z] ?? 0) * (from[nextState[z] ?? 0] ?? 0);
      }
      const q = (rowReward[row] ?? 0) + discount * expected;
      if (q > best) {
        best = q;
      }
    }
    best = best === Number.NEGATIVE_INFINITY ? 0 : best;
    const change = Math.abs(best - (from[state] ?? 0));
    if (change > largest) {
      largest = change;
    }
    to[state] = best;
  }
  return largest;
}

function sweepSuccessors(model: BackupModel, successor: Int32Array, { discount, from, to }: SweepBuffers): number {
  const { stateCount, actionCount, rowReward } = model;
  let largest = 0;
  let row = 0;
  for (let state = 0; state < stateCount; state++) {
    let best = Number.NEGATIVE_INFINITY;
    for (let action = 0; action < actionCount; action++, row++) {
      const q = (rowReward[row] ?? 0) + discount * (from[successor[row] ?? 0] ?? 0);
      if (q > best) {
        best = q;
      }
    }
    best = best === Number.NEGATIVE_INFINITY ? 0 : best;
    const change = Math.abs(best - (from[state] ?? 0));
    if (change > largest) {
      largest = change;
    }
    to[state] = best;
  }
  return largest;
}

/** Four actions, the gridworld's case, unrolled. */
function sweepFour(model: BackupModel, successor: Int32Array, { discount, from, to }: SweepBuffers): number {
  const { stateCount, rowReward } = model;
  let largest = 0;
  for (let state = 0; state < stateCount; state++) {
    const row = state << 2;
    const a = (rowReward[row] ?? 0) + discount * (from[successor[row] ?? 0] ?? 0);
    const b = (rowReward[row + 1] ?? 0) + discount * (from[successor[row + 1] ?? 0] ?? 0);
    const c = (rowReward[row + 2] ?? 0) + discount * (from[successor[row + 2] ?? 0] ?? 0);
    const d = (rowReward[row + 3] ?? 0) + discount * (from[successor[row + 3] ?? 0] ?? 0);
    let best = a;
    if (b > best) {
      best = b;
    }
    if (c > best) {
      best = c;
    }
    if (d > best) {
      best = d;
    }
    best = best === Number.NEGATIVE_INFINITY ? 0 : best;
    const change = Math.abs(best - (from[state] ?? 0));
    if (change > largest) {
      largest = change;
    }
    to[state] = best;
  }
  return largest;
}
