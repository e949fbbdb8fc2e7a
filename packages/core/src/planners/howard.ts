import type { BackupModel } from "../kernels/backup.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { chainOf } from "./chain.ts";
import type { Cycle } from "./evaluation.ts";

/** One action a state and phase; -1 at states without actions. */
export type Choices = readonly Int32Array[];

/** The action of greatest number in each state, the first of equals: where policy iteration starts. */
export function firstChoice(q: Float64Array, actionCount: number): Int32Array {
  const choice = new Int32Array(q.length / actionCount).fill(-1);
  improve(choice, { q, actionCount, tolerance: 0 });
  return choice;
}

/**
 * Switches each state to its best action where that beats the present one by more than the tolerance; keeps it on ties, so
 * that policy iteration cannot cycle. Changes `choice`; returns whether anything moved.
 */
export function improve(
  choice: Int32Array,
  { q, actionCount, tolerance }: { readonly q: Float64Array; readonly actionCount: number; readonly tolerance: number },
): boolean {
  let moved = false;
  for (let state = 0; state < choice.length; state++) {
    const present = choice[state] ?? -1;
    let best = present;
    let value = present === -1 ? Number.NEGATIVE_INFINITY : (q[state * actionCount + present] ?? 0) + tolerance;
    for (let action = 0; action < actionCount; action++) {
      const candidate = q[state * actionCount + action] ?? 0;
      if (candidate > value) {
        best = action;
        value = candidate;
      }
    }
    if (best !== present) {
      choice[state] = best;
      moved = true;
    }
  }
  return moved;
}

/** The repeating chain that a deterministic choice makes. */
export function cycleOf(dynamics: TabularMdp, models: readonly BackupModel[], choices: Choices): Cycle {
  return models.map((model, phase) => chainOf(dynamics, (state, action) => (choices[phase]?.[state] === action ? 1 : 0), model.rowReward));
}

/** The largest gap between the value of each state and the number of its chosen action. */
export function largestGap(choice: Int32Array, q: Float64Array, value: Float64Array): number {
  const actionCount = q.length / value.length;
  return choice.reduce((largest, action, state) => {
    const gap = action === -1 ? 0 : Math.abs((q[state * actionCount + action] ?? 0) - (value[state] ?? 0));
    return Math.max(largest, gap);
  }, 0);
}
