import type { CompiledEnvironment } from "../../compile.ts";
import { rowOfOutcome, type TabularMdp } from "../../tabular-mdp.ts";

/** The least and the greatest Σ γ^t r_t over every path from one state, by the state it ends in. Length S; NaN where no path ends. */
export interface Sums {
  readonly length: number;
  readonly least: Float64Array;
  readonly greatest: Float64Array;
  /** Outcomes along the path that has the least, or the greatest, sum to a state. */
  path(end: number, which: "least" | "greatest"): readonly number[];
}

interface Layer {
  readonly sum: Float64Array;
  /** Length S: the outcome by which the best path so far enters each state; -1 where none does. */
  readonly by: Int32Array;
}

function extend(
  from: Layer,
  dynamics: TabularMdp,
  step: { readonly reward: Float64Array; readonly weight: number; readonly sign: 1 | -1; readonly rows: Int32Array },
): Layer {
  const sum = new Float64Array(from.sum.length).fill(Number.NaN);
  const by = new Int32Array(from.sum.length).fill(-1);
  dynamics.nextState.forEach((next, z) => {
    const before = from.sum[Math.floor((step.rows[z] ?? 0) / dynamics.actionCount)] ?? Number.NaN;
    const candidate = before + step.weight * (step.reward[z] ?? 0);
    const best = sum[next] ?? Number.NaN;
    if (!Number.isNaN(candidate) && (Number.isNaN(best) || step.sign * (candidate - best) > 0)) {
      sum[next] = candidate;
      by[next] = z;
    }
  });
  return { sum, by };
}

/** Sums over every path of 1 to `most` steps from `start`: all of them, by dynamic programming. */
export function* pathSums(
  dynamics: TabularMdp,
  reward: Float64Array,
  from: { readonly start: number; readonly discount: number; readonly most: number },
): Generator<Sums> {
  const rows = rowOfOutcome(dynamics);
  const first = new Float64Array(dynamics.stateCount).fill(Number.NaN);
  first[from.start] = 0;
  const layers: { readonly least: Layer[]; readonly greatest: Layer[] } = {
    least: [{ sum: first, by: new Int32Array(0) }],
    greatest: [{ sum: first, by: new Int32Array(0) }],
  };
  let weight = 1;
  for (let length = 1; length <= from.most; length++) {
    for (const [which, sign] of [
      ["least", -1],
      ["greatest", 1],
    ] as const) {
      const last = layers[which].at(-1);
      if (last !== undefined) {
        layers[which].push(extend(last, dynamics, { reward, weight, sign, rows }));
      }
    }
    weight *= from.discount;
    const [least, greatest] = [layers.least[length], layers.greatest[length]];
    if (least === undefined || greatest === undefined) {
      return;
    }
    yield {
      length,
      least: least.sum,
      greatest: greatest.sum,
      path: (end, which) => backwards(layers[which], { dynamics, rows, length, end }),
    };
  }
}

function backwards(
  layers: readonly Layer[],
  at: { readonly dynamics: TabularMdp; readonly rows: Int32Array; readonly length: number; readonly end: number },
): readonly number[] {
  const path: number[] = [];
  let state = at.end;
  for (let time = at.length; time > 0; time--) {
    const z = layers[time]?.by[state] ?? -1;
    path.unshift(z);
    state = Math.floor((at.rows[z] ?? 0) / at.dynamics.actionCount);
  }
  return path;
}

/** "work, cause" for the outcomes of a path. */
export function namePath(world: CompiledEnvironment, path: readonly number[]): string {
  const rows = rowOfOutcome(world.dynamics);
  return path.map((z) => world.actions[(rows[z] ?? 0) % world.actions.length] ?? "?").join(", ");
}

/** At most `most` states, spread evenly over all of them. */
export function someStates({ stateCount }: TabularMdp, most: number): readonly number[] {
  const step = Math.max(1, Math.ceil(stateCount / most));
  return Array.from({ length: Math.ceil(stateCount / step) }, (_, at) => at * step);
}
