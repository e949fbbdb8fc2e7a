import { expect, test } from "vitest";
import { createRng, type Rng } from "../rng.ts";
import { factorLu, solveLu, solveLuTransposed } from "./lu.ts";
import { factorSparse, type SparseRows, solveSparse, solveSparseTransposed } from "./sparse-lu.ts";

/** I − 0.95·P for a drawn stochastic P of at most `outcomes` entries a row. */
function drawMatrix(rng: Rng, size: number, outcomes: number): SparseRows {
  const rowStart = [0];
  const column: number[] = [];
  const entry: number[] = [];
  for (let row = 0; row < size; row++) {
    column.push(row);
    entry.push(1);
    for (let k = 0; k < outcomes; k++) {
      column.push(rng.below(size)); // may repeat, or fall on the diagonal: entries add up
      entry.push(-0.95 / outcomes);
    }
    rowStart.push(column.length);
  }
  return { size, rowStart: Int32Array.from(rowStart), column: Int32Array.from(column), entry: Float64Array.from(entry) };
}

function denseOf({ size, rowStart, column, entry }: SparseRows): Float64Array {
  const dense = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let z = rowStart[row] ?? 0; z < (rowStart[row + 1] ?? 0); z++) {
      const at = row * size + (column[z] ?? 0);
      dense[at] = (dense[at] ?? 0) + (entry[z] ?? 0);
    }
  }
  return dense;
}

/** Gauss–Jordan elimination on plain arrays, with partial pivoting: the slow reference. */
function gaussJordan(matrix: Float64Array, b: Float64Array): number[] {
  const size = b.length;
  const rows = Array.from(b, (value, row) => [...matrix.subarray(row * size, (row + 1) * size), value]);
  for (let k = 0; k < size; k++) {
    const from = rows
      .slice(k)
      .reduce((best, row, offset) => (Math.abs(row[k] ?? 0) > Math.abs(rows[best]?.[k] ?? 0) ? k + offset : best), k);
    [rows[k], rows[from]] = [rows[from] ?? [], rows[k] ?? []];
    const pivotRow = (rows[k] ?? []).map((value, _, row) => value / (row[k] ?? 1));
    rows[k] = pivotRow;
    rows.forEach((row, i) => {
      if (i !== k) {
        const factor = row[k] ?? 0;
        rows[i] = row.map((value, j) => value - factor * (pivotRow[j] ?? 0));
      }
    });
  }
  return rows.map((row) => row[size] ?? 0);
}

const transposed = (matrix: Float64Array, size: number): Float64Array =>
  matrix.map((_, at) => matrix[(at % size) * size + Math.floor(at / size)] ?? 0);

function near(x: ArrayLike<number>, y: ArrayLike<number>): void {
  const gap = Math.max(...Array.from(x, (value, at) => Math.abs(value - (y[at] ?? Number.NaN))));
  expect(gap).toBeLessThan(1e-11);
}

test("dense and sparse LU solve drawn systems from both sides, as Gauss–Jordan does", () => {
  for (const [size, outcomes] of [
    [1, 1],
    [7, 2],
    [60, 1],
    [80, 2],
    [120, 3],
  ] as const) {
    const rng = createRng(`sparse-lu/${size}/${outcomes}`);
    const sparse = drawMatrix(rng, size, outcomes);
    const dense = denseOf(sparse);
    const b = Float64Array.from({ length: size }, () => rng.normal());
    const right = gaussJordan(dense, b);
    const left = gaussJordan(transposed(dense, size), b);
    const whole = factorLu(dense, size);
    near(solveLu(whole, b), right);
    near(solveLuTransposed(whole, b), left);
    const lu = factorSparse(sparse, size);
    expect(lu).not.toBeNull();
    if (lu !== null) {
      near(solveSparse(lu, b), right);
      near(solveSparseTransposed(lu, b), left);
    }
  }
});

test("dense LU exchanges rows where a pivot is 0", () => {
  const lu = factorLu(Float64Array.of(0, 2, 4, 1), 2);
  expect([...solveLu(lu, Float64Array.of(2, 5))]).toEqual([1, 1]);
  expect([...solveLuTransposed(lu, Float64Array.of(4, 3))]).toEqual([1, 1]);
});

test("a singular matrix is refused, not answered", () => {
  expect(() => factorLu(Float64Array.of(1, 2, 2, 4), 2)).toThrow("singular");
});

test("a matrix that fills up beyond the limit of the dense core is handed back", () => {
  expect(factorSparse(drawMatrix(createRng("full"), 300, 6), 20)).toBeNull();
});
