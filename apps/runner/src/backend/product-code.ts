import {
  add,
  atMost,
  type Code,
  code,
  constant,
  decrease,
  F32,
  FOUR,
  get,
  I32,
  increase,
  type Lanes,
  multiply,
  ONE,
  repeat,
  set,
  times,
  V128,
  type WasmFunction,
  whilst,
} from "./wasm-code.ts";

const TILE_ROWS = 4;
const TILE_VECTORS = 2;

// The parameters, then the locals: where the tile stands, what is left of k, addresses, and its sums.
const [A, B, OUT, M, K, N, A_ROW, A_STEP] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const [I, J, LEFT, B_AT, OUT_AT, B_ROW] = [8, 9, 10, 11, 12, 13] as const;
const A_AT = 14; // one for each row of a tile
const SCALAR_SUM = A_AT + TILE_ROWS; // one for each row
const SCALAR_B = SCALAR_SUM + TILE_ROWS;
const VECTOR_SUM = SCALAR_B + 1; // one for each row and vector
const VECTOR_B = VECTOR_SUM + TILE_ROWS * TILE_VECTORS;

/** One tile of the product: `rows` rows from I, `vectors` groups of columns from J. */
function tile(rows: number, lanes: Lanes, vectors: number): Code {
  const scalar = lanes.columns === 1;
  const sum = (row: number, vector: number): number => (scalar ? SCALAR_SUM + row : VECTOR_SUM + row * TILE_VECTORS + vector);
  const loaded = (vector: number): number => (scalar ? SCALAR_B : VECTOR_B + vector);
  const each = (of: (row: number, vector: number) => Code): Code => times(rows, (row) => times(vectors, (vector) => of(row, vector)));
  const bytesToJ = code(get(J), constant(4), multiply);
  const term = (row: number, vector: number): Code => code(get(A_AT + row), lanes.loadSplat, get(loaded(vector)), lanes.product);
  return code(
    times(rows, (row) => code(get(A), get(I), constant(row), add, get(A_ROW), multiply, add, set(A_AT + row))),
    code(get(B), bytesToJ, add, set(B_AT)),
    each((row, vector) => code(lanes.zero, set(sum(row, vector)))),
    code(get(K), set(LEFT)),
    repeat(
      code(
        times(vectors, (vector) => code(get(B_AT), lanes.load(vector * lanes.bytes), set(loaded(vector)))),
        each((row, vector) => code(get(sum(row, vector)), term(row, vector), lanes.sum, set(sum(row, vector)))),
        times(rows, (row) => increase(A_AT + row, get(A_STEP))),
        increase(B_AT, get(B_ROW)),
        decrease(LEFT, constant(1)),
      ),
      get(LEFT),
    ),
    code(get(OUT), get(I), get(B_ROW), multiply, add, bytesToJ, add, set(OUT_AT)),
    times(rows, (row) =>
      code(
        times(vectors, (vector) => code(get(OUT_AT), get(sum(row, vector)), lanes.store(vector * lanes.bytes))),
        increase(OUT_AT, get(B_ROW)),
      ),
    ),
    increase(J, constant(lanes.columns * vectors)),
  );
}

/** Tiles along a band of rows: as wide as fit, then narrower. */
function band(rows: number): Code {
  const fits = (columns: number): Code => code(get(J), constant(columns), add, get(N), atMost);
  return code(
    code(constant(0), set(J)),
    whilst(fits(FOUR.columns * TILE_VECTORS), tile(rows, FOUR, TILE_VECTORS)),
    whilst(fits(FOUR.columns), tile(rows, FOUR, 1)),
    whilst(fits(1), tile(rows, ONE, 1)),
    increase(I, constant(rows)),
  );
}

/**
 * `multiply(a, b, out, m, k, n, aRow, aStep)` writes the product of an m × k and a k × n matrix of float32. All are addresses and
 * lengths in bytes but m, k and n, which count; b and out lie row by row without gaps, a's element (i, j) at a + i·aRow + j·aStep. It
 * wants k ≥ 1.
 *
 * Each element is the plain float32 sum over j of a(i, j)·b(j, ·) in that order, four columns to an instruction: how the work is cut
 * into tiles moves no bit.
 */
export function productFunction(): WasmFunction {
  const fits = (rows: number): Code => code(get(I), constant(rows), add, get(M), atMost);
  return {
    name: "multiply",
    parameters: Array.from({ length: I }, () => I32),
    locals: [
      [A_AT + TILE_ROWS - I, I32],
      [TILE_ROWS + 1, F32],
      [TILE_ROWS * TILE_VECTORS + TILE_VECTORS, V128],
    ],
    body: code(code(get(N), constant(4), multiply, set(B_ROW)), whilst(fits(TILE_ROWS), band(TILE_ROWS)), whilst(fits(1), band(1))),
  };
}
