import { factorLu, type Lu, solveLu, solveLuTransposed } from "./lu.ts";

/** A square sparse matrix, row by row. */
export interface SparseRows {
  readonly size: number;
  /** Length size + 1. */
  readonly rowStart: Int32Array;
  readonly column: Int32Array;
  readonly entry: Float64Array;
}

/** I − γP, or a part of it: no entry off the diagonal is above 0. */
export interface DominantRows extends SparseRows {
  /** Length size, at least 0. The sum of each row, as it is known and not as its entries add up: what leads out of the matrix. */
  readonly rowSum: Float64Array;
}

/** One eliminated row and column: its diagonal, the multipliers of the rows below, and what was left of the row. */
interface Pivot {
  readonly index: number;
  readonly diagonal: number;
  readonly below: Int32Array;
  readonly multiplier: Float64Array;
  readonly right: Int32Array;
  readonly entry: Float64Array;
}

/** A factored sparse matrix: the pivots in the order of elimination, and what was too full to be worth it as a dense core. */
export interface SparseLu {
  readonly pivots: readonly Pivot[];
  /** Indices of the rows and columns of the core. */
  readonly core: Int32Array;
  readonly coreLu: Lu;
}

const HIGHEST_COST = 4096;
/** Matrices of at most this many rows go to the dense LU whole. */
const SMALL = 48;
/** Elimination stops once a quarter of the entries left are not 0: a dense LU is faster from there. */
const FULL = 0.25;

/** The rows still to be eliminated, with the columns' patterns, and pivots to choose from by cost. */
interface Active {
  readonly rows: Map<number, number>[];
  readonly columns: Set<number>[];
  readonly waiting: Set<number>;
  readonly rowSum: Float64Array;
  entries: number;
}

function readRows({ size, rowStart, column, entry, rowSum }: DominantRows): Active {
  const rows = Array.from({ length: size }, () => new Map<number, number>());
  const columns = Array.from({ length: size }, () => new Set<number>());
  let entries = 0;
  rows.forEach((row, index) => {
    for (let z = rowStart[index] ?? 0; z < (rowStart[index + 1] ?? 0); z++) {
      const at = column[z] ?? 0;
      row.set(at, (row.get(at) ?? 0) + (entry[z] ?? 0));
      columns[at]?.add(index);
    }
    entries += row.size;
  });
  return { rows, columns, waiting: new Set(rows.keys()), rowSum: rowSum.slice(), entries };
}

/** Takes out the row and column of a pivot, updating the rest. Returns the pivot and the indices whose cost has changed. */
function eliminate(active: Active, index: number): { pivot: Pivot; touched: Set<number> } {
  const row = active.rows[index] ?? new Map<number, number>();
  const column = active.columns[index] ?? new Set<number>();
  row.delete(index);
  column.delete(index);
  active.waiting.delete(index);
  active.entries -= row.size + column.size + 1;
  const below = Int32Array.from(column);
  const right = Int32Array.from(row.keys());
  const entry = Float64Array.from(row.values());
  // Nothing is subtracted: entries are at most 0, and what leads out is known.
  const diagonal = entry.reduce((sum, beside) => sum - beside, active.rowSum[index] ?? 0);
  const multiplier = Float64Array.from(below, (i) => (active.rows[i]?.get(index) ?? 0) / diagonal);
  for (const j of right) {
    active.columns[j]?.delete(index);
  }
  below.forEach((i, at) => {
    const target = active.rows[i] ?? new Map<number, number>();
    const before = target.size - 1;
    const factor = multiplier[at] ?? 0;
    active.rowSum[i] = (active.rowSum[i] ?? 0) - factor * (active.rowSum[index] ?? 0);
    target.delete(index);
    for (let k = 0; k < right.length; k++) {
      const j = right[k] ?? 0;
      const present = target.get(j);
      if (present === undefined) {
        active.columns[j]?.add(i);
      }
      target.set(j, (present ?? 0) - factor * (entry[k] ?? 0));
    }
    active.entries += target.size - before;
  });
  return { pivot: { index, diagonal, below, multiplier, right, entry }, touched: new Set([...below, ...right]) };
}

/**
 * Factors a sparse matrix by Gaussian elimination on its diagonal, cheapest pivot first (Markowitz 1957), and the core that
 * has filled up by a dense LU. Diagonals are added up, as in `factorLu`; those of `matrix` are not read.
 *
 * Returns null where the core would have more than `coreLimit` rows. @throws Error where the matrix is singular.
 */
export function factorSparse(matrix: DominantRows, coreLimit: number): SparseLu | null {
  const active = readRows(matrix);
  const cost = (index: number): number => {
    const product = ((active.rows[index]?.size ?? 0) - 1) * ((active.columns[index]?.size ?? 0) - 1);
    return Math.min(product, HIGHEST_COST);
  };
  const byCost: number[][] = matrix.size > SMALL ? Array.from({ length: HIGHEST_COST + 1 }, () => []) : [];
  for (let index = matrix.size - 1; index >= 0; index--) {
    byCost[cost(index)]?.push(index);
  }
  const pivots: Pivot[] = [];
  let cheapest = 0;
  while (active.waiting.size > SMALL && active.entries < FULL * active.waiting.size * active.waiting.size) {
    const index = byCost[cheapest]?.pop();
    if (cheapest > HIGHEST_COST) {
      throw new Error("Cannot choose a pivot: an index waits that is in no bucket");
    }
    if (index === undefined) {
      cheapest++;
    } else if (active.waiting.has(index) && cost(index) === cheapest) {
      const { pivot, touched } = eliminate(active, index);
      pivots.push(pivot);
      for (const other of touched) {
        const now = cost(other);
        byCost[now]?.push(other);
        cheapest = Math.min(cheapest, now);
      }
    }
  }
  return active.waiting.size > coreLimit ? null : { pivots, ...denseCore(active) };
}

function denseCore({ rows, waiting, rowSum }: Active): Pick<SparseLu, "core" | "coreLu"> {
  const core = Int32Array.from(waiting).sort();
  const position = new Map(Array.from(core, (index, at) => [index, at] as const));
  const dense = new Float64Array(core.length * core.length);
  core.forEach((index, at) => {
    for (const [column, entry] of rows[index] ?? []) {
      dense[at * core.length + (position.get(column) ?? 0)] = entry;
    }
  });
  return {
    core,
    coreLu: factorLu(
      dense,
      Float64Array.from(core, (index) => rowSum[index] ?? 0),
    ),
  };
}

/** Σ weights·x over the indices. */
function dot(indices: Int32Array, weights: Float64Array, x: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < indices.length; at++) {
    sum += (weights[at] ?? 0) * (x[indices[at] ?? 0] ?? 0);
  }
  return sum;
}

/** x(indices) −= factor·weights. */
function subtract(pivot: { readonly indices: Int32Array; readonly weights: Float64Array; readonly factor: number }, x: Float64Array): void {
  const { indices, weights, factor } = pivot;
  for (let at = 0; at < indices.length; at++) {
    const index = indices[at] ?? 0;
    x[index] = (x[index] ?? 0) - factor * (weights[at] ?? 0);
  }
}

/** The x of Ax = b. Where no entry of b is below 0 every entry of x has nearly all its digits. */
export function solveSparse({ pivots, core, coreLu }: SparseLu, b: Float64Array): Float64Array {
  const x = b.slice();
  for (const { index, below, multiplier } of pivots) {
    subtract({ indices: below, weights: multiplier, factor: x[index] ?? 0 }, x);
  }
  const inCore = solveLu(
    coreLu,
    Float64Array.from(core, (index) => x[index] ?? 0),
  );
  core.forEach((index, at) => {
    x[index] = inCore[at] ?? 0;
  });
  for (const { index, diagonal, right, entry } of pivots.toReversed()) {
    x[index] = ((x[index] ?? 0) - dot(right, entry, x)) / diagonal;
  }
  return x;
}

/** The x of xA = b (a row vector). */
export function solveSparseTransposed({ pivots, core, coreLu }: SparseLu, b: Float64Array): Float64Array {
  const x = b.slice();
  for (const { index, diagonal, right, entry } of pivots) {
    const solved = (x[index] ?? 0) / diagonal;
    x[index] = solved;
    subtract({ indices: right, weights: entry, factor: solved }, x);
  }
  const inCore = solveLuTransposed(
    coreLu,
    Float64Array.from(core, (index) => x[index] ?? 0),
  );
  core.forEach((index, at) => {
    x[index] = inCore[at] ?? 0;
  });
  for (const { index, below, multiplier } of pivots.toReversed()) {
    x[index] = (x[index] ?? 0) - dot(below, multiplier, x);
  }
  return x;
}
