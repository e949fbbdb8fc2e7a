import { FirebreakError } from "../error.ts";
import type { SparseRows } from "./sparse-lu.ts";

const MAX_SWEEPS = 1_000_000;
/** Where sweeps stop: the error of each entry is then at most this times the largest, divided by 1 − γ. */
const SETTLED = 1e-15;

/** The same entries, column by column: rows of the transposed matrix. */
export function transpose({ size, rowStart, column, entry }: SparseRows): SparseRows {
  const start = new Int32Array(size + 1);
  for (const at of column) {
    start[at + 1] = (start[at + 1] ?? 0) + 1;
  }
  for (let row = 0; row < size; row++) {
    start[row + 1] = (start[row + 1] ?? 0) + (start[row] ?? 0);
  }
  const cursor = start.slice();
  const from = new Int32Array(column.length);
  const weight = new Float64Array(column.length);
  for (let row = 0; row < size; row++) {
    for (let z = rowStart[row] ?? 0; z < (rowStart[row + 1] ?? 0); z++) {
      const target = column[z] ?? 0;
      const at = cursor[target] ?? 0;
      cursor[target] = at + 1;
      from[at] = row;
      weight[at] = entry[z] ?? 0;
    }
  }
  return { size, rowStart: start, column: from, entry: weight };
}

/**
 * The x of Mx = b for I − γP with γ < 1 or an absorbing way out, by Gauss–Seidel sweeps: for matrices too full to factor.
 *
 * Sweeps x(s) ← (b(s) − Σ_{s'≠s} M(s,s') x(s')) / M(s,s) until no entry moves by more than a few roundings of the largest.
 *
 * @throws FirebreakError "not-converged".
 */
export function gaussSeidel({ size, rowStart, column, entry }: SparseRows, b: Float64Array): Float64Array {
  const x = b.slice();
  for (let count = 0; count < MAX_SWEEPS; count++) {
    let change = 0;
    let scale = 0;
    for (let row = size - 1; row >= 0; row--) {
      let sum = b[row] ?? 0;
      let diagonal = 0;
      for (let z = rowStart[row] ?? 0; z < (rowStart[row + 1] ?? 0); z++) {
        const at = column[z] ?? 0;
        if (at === row) {
          diagonal = entry[z] ?? 0;
        } else {
          sum -= (entry[z] ?? 0) * (x[at] ?? 0);
        }
      }
      const solved = sum / diagonal;
      change = Math.max(change, Math.abs(solved - (x[row] ?? 0)));
      scale = Math.max(scale, Math.abs(solved));
      x[row] = solved;
    }
    if (change <= SETTLED * scale) {
      return x;
    }
  }
  throw new FirebreakError(
    "not-converged",
    `Cannot solve a communicating class of ${size} states: Gauss–Seidel still moves after ${MAX_SWEEPS} sweeps`,
  );
}
