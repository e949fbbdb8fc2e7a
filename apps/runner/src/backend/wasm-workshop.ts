import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { adamFunction, maskFunction, rectifyFunction } from "./elementwise-code.ts";
import { productFunction } from "./product-code.ts";
import { sparseProductFunction } from "./sparse-product-code.ts";
import { wasmModule } from "./wasm-code.ts";

export const FLOAT_BYTES = 4;

type WasmFunction = (...addressesAndNumbers: readonly number[]) => void;

/** Matrices of float32 that lie one behind another, each row by row, or its transpose. */
interface Matrices {
  readonly at: number;
  readonly transposed?: boolean;
  /** Most of them are 0: on the left side only. */
  readonly sparse?: boolean;
}

/** How many pairs of matrices are multiplied, each m × k by k × n. None is 0. */
interface ProductSize {
  readonly pairs: number;
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

/** Functions of our own in the memory that TensorFlow.js's WASM backend works in. Places are addresses in it, counts those of float32. */
export interface WasmWorkshop {
  make(shape: number[]): TensorInfo;
  free(tensor: TensorInfo): void;
  placeOf(tensor: TensorInfo): number;
  /** Writes the products of pairs of matrices to `out`, one behind another. A pair gives the same bits whatever else is in its batch. */
  product(a: Matrices, b: Matrices, out: number, size: ProductSize): void;
  /** See `elementwise-code.ts` for these. */
  readonly rectify: WasmFunction;
  readonly mask: WasmFunction;
  readonly adam: WasmFunction;
}

function memoryOf(backend: BackendWasm): WebAssembly.Memory {
  const { asm } = backend.wasm as unknown as { readonly asm?: { readonly memory?: unknown } }; // not in its types
  if (!(asm?.memory instanceof WebAssembly.Memory)) {
    throw new Error("TensorFlow.js's WASM module shows no memory");
  }
  return asm.memory;
}

/** Transposes each of so many matrices of rows × columns. */
function transpose(from: Float32Array, to: Float32Array, rows: number, columns: number): void {
  for (let first = 0; first < from.length; first += rows * columns) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        to[first + column * rows + row] = from[first + row * columns + column] ?? 0;
      }
    }
  }
}

/** Opens the workshop of a backend. */
export async function openWorkshop(backend: BackendWasm): Promise<WasmWorkshop> {
  const memory = memoryOf(backend);
  const module = wasmModule([productFunction(), sparseProductFunction(), rectifyFunction(), maskFunction(), adamFunction()]);
  const { instance } = await WebAssembly.instantiate(module, { host: { memory } });
  const { multiply, multiplySparse, rectify, mask, adam } = instance.exports as Readonly<Record<string, WasmFunction>>;
  if (multiply === undefined || multiplySparse === undefined || rectify === undefined || mask === undefined || adam === undefined) {
    throw new Error("The module of own functions lacks one of them");
  }
  const make = (shape: number[]): TensorInfo => backend.makeOutput(shape, "float32");
  const free = ({ dataId }: TensorInfo): void => {
    backend.disposeData(dataId);
  };
  const placeOf = ({ dataId }: TensorInfo): number => backend.dataIdMap.get(dataId).memoryOffset;
  const product: WasmWorkshop["product"] = (a, b, out, { pairs, m, k, n }) => {
    const scratch = b.transposed === true ? make([pairs, k, n]) : null;
    const atB = scratch === null ? b.at : placeOf(scratch);
    if (scratch !== null) {
      const view = (at: number): Float32Array => new Float32Array(memory.buffer, at, pairs * k * n);
      transpose(view(b.at), view(atB), n, k);
    }
    const [rowStride, stepStride] = a.transposed === true ? [FLOAT_BYTES, FLOAT_BYTES * m] : [FLOAT_BYTES * k, FLOAT_BYTES];
    const run = a.sparse === true ? multiplySparse : multiply;
    for (let pair = 0; pair < pairs; pair++) {
      const skip = FLOAT_BYTES * pair;
      run(a.at + skip * m * k, atB + skip * k * n, out + skip * m * n, m, k, n, rowStride, stepStride);
    }
    if (scratch !== null) {
      free(scratch);
    }
  };
  return { make, free, placeOf, product, rectify, mask, adam };
}
