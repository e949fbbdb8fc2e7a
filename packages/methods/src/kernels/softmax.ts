import type { Walk } from "./walk.ts";

/**
 * Writes π ∝ prior·exp(score/temperature) over the pairs of a state into `play` (length P), by differences to the best so that nothing
 * overflows, and returns temperature·log Σ prior·exp(score/temperature), the soft maximum. Sums run in draw order. A state that
 * is terminal is worth 0.
 */
export function softmax(
  walk: Walk,
  s: number,
  soft: { readonly score: Float64Array; readonly prior: Float64Array; readonly temperature: number },
  play: Float64Array,
): number {
  const { score, prior, temperature } = soft;
  const first = walk.legalStart[s]!;
  const end = walk.legalStart[s + 1]!;
  let best = Number.NEGATIVE_INFINITY;
  for (let k = first; k < end; k++) {
    if (prior[k]! > 0 && score[k]! > best) {
      best = score[k]!;
    }
  }
  let sum = 0;
  for (let k = first; k < end; k++) {
    const weight = prior[k]! > 0 ? prior[k]! * Math.exp((score[k]! - best) / temperature) : 0;
    play[k] = weight;
    sum += weight;
  }
  for (let k = first; k < end; k++) {
    play[k]! /= sum;
  }
  return first === end ? 0 : best + temperature * Math.log(sum);
}

/** The pair of a state at a share u in [0, 1) of `play`, which sums to 1 there; pairs of no weight are never drawn. */
export function drawPlay(walk: Walk, s: number, play: Float64Array, u: number): number {
  const end = walk.legalStart[s + 1]!;
  let left = u;
  let pair = -1;
  for (let k = walk.legalStart[s]!; k < end; k++) {
    if (play[k]! > 0) {
      pair = k;
      left -= play[k]!;
      if (left < 0) {
        return pair;
      }
    }
  }
  return pair;
}
