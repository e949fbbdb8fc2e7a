import { FirebreakError } from "../error.ts";
import type { Rng } from "../rng.ts";

/**
 * A net of fully connected layers with rectified hidden units, for a block of N seeds: all have this shape, each has weights of
 * its own, and they are trained together along a leading axis.
 *
 * The biases are rows of the weights: every layer's input ends in a unit that is always 1. So a layer of `in` inputs and `out`
 * outputs is one matrix of (in + 1) rows; a hidden layer's has one more column, constant, that hands the 1 on.
 */
export interface NetShape {
  /** Inputs, hidden units of each layer, outputs: for example [64, 32, 32, 4]. */
  readonly sizes: readonly number[];
  readonly layers: readonly Layer[];
  /** Weights of one seed, P: the sum over layers of rows·columns. */
  readonly weightCount: number;
}

/** One layer's matrix in the weights of a seed: row-major, from `offset`. */
export interface Layer {
  readonly rows: number;
  readonly columns: number;
  readonly offset: number;
  /** Columns that are learned: one fewer than `columns` in a hidden layer. */
  readonly units: number;
}

/** @throws FirebreakError "bad-parameter" for fewer than two sizes, or one that is no whole number above 0. */
export function netShape(sizes: readonly number[]): NetShape {
  if (sizes.length < 2 || sizes.some((size) => !Number.isInteger(size) || size < 1)) {
    throw new FirebreakError(
      "bad-parameter",
      `Cannot make a net of sizes [${sizes.join(", ")}]: it needs two or more whole numbers above 0`,
    );
  }
  const layers: Layer[] = [];
  let offset = 0;
  for (let at = 0; at + 1 < sizes.length; at++) {
    const units = sizes[at + 1] ?? 0;
    const rows = (sizes[at] ?? 0) + 1;
    const columns = at + 2 === sizes.length ? units : units + 1;
    layers.push({ rows, columns, offset, units });
    offset += rows * columns;
  }
  return { sizes, layers, weightCount: offset };
}

/**
 * Weights of one seed: uniform in ±√(6 / (in + out)) (Glorot and Bengio 2010), biases 0. Length P. One stream a layer: a layer's
 * draws do not depend on how wide the others are.
 */
export function initialWeights({ layers, weightCount }: NetShape, rng: Rng): Float32Array {
  const weights = new Float32Array(weightCount);
  layers.forEach(({ rows, columns, offset, units }, at) => {
    const luck = rng.fork(`layer-${at}`);
    const bound = Math.sqrt(6 / (rows - 1 + units));
    for (let row = 0; row < rows - 1; row++) {
      for (let unit = 0; unit < units; unit++) {
        weights[offset + row * columns + unit] = bound * (2 * luck.next() - 1);
      }
    }
    if (units < columns) {
      weights[offset + rows * columns - 1] = 1;
    }
  });
  return weights;
}

/** 1 where a weight is learned, 0 in the columns that hand on the constant unit. Length P. */
export function learnedMask({ layers, weightCount }: NetShape): Float32Array {
  const mask = new Float32Array(weightCount).fill(1);
  for (const { rows, columns, offset, units } of layers) {
    for (let row = 0; row < rows && units < columns; row++) {
      mask[offset + row * columns + units] = 0;
    }
  }
  return mask;
}

/** Rows of D numbers with the constant unit after each: rows of D + 1. */
export function withConstant(rows: Float32Array, width: number): Float32Array {
  const count = rows.length / width;
  const wider = new Float32Array(count * (width + 1)).fill(1);
  for (let row = 0; row < count; row++) {
    wider.set(rows.subarray(row * width, (row + 1) * width), row * (width + 1));
  }
  return wider;
}
