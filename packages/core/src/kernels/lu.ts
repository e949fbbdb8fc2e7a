/** A dense matrix I − γP, or what elimination leaves of one, factored as LU without row exchanges. */
export interface Lu {
  readonly size: number;
  /** Length size². L below the diagonal (its diagonal is 1), U on and above; row-major. */
  readonly factors: Float64Array;
}

/**
 * Factors a matrix of size·size entries, row-major, with none above 0 off the diagonal and the sums of its rows (length size) at least
 * 0. It changes neither. Diagonals are added up from the row sums and the entries beside them, all of one sign, and never come from a
 * subtraction: a class of states that is left once in 10^30 steps keeps its digits (Grassmann, Taksar and Heyman 1985; Alfa, Xue and Ye
 * 2002). The diagonal of `matrix` is not read.
 *
 * @throws Error where the matrix is singular.
 */
export function factorLu(matrix: Float64Array, rowSum: Float64Array): Lu {
  const size = rowSum.length;
  const a = matrix.slice();
  const sum = rowSum.slice();
  for (let k = 0; k < size; k++) {
    const from = k * size;
    let diagonal = sum[k] ?? 0;
    for (let column = k + 1; column < size; column++) {
      diagonal -= a[from + column] ?? 0;
    }
    if (diagonal === 0) {
      throw new Error(`Cannot factor a matrix of size ${size}: it is singular at column ${k}`);
    }
    a[from + k] = diagonal;
    for (let row = k + 1; row < size; row++) {
      const to = row * size;
      const below = a[to + k] ?? 0;
      if (below === 0) {
        continue;
      }
      const factor = below / diagonal;
      a[to + k] = factor;
      sum[row] = (sum[row] ?? 0) - factor * (sum[k] ?? 0);
      for (let column = k + 1; column < size; column++) {
        a[to + column] = (a[to + column] ?? 0) - factor * (a[from + column] ?? 0);
      }
    }
  }
  return { size, factors: a };
}

/** The x of Ax = b. Where no entry of b is below 0 every entry of x has nearly all its digits. */
export function solveLu({ size, factors }: Lu, b: Float64Array): Float64Array {
  const x = b.slice();
  for (let row = 0; row < size; row++) {
    let sum = x[row] ?? 0;
    for (let column = 0; column < row; column++) {
      sum -= (factors[row * size + column] ?? 0) * (x[column] ?? 0);
    }
    x[row] = sum;
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = x[row] ?? 0;
    for (let column = row + 1; column < size; column++) {
      sum -= (factors[row * size + column] ?? 0) * (x[column] ?? 0);
    }
    x[row] = sum / (factors[row * size + row] ?? 0);
  }
  return x;
}

/** The x of xA = b (a row vector). */
export function solveLuTransposed({ size, factors }: Lu, b: Float64Array): Float64Array {
  const x = b.slice();
  for (let row = 0; row < size; row++) {
    const solved = (x[row] ?? 0) / (factors[row * size + row] ?? 0);
    x[row] = solved;
    for (let column = row + 1; column < size; column++) {
      x[column] = (x[column] ?? 0) - solved * (factors[row * size + column] ?? 0);
    }
  }
  for (let row = size - 1; row >= 0; row--) {
    const solved = x[row] ?? 0;
    for (let column = 0; column < row; column++) {
      x[column] = (x[column] ?? 0) - solved * (factors[row * size + column] ?? 0);
    }
  }
  return x;
}
