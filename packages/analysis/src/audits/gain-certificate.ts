import { averageReward, type Solution, type TabularMdp } from "@firebreak/core";
import { expectedRows, gainTolerance } from "./conventions.ts";
import { provableGain } from "./provable-gain.ts";

/** A proof that no policy collects more than `bound` a step in the long run: r(s,a) + Σ P h(s') − h(s) ≤ bound everywhere. */
export interface GainCertificate {
  readonly bound: number;
  /** Length S: h, the dual of the linear programme of the greatest gain. */
  readonly potential: Float64Array;
}

/** Calls `visit` with every legal row's r(s,a) + Σ P v(s') − v(s), and each terminal state's 0. */
function eachDrift(
  { stateCount, actionCount, rowStart, nextState, probability, terminal }: TabularMdp,
  terms: { readonly rows: Float64Array; readonly values: Float64Array },
  visit: (drift: number, row: number | null) => void,
): void {
  for (let state = 0; state < stateCount; state++) {
    if (terminal[state] === 1) {
      visit(0, null);
    }
    for (let row = state * actionCount; row < (state + 1) * actionCount; row++) {
      const [first, end] = [rowStart[row] ?? 0, rowStart[row + 1] ?? 0];
      let drift = (terms.rows[row] ?? 0) - (terms.values[state] ?? 0);
      for (let z = first; z < end; z++) {
        drift += (probability[z] ?? 0) * (terms.values[nextState[z] ?? 0] ?? 0);
      }
      if (first < end) {
        visit(drift, row);
      }
    }
  }
}

/** The check of a certificate, in one pass over the world: the most by which a step exceeds the bound. Sound at 0 or below. */
export function certificateExcess(dynamics: TabularMdp, reward: Float64Array, { bound, potential }: GainCertificate): number {
  let most = Number.NEGATIVE_INFINITY;
  eachDrift(dynamics, { rows: expectedRows(dynamics, reward), values: potential }, (drift) => {
    most = Math.max(most, drift - bound);
  });
  return most;
}

/** The bias of Howard's solution, length S; 0 at a terminal state. */
function biasOf({ stateCount, actionCount }: TabularMdp, { q, optimal }: Solution): Float64Array {
  return Float64Array.from({ length: stateCount }, (_, state) => {
    let best = Number.NEGATIVE_INFINITY;
    for (let action = 0; action < actionCount; action++) {
      best = ((optimal.mask[state] ?? 0) >>> action) & 1 ? Math.max(best, q[state * actionCount + action] ?? 0) : best;
    }
    return best === Number.NEGATIVE_INFINITY ? 0 : best;
  });
}

/**
 * Gains g and potentials h (length S each) with g(s) ≥ Σ P g(s') and r(s,a) + Σ P h(s') − h(s) ≤ g(s), up to rounding: the dual of the
 * linear programme of the greatest gain. h is the bias of Howard's solution, plus as much of the gain itself as the actions that give
 * up gain need: those rows say nothing about the bias (Puterman 1994, §9.3).
 */
export function gainPotentials(
  dynamics: TabularMdp,
  reward: Float64Array,
): { readonly gain: Float64Array; readonly potential: Float64Array } {
  const solution = averageReward(dynamics, reward);
  const gain = provableGain(dynamics, solution.value);
  const bias = biasOf(dynamics, solution);
  const rows = expectedRows(dynamics, reward);
  const lost = new Float64Array(rows.length);
  eachDrift(dynamics, { rows: new Float64Array(rows.length), values: gain }, (drift, row) => {
    if (row !== null) {
      lost[row] = -drift;
    }
  });
  const tolerance = gainTolerance(gain);
  let weight = 0;
  eachDrift(dynamics, { rows, values: bias }, (drift, row) => {
    const cost = row === null ? 0 : (lost[row] ?? 0);
    const bound = row === null ? 0 : (gain[Math.floor(row / dynamics.actionCount)] ?? 0);
    if (cost > tolerance && drift > bound) {
      weight = Math.max(weight, (drift - bound) / cost);
    }
  });
  return { gain, potential: bias.map((value, state) => value + weight * (gain[state] ?? 0)) };
}

/** The certificate of the greatest gain of any state. */
export function gainCertificate(dynamics: TabularMdp, reward: Float64Array): GainCertificate {
  const { gain, potential } = gainPotentials(dynamics, reward);
  return { bound: gain.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY), potential };
}
