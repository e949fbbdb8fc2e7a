import type { TabularMdp } from "@firebreak/core";
import { gainTolerance } from "./conventions.ts";

/** Expected numbers of steps are found to this. */
const ROUNDING = 1e-6;
const MAX_SWEEPS = 10_000;

/** Gains that differ by rounding alone as one number, the greatest of them. */
function asLevels(gains: Float64Array, tolerance: number): Float64Array {
  const level = new Map<number, number>();
  let [top, last] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const gain of gains.toSorted().toReversed()) {
    top = last - gain <= tolerance ? top : gain;
    last = gain;
    level.set(gain, top);
  }
  return gains.map((gain) => level.get(gain) ?? gain);
}

/** A row whose successors have no more gain than its state, or have it on balance. */
interface KeepingRow {
  readonly state: number;
  readonly first: number;
  readonly end: number;
  readonly mixed: boolean;
}

/** The rows along which the gain is kept: all successors have the state's own, or more and less of it that weigh out. */
function keepingRows({ rowStart, nextState, probability, actionCount }: TabularMdp, gains: Float64Array, near: number): KeepingRow[] {
  const rows: KeepingRow[] = [];
  for (let row = 0; row + 1 < rowStart.length; row++) {
    const [state, first, end] = [Math.floor(row / actionCount), rowStart[row] ?? 0, rowStart[row + 1] ?? 0];
    let [rise, highest] = [0, Number.NEGATIVE_INFINITY];
    for (let z = first; z < end; z++) {
      const step = (gains[nextState[z] ?? 0] ?? 0) - (gains[state] ?? 0);
      rise += (probability[z] ?? 0) * step;
      highest = Math.max(highest, step);
    }
    if (highest >= 0 && rise > -near) {
      rows.push({ state, first, end, mixed: highest > 0 });
    }
  }
  return rows;
}

/** At least the expected number of mixed rows still to come, the same all over a class: on a path of equal gains it never rises. */
function mixedStepsAhead({ nextState, probability, stateCount }: TabularMdp, rows: readonly KeepingRow[]): Float64Array {
  const steps = new Float64Array(stateCount);
  let moved = Number.POSITIVE_INFINITY;
  for (let sweep = 0; sweep < MAX_SWEEPS && moved > ROUNDING; sweep++) {
    moved = 0;
    for (const { state, first, end, mixed } of rows) {
      let [mean, most] = [1, 0];
      for (let z = first; z < end; z++) {
        const next = steps[nextState[z] ?? 0] ?? 0;
        [mean, most] = [mean + (probability[z] ?? 0) * next, Math.max(most, next)];
      }
      const rise = (mixed ? mean : most) - (steps[state] ?? 0);
      if (rise > 0) {
        steps[state] = (steps[state] ?? 0) + rise;
        moved = Math.max(moved, rise);
      }
    }
  }
  return steps;
}

/**
 * Gains (length S) that a verifier can check with rounded numbers: no step may lead to more gain on average, for ever, so there is no
 * room for an error that adds up. Equal gains are made equal to the bit, for then there is nothing to round; where chance decides
 * between more and less, the gain is raised by a hair for every such step still to come, of which there are finitely many.
 */
export function provableGain(dynamics: TabularMdp, gains: Float64Array): Float64Array {
  const tolerance = gainTolerance(gains);
  const levels = asLevels(gains, tolerance);
  const rows = keepingRows(dynamics, levels, 1000 * tolerance);
  return rows.some(({ mixed }) => mixed) ? raised(levels, mixedStepsAhead(dynamics, rows), 8 * tolerance) : levels;
}

const raised = (levels: Float64Array, steps: Float64Array, hair: number): Float64Array =>
  levels.map((level, state) => level + hair * (steps[state] ?? 0));
