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
  type Lanes,
  ONE,
  set,
  V128,
  type WasmFunction,
  whilst,
} from "./wasm-code.ts";

/**
 * A function over arrays of float32 of one length, element by element, four at a time as long as they last. Its parameters are the arrays'
 * addresses, then how many elements they have, then numbers. `body` is told a local to keep a result in.
 */
function elementwise(
  name: string,
  given: { readonly arrays: number; readonly numbers?: number },
  body: (lanes: Lanes, kept: number) => Code,
): WasmFunction {
  const { arrays, numbers = 0 } = given;
  const left = arrays;
  const firstLocal = arrays + 1 + numbers;
  const pieces = (lanes: Lanes, kept: number): Code =>
    whilst(
      code(constant(lanes.columns), get(left), atMost),
      code(
        body(lanes, kept),
        ...Array.from({ length: arrays }, (_, array) => increase(array, constant(lanes.bytes))),
        decrease(left, constant(lanes.columns)),
      ),
    );
  return {
    name,
    parameters: [...Array.from({ length: arrays + 1 }, () => I32), ...Array.from({ length: numbers }, () => F32)],
    locals: [
      [1, V128],
      [1, F32],
    ],
    body: code(pieces(FOUR, firstLocal), pieces(ONE, firstLocal + 1)),
  };
}

/** `rectify(x, count)`: x ← max(x, 0). */
export function rectifyFunction(): WasmFunction {
  return elementwise("rectify", { arrays: 1 }, (lanes) => code(get(0), get(0), lanes.load(0), lanes.zero, lanes.larger, lanes.store(0)));
}

/** `mask(x, by, count)`: x ← x where by > 0, else 0. */
export function maskFunction(): WasmFunction {
  return elementwise("mask", { arrays: 2 }, (lanes) =>
    code(get(0), lanes.where(code(get(1), lanes.load(0)), code(get(0), lanes.load(0))), lanes.store(0)),
  );
}

/**
 * `adam(weights, gradient, learned, first, second, count, β₁, β₂, l2, size, epsilon)`, all of float32, rounded after every operation:
 * g = (gradient + weights·l2)·learned, first ← first·β₁ + g, second ← second·β₂ + g², weights ← weights − first/(√second + epsilon)·size.
 */
export function adamFunction(): WasmFunction {
  const [weights, gradient, learned, first, second] = [0, 1, 2, 3, 4] as const;
  const [beta1, beta2, l2, size, epsilon] = [6, 7, 8, 9, 10] as const;
  return elementwise("adam", { arrays: 5, numbers: 5 }, (lanes, g) => {
    const array = (at: number): Code => code(get(at), lanes.load(0));
    const number = (at: number): Code => code(get(at), lanes.splat);
    const pulled = code(array(gradient), array(weights), number(l2), lanes.product, lanes.sum, array(learned), lanes.product);
    const decayed = (at: number, decay: number): Code => code(array(at), number(decay), lanes.product);
    const step = code(array(first), array(second), lanes.root, number(epsilon), lanes.sum, lanes.quotient, number(size), lanes.product);
    return code(
      code(pulled, set(g)),
      code(get(first), decayed(first, beta1), get(g), lanes.sum, lanes.store(0)),
      code(get(second), decayed(second, beta2), get(g), get(g), lanes.product, lanes.sum, lanes.store(0)),
      code(get(weights), array(weights), step, lanes.difference, lanes.store(0)),
    );
  });
}
