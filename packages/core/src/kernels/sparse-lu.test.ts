import { expect, test } from "vitest";
import { createRng, type Rng } from "../rng.ts";
import { factorLu, solveLu, solveLuTransposed } from "./lu.ts";
import { type DominantRows, factorSparse, type SparseRows, solveSparse, solveSparseTransposed } from "./sparse-lu.ts";

/** I − 0.95·P for a drawn stochastic P of at most `outcomes` entries a row. */
function drawMatrix(rng: Rng, size: number, outcomes: number): DominantRows {
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
  return {
    size,
    rowStart: Int32Array.from(rowStart),
    column: Int32Array.from(column),
    entry: Float64Array.from(entry),
    rowSum: new Float64Array(size).fill(1 - 0.95),
  };
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
    const whole = factorLu(dense, sparse.rowSum);
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

test("a matrix with nothing that leads out is singular, and refused", () => {
  expect(() => factorLu(Float64Array.of(1, -1, -1, 1), Float64Array.of(0, 0))).toThrow("singular");
});

/**
 * A ring of `size` states that goes on for certain but at one place, where it is left once in 1/leak steps. From every state it
 * takes size/leak steps to get out, less those already gone: closed form, to compare digits with.
 */
function leakyRing(size: number, leak: number): DominantRows {
  const states = Array.from({ length: size }, (_, state) => state);
  return {
    size,
    rowStart: Int32Array.from([...states, size], (state) => 2 * state),
    column: Int32Array.from(states.flatMap((state) => [state, (state + 1) % size])),
    entry: Float64Array.from(states.flatMap((state) => [1, state === size - 1 ? leak - 1 : -1])),
    rowSum: Float64Array.from(states, (state) => (state === size - 1 ? leak : 0)),
  };
}

test("steps until a ring is left have their digits, though it is left once in 10^30 rounds and 1 − 10^-30 is 1 to a computer", () => {
  for (const size of [5, 200]) {
    for (const leak of [0.25, 1e-12, 1e-30, 1e-200]) {
      const ring = leakyRing(size, leak);
      const ones = new Float64Array(size).fill(1);
      const lu = factorSparse(ring, size);
      const sparse = lu === null ? ones : solveSparse(lu, ones);
      const dense = solveLu(factorLu(denseOf(ring), ring.rowSum), ones);
      for (let state = 0; state < size; state++) {
        const wanted = size / leak - state;
        expect((sparse[state] ?? 0) / wanted).toBeCloseTo(1, 12);
        expect((dense[state] ?? 0) / wanted).toBeCloseTo(1, 12);
      }
      const visits =
        lu === null
          ? ones
          : solveSparseTransposed(
              lu,
              Float64Array.from(ones, (_, state) => (state === 0 ? 1 : 0)),
            );
      for (const visit of visits) {
        expect(visit * leak).toBeCloseTo(1, 12);
      }
    }
  }
});

test("a matrix that fills up beyond the limit of the dense core is handed back", () => {
  expect(factorSparse(drawMatrix(createRng("full"), 300, 6), 20)).toBeNull();
});
