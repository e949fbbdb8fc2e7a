import type { TabularMdp } from "@firebreak/core";
import { bestOfEachState, expectedPerRow } from "../expected-per-row.ts";

/**
 * Q of the undiscounted plan of `steps` ≥ 1 steps for a reward of length Z: the first action counts, later ones are the best for
 * the steps that are left. Length S·A; -Infinity where an action is not legal.
 */
export function planAhead(dynamics: TabularMdp, reward: Float64Array, steps: number): Float64Array {
  const { nextState } = dynamics;
  let q = expectedPerRow(dynamics, reward);
  for (let step = 1; step < steps; step++) {
    const best = bestOfEachState(dynamics, q);
    q = expectedPerRow(
      dynamics,
      reward.map((now, z) => now + (best[nextState[z] ?? 0] ?? 0)),
    );
  }
  return q;
}

/** Differences in q up to this are ties: 1e-12·(1 + max|q|). */
function tieTolerance(q: Float64Array): number {
  return 1e-12 * (1 + q.reduce((scale, entry) => (entry === Number.NEGATIVE_INFINITY ? scale : Math.max(scale, Math.abs(entry))), 0));
}

/**
 * Choices ∝ exp(q/temperature) over the legal actions of each state; at temperature 0 the best ones, ties split evenly.
 * Length S·A; 0 at terminal states.
 */
export function softChoices(dynamics: TabularMdp, q: Float64Array, temperature: number): Float64Array {
  const { stateCount, actionCount } = dynamics;
  const tolerance = tieTolerance(q);
  const best = bestOfEachState(dynamics, q);
  const choices = q.map((entry, row) => {
    const below = entry - (best[Math.floor(row / actionCount)] ?? 0);
    return temperature === 0 ? Number(below >= -tolerance) : Math.exp(below / temperature);
  });
  for (let state = 0; state < stateCount; state++) {
    const row = choices.subarray(state * actionCount, (state + 1) * actionCount);
    // In order of size, so that the sum does not depend on how the actions are numbered.
    const sum = row.toSorted().reduce((total, weight) => total + weight, 0);
    row.forEach((weight, action) => {
      row[action] = sum === 0 ? 0 : weight / sum;
    });
  }
  return choices;
}
