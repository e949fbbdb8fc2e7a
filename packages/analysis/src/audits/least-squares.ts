/** Σ weight·(target − coefficients·x)² over its terms: a sparse matrix, row by row. */
export interface SquaresProblem {
  readonly unknowns: number;
  /** Length terms + 1. */
  readonly termStart: Int32Array;
  readonly unknown: Int32Array;
  readonly coefficient: Float64Array;
  /** Length terms. */
  readonly target: Float64Array;
  /** Length terms, at least 0. */
  readonly weight: Float64Array;
}

/** The residual is this much of the targets by then, or as small as rounding lets it be. */
const PRECISION = 1e-15;

/** target − coefficients·x of every term. */
export function residuals({ termStart, unknown, coefficient, target }: SquaresProblem, x: Float64Array): Float64Array {
  return target.map((value, term) => {
    let left = value;
    for (let at = termStart[term] ?? 0; at < (termStart[term + 1] ?? 0); at++) {
      left -= (coefficient[at] ?? 0) * (x[unknown[at] ?? 0] ?? 0);
    }
    return left;
  });
}

/** Aᵀy. */
function transposed({ unknowns, termStart, unknown, coefficient }: SquaresProblem, y: Float64Array): Float64Array {
  const sums = new Float64Array(unknowns);
  y.forEach((factor, term) => {
    for (let at = termStart[term] ?? 0; at < (termStart[term + 1] ?? 0); at++) {
      const index = unknown[at] ?? 0;
      sums[index] = (sums[index] ?? 0) + (coefficient[at] ?? 0) * factor;
    }
  });
  return sums;
}

const squared = (numbers: Float64Array): number => numbers.reduce((sum, number) => sum + number * number, 0);

/**
 * The minimiser of least norm, by conjugate gradients on the normal equations (CGLS, Hestenes and Stiefel 1952): started at 0 they
 * never leave the span of the rows, in which there is one minimiser only. No matrix is formed or filled up.
 */
export function leastSquares(problem: SquaresProblem): Float64Array {
  const { unknowns, target, weight } = problem;
  const root = weight.map(Math.sqrt);
  const weighed = (y: Float64Array): Float64Array => y.map((value, term) => value * (root[term] ?? 0));
  const times = { ...problem, target: new Float64Array(target.length) };
  const x = new Float64Array(unknowns);
  let left = weighed(target);
  let gradient = transposed(problem, weighed(left));
  let direction = gradient.slice();
  let size = squared(gradient);
  const enough = PRECISION * PRECISION * size;
  for (let round = 0; round < 10 * unknowns + 100 && size > enough; round++) {
    const image = weighed(residuals(times, direction)).map((value) => 0 - value);
    const step = size / squared(image);
    const before = size;
    direction.forEach((value, index) => {
      x[index] = (x[index] ?? 0) + step * value;
    });
    left = left.map((value, term) => value - step * (image[term] ?? 0));
    gradient = transposed(problem, weighed(left));
    size = squared(gradient);
    direction = gradient.map((value, index) => value + (size / before) * (direction[index] ?? 0));
  }
  return x;
}
