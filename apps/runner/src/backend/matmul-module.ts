/**
 * A WebAssembly module of one function, written here instruction by instruction, since none of the tools that would write it is
 * needed for anything else: `multiply(a, b, out, m, k, n, aRow, aStep)` writes the product of an m × k and a k × n matrix of float32.
 * All are addresses and lengths in bytes but m, k and n, which count; b and out lie row by row without gaps, a's element (i, j) at
 * a + i·aRow + j·aStep. It wants k ≥ 1.
 *
 * Each element is the plain float32 sum over j of a(i, j)·b(j, ·) in that order, four columns to an instruction: how the work is cut
 * into tiles moves no bit.
 */

type Code = readonly number[];

const I32 = 0x7f;
const F32 = 0x7d;
const V128 = 0x7b;

/** An unsigned number in base 128, least significant first. */
function unsigned(value: number): Code {
  return value < 128 ? [value] : [(value % 128) + 128, ...unsigned(Math.floor(value / 128))];
}

const code = (...parts: readonly Code[]): Code => parts.flat();
const times = (count: number, of: (at: number) => Code): Code => code(...Array.from({ length: count }, (_, at) => of(at)));

const get = (local: number): Code => [0x20, ...unsigned(local)];
const set = (local: number): Code => [0x21, ...unsigned(local)];
/** For 0 ≤ value < 64. */
const constant = (value: number): Code => [0x41, value];
const add: Code = [0x6a];
const subtract: Code = [0x6b];
const multiply: Code = [0x6c];
const atMost: Code = [0x4c];
const increase = (local: number, by: Code): Code => code(get(local), by, add, set(local));

/** Repeats the body as long as the condition holds, which is tried first. */
const whilst = (condition: Code, body: Code): Code =>
  code([0x02, 0x40, 0x03, 0x40], condition, [0x45, 0x0d, 1], body, [0x0c, 0, 0x0b, 0x0b]);
/** Repeats the body until the condition, tried after it, fails. */
const repeat = (body: Code, condition: Code): Code => code([0x03, 0x40], body, condition, [0x0d, 0, 0x0b]);

/** What is done to one column of float32, or to four at once. */
interface Lanes {
  readonly columns: number;
  readonly bytes: number;
  load(offset: number): Code;
  splat: Code;
  store(offset: number): Code;
  readonly zero: Code;
  readonly product: Code;
  readonly sum: Code;
}

const ONE: Lanes = {
  columns: 1,
  bytes: 4,
  load: (offset) => [0x2a, 2, ...unsigned(offset)],
  splat: [0x2a, 2, 0],
  store: (offset) => [0x38, 2, ...unsigned(offset)],
  zero: [0x43, 0, 0, 0, 0],
  product: [0x94],
  sum: [0x92],
};

const FOUR: Lanes = {
  columns: 4,
  bytes: 16,
  load: (offset) => [0xfd, 0x00, 2, ...unsigned(offset)],
  splat: [0xfd, 0x09, 2, 0],
  store: (offset) => [0xfd, 0x0b, 2, ...unsigned(offset)],
  zero: [0xfd, 0x0c, ...Array.from({ length: 16 }, () => 0)],
  product: [0xfd, 0xe6, 0x01],
  sum: [0xfd, 0xe4, 0x01],
};

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
  const term = (row: number, vector: number): Code => code(get(A_AT + row), lanes.splat, get(loaded(vector)), lanes.product);
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
        code(get(LEFT), constant(1), subtract, set(LEFT)),
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

const section = (id: number, content: Code): Code => code([id], unsigned(content.length), content);
const text = (word: string): Code => [word.length, ...Array.from(word, (letter) => letter.charCodeAt(0))];
const locals = (...groups: readonly (readonly [number, number])[]): Code => code([groups.length], ...groups);

/** The module's bytes. It imports its memory as "host" "memory". */
export function matmulModule(): Uint8Array<ArrayBuffer> {
  const fits = (rows: number): Code => code(get(I), constant(rows), add, get(M), atMost);
  const body = code(
    locals([A_AT + TILE_ROWS - I, I32], [TILE_ROWS + 1, F32], [TILE_ROWS * TILE_VECTORS + TILE_VECTORS, V128]),
    code(get(N), constant(4), multiply, set(B_ROW)),
    whilst(fits(TILE_ROWS), band(TILE_ROWS)),
    whilst(fits(1), band(1)),
    [0x0b],
  );
  const parameters = Array.from({ length: I }, () => I32);
  return Uint8Array.from(
    code(
      [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(1, code([1, 0x60, parameters.length], parameters, [0])), // one type: eight numbers to none
      section(2, code([1], text("host"), text("memory"), [0x02, 0x00, 0])), // a memory, of any size
      section(3, [1, 0]), // one function, of that type
      section(7, code([1], text("multiply"), [0x00, 0])), // its name outside
      section(10, code([1], unsigned(body.length), body)),
    ),
  );
}
