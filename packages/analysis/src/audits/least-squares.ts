import { applyTerms, conjugateGradients, type SparseTerms } from "../kernels/conjugate-gradients.ts";

/** Σ weight·(target − coefficients·x)² over its terms. */
export interface SquaresProblem extends SparseTerms {
  /** Length terms. */
  readonly target: Float64Array;
  /** Length terms, at least 0. */
  readonly weight: Float64Array;
}

/** The residual is this much of the targets by then, or as small as rounding lets it be. */
const PRECISION = 1e-15;

/** target − coefficients·x of every term. */
export function residuals(problem: SquaresProblem, x: Float64Array): Float64Array {
  const explained = new Float64Array(problem.target.length);
  applyTerms(problem, x, explained);
  return problem.target.map((value, term) => value - (explained[term] ?? 0));
}

/** The same terms, every row multiplied by a number of its own. */
function weighRows(terms: SparseTerms, factor: Float64Array): SparseTerms {
  const { termStart, coefficient } = terms;
  const weighed = coefficient.slice();
  factor.forEach((share, term) => {
    for (let at = termStart[term] ?? 0; at < (termStart[term + 1] ?? 0); at++) {
      weighed[at] = share * (coefficient[at] ?? 0);
    }
  });
  return { ...terms, coefficient: weighed };
}

/** 1 over the length of each column; 0 for an empty one. */
function columnScales({ unknowns, unknown, coefficient }: SparseTerms): Float64Array {
  const squares = new Float64Array(unknowns);
  coefficient.forEach((value, at) => {
    const index = unknown[at] ?? 0;
    squares[index] = (squares[index] ?? 0) + value * value;
  });
  return squares.map((square) => (square > 0 ? 1 / Math.sqrt(square) : 0));
}

/**
 * The minimiser of least norm. Weights that are not all alike, as of states that are hardly ever met, make conjugate gradients slow, so
 * columns are then scaled to length 1 (Jacobi). What that finds explains the terms as well as anything does, but is not of least norm:
 * that one explains as much of the terms of any weight, counted alike.
 */
export function leastSquares(problem: SquaresProblem): Float64Array {
  const { target, weight } = problem;
  const root = weight.map(Math.sqrt);
  const weighed = weighRows(problem, root);
  const aim = target.map((value, term) => value * (root[term] ?? 0));
  if (weight.every((share) => share === weight[0])) {
    return conjugateGradients(weighed, aim, PRECISION);
  }
  const scale = columnScales(weighed);
  const even = { ...weighed, coefficient: weighed.coefficient.map((value, at) => value * (scale[weighed.unknown[at] ?? 0] ?? 0)) };
  const found = conjugateGradients(even, aim, PRECISION).map((value, index) => value * (scale[index] ?? 0));
  const counted = weighRows(
    problem,
    weight.map((share) => (share > 0 ? 1 : 0)),
  );
  const explained = new Float64Array(target.length);
  applyTerms(counted, found, explained);
  return conjugateGradients(counted, explained, PRECISION);
}
