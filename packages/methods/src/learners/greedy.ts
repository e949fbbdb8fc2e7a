import { TIE_SCALE } from "@firebreak/core";
import type { Walk } from "../kernels/walk.ts";

/** A learned table: `q[pair·layers + layer]`, and how often each legal pair of the walk was tried. */
interface Learned {
  readonly q: Float64Array;
  readonly tries: Int32Array;
  readonly layers: number;
}

/** What each pair is worth in one layer; -Infinity where it was never tried. */
function worthOf({ q, tries, layers }: Learned, layer: number): Float64Array {
  return Float64Array.from(tries, (count, pair) => (count > 0 ? (q[pair * layers + layer] ?? 0) : Number.NEGATIVE_INFINITY));
}

/**
 * The best actions of each state by what was learned in one layer, as masks of length S: among those that were tried at least
 * once, ties within 1e-12·(1 + max|Q|) kept. Where none was tried: all that are legal.
 */
export function greedyMask(walk: Walk, learned: Learned, layer: number): Int32Array {
  const { legalStart, legalRow, actionCount, stateCount } = walk;
  const worth = worthOf(learned, layer);
  const largest = worth.reduce((most, value) => (value === Number.NEGATIVE_INFINITY ? most : Math.max(most, Math.abs(value))), 0);
  const tolerance = TIE_SCALE * (1 + largest);
  const mask = new Int32Array(stateCount);
  for (let state = 0; state < stateCount; state++) {
    const [first, end] = [legalStart[state] ?? 0, legalStart[state + 1] ?? 0];
    const best = worth.subarray(first, end).reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    for (let pair = first; pair < end; pair++) {
      // Where nothing was tried the best is -Infinity, and everything is as good.
      if ((worth[pair] ?? 0) >= best - tolerance) {
        mask[state] = (mask[state] ?? 0) | (1 << ((legalRow[pair] ?? 0) % actionCount));
      }
    }
  }
  return mask;
}
