import { countBits } from "@firebreak/core";

/** One of the outputs in a mask that is not empty, all alike probable, by u in [0, 1). */
export function drawFrom(mask: number, u: number): number {
  let rank = Math.min(Math.floor(u * countBits(mask)), countBits(mask) - 1);
  for (let k = 0; ; k++) {
    if ((mask >>> k) & 1 && rank-- === 0) {
      return k;
    }
  }
}

/** The outputs of one row that are largest among those of a mask that is not empty: a mask of one or more. */
export function largestOf(outputs: Float32Array, offset: number, among: number): number {
  let best = Number.NEGATIVE_INFINITY;
  let mask = 0;
  for (let k = 0; among >>> k !== 0 && k < 32; k++) {
    const output = outputs[offset + k] ?? 0;
    if ((among >>> k) & 1 && output >= best) {
      mask = output > best ? 1 << k : mask | (1 << k);
      best = output;
    }
  }
  return mask;
}

/** The mean of the outputs of one row over a mask that is not empty. */
export function meanOver(outputs: Float32Array, offset: number, mask: number): number {
  let sum = 0;
  for (let k = 0; k < 32; k++) {
    sum += (mask >>> k) & 1 ? (outputs[offset + k] ?? 0) : 0;
  }
  return sum / countBits(mask);
}

/** An output drawn from the probabilities of a row, by u in [0, 1). */
export function drawShare(probability: Float64Array, u: number): number {
  let left = u;
  let last = 0;
  for (const [k, share] of probability.entries()) {
    if (share > 0) {
      if (left < share) {
        return k;
      }
      left -= share;
      last = k;
    }
  }
  return last;
}
