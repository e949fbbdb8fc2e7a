import {
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
  isNotZero,
  type Lanes,
  multiply,
  ONE,
  onlyIf,
  repeat,
  set,
  V128,
  type WasmFunction,
  whilst,
} from "./wasm-code.ts";

// The parameters, then the locals: what is left of rows, steps and columns, addresses, and the number that a row of b is taken times.
const [A, B, OUT, M, K, N, A_ROW, A_STEP] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const [STEPS, COLUMNS, A_AT, B_FROM, B_AT, OUT_AT, B_ROW] = [8, 9, 10, 11, 12, 13, 14] as const;
const [FACTOR, FACTORS] = [15, 16] as const;

/** Goes along a row of the product, four columns at a time as long as they last; `to` leaves on the stack what is stored there. */
function along(to: (lanes: Lanes) => Code): Code {
  const pieces = (lanes: Lanes): Code =>
    whilst(
      code(constant(lanes.columns), get(COLUMNS), atMost),
      code(
        code(get(OUT_AT), to(lanes), lanes.store(0)),
        increase(OUT_AT, constant(lanes.bytes)),
        increase(B_AT, constant(lanes.bytes)),
        decrease(COLUMNS, constant(lanes.columns)),
      ),
    );
  return code(get(OUT), set(OUT_AT), get(N), set(COLUMNS), pieces(FOUR), pieces(ONE));
}

/**
 * `multiplySparse`, of the parameters of `multiply` (`product-code.ts`): the same product, to the bit where b is finite, at the cost of what
 * in a is not 0.
 */
export function sparseProductFunction(): WasmFunction {
  const factor = (lanes: Lanes): Code => get(lanes.columns === 1 ? FACTOR : FACTORS);
  const plusTerm = (lanes: Lanes): Code =>
    code(get(OUT_AT), lanes.load(0), factor(lanes), get(B_AT), lanes.load(0), lanes.product, lanes.sum);
  const step = code(
    code(get(A_AT), ONE.load(0), set(FACTOR)),
    onlyIf(isNotZero(get(FACTOR)), code(code(get(FACTOR), FOUR.splat, set(FACTORS)), code(get(B_FROM), set(B_AT)), along(plusTerm))),
    increase(A_AT, get(A_STEP)),
    increase(B_FROM, get(B_ROW)),
    decrease(STEPS, constant(1)),
  );
  const row = code(
    along((lanes) => lanes.zero),
    code(get(A), set(A_AT), get(B), set(B_FROM), get(K), set(STEPS)),
    repeat(step, get(STEPS)),
    increase(A, get(A_ROW)),
    increase(OUT, get(B_ROW)),
    decrease(M, constant(1)),
  );
  return {
    name: "multiplySparse",
    parameters: Array.from({ length: STEPS }, () => I32),
    locals: [
      [FACTOR - STEPS, I32],
      [1, F32],
      [1, V128],
    ],
    body: code(code(get(N), constant(4), multiply, set(B_ROW)), whilst(code(constant(1), get(M), atMost), row)),
  };
}
