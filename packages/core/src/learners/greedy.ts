import { TIE_SCALE } from "../planners/greedy.ts";
import type { TabularMdp } from "../tabular-mdp.ts";

/** A learned table: `q[(s·A + a)·layers + layer]`, and how often each pair was tried (length S·A). */
interface Learned {
  readonly q: Float64Array;
  readonly tries: Int32Array;
  readonly layers: number;
}

/** The largest |Q| of a tried pair of one layer: the scale that ties are told by. */
function scaleOf(learned: Learned, layer: number): number {
  let largest = 0;
  learned.tries.forEach((tries, row) => {
    largest = tries > 0 ? Math.max(largest, Math.abs(learned.q[row * learned.layers + layer] ?? 0)) : largest;
  });
  return largest;
}

/**
 * The best actions of each state by what was learned in one layer, as masks of length S: among those that were tried at least
 * once, ties within 1e-12·(1 + max|Q|) kept. Where none was tried: all that are legal. `legal` has length S.
 */
export function greedyMask(dynamics: TabularMdp, legal: Int32Array, learned: Learned, layer: number): Int32Array {
  const { stateCount, actionCount } = dynamics;
  const tolerance = TIE_SCALE * (1 + scaleOf(learned, layer));
  return Int32Array.from({ length: stateCount }, (_, state) => {
    let best = Number.NEGATIVE_INFINITY;
    const worth = (action: number): number => {
      const row = state * actionCount + action;
      return (learned.tries[row] ?? 0) > 0 ? (learned.q[row * learned.layers + layer] ?? 0) : Number.NEGATIVE_INFINITY;
    };
    for (let action = 0; action < actionCount; action++) {
      best = Math.max(best, worth(action));
    }
    let mask = 0;
    for (let action = 0; action < actionCount && best > Number.NEGATIVE_INFINITY; action++) {
      mask |= worth(action) >= best - tolerance ? 1 << action : 0;
    }
    return mask === 0 ? (legal[state] ?? 0) : mask;
  });
}
