import { actionValues, type BackupModel, sweep } from "../kernels/backup.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { chainOf } from "./chain.ts";
import type { Cycle } from "./evaluation.ts";

/** One action a state and phase; -1 at states without actions. */
export type Choices = readonly Int32Array[];

/** Most sweeps of value iteration before the first policy: cheap, and they keep policy iteration away from policies that mix slowly. */
const OPENING_SWEEPS = 200;
/** So many sweeps in which no greedy choice changes are enough. */
const UNCHANGED_SWEEPS = 20;

/** Where policy iteration starts: the greedy choice after some sweeps of value iteration over the phases. */
export function openingChoices(models: readonly BackupModel[], discount: number): Choices {
  const values = models.map((model) => new Float64Array(model.stateCount));
  const spare = values.map((value) => value.slice());
  const rounds = Math.ceil(OPENING_SWEEPS / models.length);
  const unchanged = Math.ceil(UNCHANGED_SWEEPS / models.length);
  let choices: Choices | null = null;
  for (let round = 1; round <= rounds; round++) {
    for (let phase = models.length - 1; phase >= 0; phase--) {
      const model = models[phase];
      const from = values[(phase + 1) % models.length];
      const to = spare[phase];
      if (model !== undefined && from !== undefined && to !== undefined) {
        sweep(model, { discount, from, to });
        [values[phase], spare[phase]] = [to, values[phase] ?? to];
      }
    }
    if (round % unchanged === 0 || round === rounds) {
      const latest = greedyChoices(models, values, discount);
      if (choices?.every((choice, phase) => choice.every((action, state) => action === latest[phase]?.[state]))) {
        return choices;
      }
      choices = latest;
    }
  }
  return choices ?? [];
}

function greedyChoices(models: readonly BackupModel[], values: readonly Float64Array[], discount: number): Choices {
  return models.map((model, phase) => {
    const q = new Float64Array(model.rowReward.length);
    actionValues(model, { discount, value: values[(phase + 1) % models.length] ?? q, out: q });
    const choice = new Int32Array(model.stateCount).fill(-1);
    improve(choice, { q, actionCount: model.actionCount, tolerance: 0 });
    return choice;
  });
}

/** One action of each mask, -1 where there is none: where to start where it does not matter which. Masks of length phases·S. */
export function choicesIn(masks: Int32Array, stateCount: number): Choices {
  return Array.from({ length: masks.length / stateCount }, (_, phase) =>
    masks.slice(phase * stateCount, (phase + 1) * stateCount).map((mask) => 31 - Math.clz32(mask & -mask)),
  );
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
