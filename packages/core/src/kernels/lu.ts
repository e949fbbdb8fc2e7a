/** A dense matrix factored as PA = LU with partial pivoting (Golub and Van Loan 2013, algorithm 3.4.1). */
export interface Lu {
  readonly size: number;
  /** Length size². L below the diagonal (its diagonal is 1), U on and above; row-major. */
  readonly factors: Float64Array;
  /** Length size. Row of A that became row i. */
  readonly pivot: Int32Array;
  /** Length size². The matrix itself, kept for refinement. */
  readonly matrix: Float64Array;
}

/** Factors a matrix of size·size entries, row-major, which it does not change. @throws Error where the matrix is singular. */
export function factorLu(matrix: Float64Array, size: number): Lu {
  const a = matrix.slice();
  const pivot = new Int32Array(size).map((_, row) => row);
  for (let k = 0; k < size; k++) {
    let largest = k;
    for (let row = k + 1; row < size; row++) {
      if (Math.abs(a[row * size + k] ?? 0) > Math.abs(a[largest * size + k] ?? 0)) {
        largest = row;
      }
    }
    if (largest !== k) {
      swapRows(a, { size, x: k, y: largest });
      [pivot[k], pivot[largest]] = [pivot[largest] ?? 0, pivot[k] ?? 0];
    }
    const diagonal = a[k * size + k] ?? 0;
    if (diagonal === 0) {
      throw new Error(`Cannot factor a matrix of size ${size}: it is singular at column ${k}`);
    }
    for (let row = k + 1; row < size; row++) {
      const below = a[row * size + k] ?? 0;
      if (below === 0) {
        continue;
      }
      const factor = below / diagonal;
      a[row * size + k] = factor;
      const from = k * size;
      const to = row * size;
      for (let column = k + 1; column < size; column++) {
        a[to + column] = (a[to + column] ?? 0) - factor * (a[from + column] ?? 0);
      }
    }
  }
  return { size, factors: a, pivot, matrix };
}

function swapRows(a: Float64Array, { size, x, y }: { readonly size: number; readonly x: number; readonly y: number }): void {
  for (let column = 0; column < size; column++) {
    const kept = a[x * size + column] ?? 0;
    a[x * size + column] = a[y * size + column] ?? 0;
    a[y * size + column] = kept;
  }
}

/** The x of Ax = b, with one step of iterative refinement. */
export function solveLu(lu: Lu, b: Float64Array): Float64Array {
  const { size, matrix } = lu;
  const x = substitute(lu, b);
  const left = b.map((value, row) => {
    let sum = value;
    for (let column = 0; column < size; column++) {
      sum -= (matrix[row * size + column] ?? 0) * (x[column] ?? 0);
    }
    return sum;
  });
  const correction = substitute(lu, left);
  return x.map((value, row) => value + (correction[row] ?? 0));
}

/** The x of xA = b (a row vector), with one step of iterative refinement. */
export function solveLuTransposed(lu: Lu, b: Float64Array): Float64Array {
  const { size, matrix } = lu;
  const x = substituteTransposed(lu, b);
  const left = b.slice();
  for (let row = 0; row < size; row++) {
    const weight = x[row] ?? 0;
    for (let column = 0; column < size; column++) {
      left[column] = (left[column] ?? 0) - weight * (matrix[row * size + column] ?? 0);
    }
  }
  const correction = substituteTransposed(lu, left);
  return x.map((value, row) => value + (correction[row] ?? 0));
}

function substitute({ size, factors, pivot }: Lu, b: Float64Array): Float64Array {
  const x = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    let sum = b[pivot[row] ?? 0] ?? 0;
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

function substituteTransposed({ size, factors, pivot }: Lu, b: Float64Array): Float64Array {
  const y = b.slice();
  for (let row = 0; row < size; row++) {
    const solved = (y[row] ?? 0) / (factors[row * size + row] ?? 0);
    y[row] = solved;
    for (let column = row + 1; column < size; column++) {
      y[column] = (y[column] ?? 0) - solved * (factors[row * size + column] ?? 0);
    }
  }
  for (let row = size - 1; row >= 0; row--) {
    const solved = y[row] ?? 0;
    for (let column = 0; column < row; column++) {
      y[column] = (y[column] ?? 0) - solved * (factors[row * size + column] ?? 0);
    }
  }
  const x = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    x[pivot[row] ?? 0] = y[row] ?? 0;
  }
  return x;
}
