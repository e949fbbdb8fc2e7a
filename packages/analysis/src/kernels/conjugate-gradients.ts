/** A sparse matrix, row by row: one row a term, one column an unknown. */
export interface SparseTerms {
  readonly unknowns: number;
  /** Length terms + 1. */
  readonly termStart: Int32Array;
  readonly unknown: Int32Array;
  readonly coefficient: Float64Array;
}

/** Ax into `out`, one number a term. */
export function applyTerms({ termStart, unknown, coefficient }: SparseTerms, x: Float64Array, out: Float64Array): void {
  for (let term = 0; term < out.length; term++) {
    const end = termStart[term + 1]!;
    let sum = 0;
    for (let at = termStart[term]!; at < end; at++) {
      sum += coefficient[at]! * x[unknown[at]!]!;
    }
    out[term] = sum;
  }
}

/** Aᵀy into `out`, one number an unknown. */
function applyTransposed({ termStart, unknown, coefficient }: SparseTerms, y: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (let term = 0; term < y.length; term++) {
    const end = termStart[term + 1]!;
    const factor = y[term]!;
    for (let at = termStart[term]!; at < end; at++) {
      const index = unknown[at]!;
      out[index] = out[index]! + coefficient[at]! * factor;
    }
  }
}

function squared(numbers: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < numbers.length; at++) {
    sum += numbers[at]! * numbers[at]!;
  }
  return sum;
}

/**
 * The x of least norm that minimises Σ (target − Ax)², by conjugate gradients on the normal equations (CGLS, Hestenes and Stiefel 1952):
 * started at 0 they never leave the span of the rows, in which there is one minimiser only. No matrix is formed or filled up. They end
 * when the gradient is `precision` of the first, or after ten rounds an unknown: rounding may not let it be so small.
 */
export function conjugateGradients(terms: SparseTerms, target: Float64Array, precision: number): Float64Array {
  const { unknowns } = terms;
  const x = new Float64Array(unknowns);
  const left = target.slice();
  const image = new Float64Array(target.length);
  const gradient = new Float64Array(unknowns);
  applyTransposed(terms, left, gradient);
  const direction = gradient.slice();
  let size = squared(gradient);
  const enough = precision * precision * size;
  for (let round = 0; round < 10 * unknowns + 100 && size > enough; round++) {
    applyTerms(terms, direction, image);
    const step = size / squared(image);
    for (let index = 0; index < unknowns; index++) {
      x[index] = x[index]! + step * direction[index]!;
    }
    for (let term = 0; term < left.length; term++) {
      left[term] = left[term]! - step * image[term]!;
    }
    applyTransposed(terms, left, gradient);
    const before = size;
    size = squared(gradient);
    for (let index = 0; index < unknowns; index++) {
      direction[index] = gradient[index]! + (size / before) * direction[index]!;
    }
  }
  return x;
}
