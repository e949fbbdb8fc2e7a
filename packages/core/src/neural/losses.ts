/**
 * Losses over the outputs of a block of nets, with their gradients, in plain loops: outputs are small, and a loss of eight tensor
 * operations costs more than it computes. All arrays are [N, B, …], row-major; a loss is the mean over the B rows of each seed, so
 * the gradients of two seeds do not touch.
 */

/** What a loss comes to, and its gradient by the outputs, as long as they are. */
export interface Loss {
  /** Length N. */
  readonly perSeed: Float64Array;
  readonly byOutputs: Float32Array;
}

/** Where a row of outputs lies: `batch` rows a seed. */
interface Rows {
  readonly batch: number;
  readonly width: number;
}

/**
 * Probabilities of the legal outputs of one row, by the softmax; 0 elsewhere. `legal` is a bit mask, of at least one bit. Answers the
 * log of the sum that they are divided by: log p of a legal output is the output less it.
 */
export function softmaxRow(outputs: Float32Array, at: { readonly offset: number; readonly legal: number }, out: Float64Array): number {
  const { offset, legal } = at;
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < out.length; k++) {
    const output = outputs[offset + k] ?? 0;
    largest = (legal >>> k) & 1 && output > largest ? output : largest;
  }
  let sum = 0;
  for (let k = 0; k < out.length; k++) {
    const weight = (legal >>> k) & 1 ? Math.exp((outputs[offset + k] ?? 0) - largest) : 0;
    out[k] = weight;
    sum += weight;
  }
  for (let k = 0; k < out.length; k++) {
    out[k] = (out[k] ?? 0) / sum;
  }
  return largest + Math.log(sum);
}

/**
 * Behavioural cloning's loss: −mean log π(a|s) − w·mean H(π(·|s)), π the softmax over the legal outputs (imitation's `bc.py`). The
 * L2 term is the net's own setting. `target` holds the demonstrated output of each row, length N·B; `legal` a bit mask of each.
 */
export function crossEntropy(
  outputs: Float32Array,
  rows: Rows,
  shown: { readonly target: Int32Array; readonly legal: Int32Array; readonly entropyWeight: number },
): Loss {
  const { batch, width } = rows;
  const { target, legal, entropyWeight } = shown;
  const perSeed = new Float64Array(target.length / batch);
  const byOutputs = new Float32Array(outputs.length);
  const play = new Float64Array(width);
  for (let row = 0; row < target.length; row++) {
    const offset = row * width;
    const scale = softmaxRow(outputs, { offset, legal: legal[row] ?? 0 }, play);
    let less = 0; // Σ p·log p, the entropy with a minus
    for (let k = 0; k < width; k++) {
      const share = play[k] ?? 0;
      less += share > 0 ? share * ((outputs[offset + k] ?? 0) - scale) : 0;
    }
    for (let k = 0; k < width; k++) {
      const share = play[k] ?? 0;
      const tilt = share > 0 ? 1 + entropyWeight * ((outputs[offset + k] ?? 0) - scale - less) : 0;
      byOutputs[offset + k] = (share * tilt) / batch;
    }
    const chosen = offset + (target[row] ?? 0);
    byOutputs[chosen] = (byOutputs[chosen] ?? 0) - 1 / batch;
    const seed = Math.floor(row / batch);
    perSeed[seed] = (perSeed[seed] ?? 0) + (entropyWeight * less + scale - (outputs[chosen] ?? 0)) / batch;
  }
  return { perSeed, byOutputs };
}

/**
 * The weighted mean of ½·e² over all outputs of a row, e = output − target; beyond an error of `delta` it goes on as a straight line
 * (Huber 1964). Infinity, the default, is the squared error. `weight` has one number for each output, so that 0 leaves one out.
 */
export function regression(
  outputs: Float32Array,
  rows: Pick<Rows, "batch" | "width">,
  wanted: { readonly target: Float32Array; readonly weight?: Float32Array; readonly delta?: number },
): Loss {
  const { batch, width } = rows;
  const { target, weight, delta = Number.POSITIVE_INFINITY } = wanted;
  const perSeed = new Float64Array(outputs.length / (batch * width));
  const byOutputs = new Float32Array(outputs.length);
  for (let at = 0; at < outputs.length; at++) {
    const error = (outputs[at] ?? 0) - (target[at] ?? 0);
    const size = Math.abs(error);
    const share = (weight?.[at] ?? 1) / batch;
    const seed = Math.floor(at / (batch * width));
    perSeed[seed] = (perSeed[seed] ?? 0) + share * (size <= delta ? 0.5 * error * error : delta * (size - 0.5 * delta));
    byOutputs[at] = share * Math.max(-delta, Math.min(delta, error));
  }
  return { perSeed, byOutputs };
}

/**
 * The clipped surrogate of proximal policy optimisation (Schulman et al. 2017, eq. 7) less the entropy: the mean of
 * −min(ρ·A, clip(ρ, 1 − ε, 1 + ε)·A) − w·H, ρ = π(a|s) / π_old(a|s), π the softmax over the legal outputs. All of `taken` have
 * length N·B; `weight` 0 leaves a row out.
 */
export function clippedSurrogate(
  outputs: Float32Array,
  rows: Rows,
  taken: {
    readonly chosen: Int32Array;
    readonly legal: Int32Array;
    readonly advantage: Float64Array;
    /** log π_old(a|s) */
    readonly logBefore: Float64Array;
    readonly weight: Float64Array;
    readonly clip: number;
    readonly entropyWeight: number;
  },
): Loss {
  const { batch, width } = rows;
  const { chosen, legal, advantage, logBefore, weight, clip, entropyWeight } = taken;
  const perSeed = new Float64Array(chosen.length / batch);
  const byOutputs = new Float32Array(outputs.length);
  const play = new Float64Array(width);
  for (let row = 0; row < chosen.length; row++) {
    const offset = row * width;
    const share = (weight[row] ?? 0) / batch;
    if (share === 0) {
      continue;
    }
    const scale = softmaxRow(outputs, { offset, legal: legal[row] ?? 0 }, play);
    const action = chosen[row] ?? 0;
    const gain = advantage[row] ?? 0;
    const ratio = Math.exp((outputs[offset + action] ?? 0) - scale - (logBefore[row] ?? 0));
    const clipped = Math.min(Math.max(ratio, 1 - clip), 1 + clip);
    const pull = ratio * gain <= clipped * gain ? ratio * gain : 0; // beyond the clip nothing pulls any more
    let less = 0; // Σ p·log p, the entropy with a minus
    for (let k = 0; k < width; k++) {
      const likelihood = play[k] ?? 0;
      less += likelihood > 0 ? likelihood * ((outputs[offset + k] ?? 0) - scale) : 0;
    }
    for (let k = 0; k < width; k++) {
      const likelihood = play[k] ?? 0;
      const tilt = likelihood > 0 ? entropyWeight * likelihood * ((outputs[offset + k] ?? 0) - scale - less) : 0;
      byOutputs[offset + k] = share * (tilt - pull * ((k === action ? 1 : 0) - likelihood));
    }
    const seed = Math.floor(row / batch);
    perSeed[seed] = (perSeed[seed] ?? 0) + share * (entropyWeight * less - Math.min(ratio * gain, clipped * gain));
  }
  return { perSeed, byOutputs };
}
