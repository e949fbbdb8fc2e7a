import type { Tensors } from "@firebreak/core";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type { KernelConfig, TensorInfo } from "@tensorflow/tfjs-core";
import { matmulModule } from "./matmul-module.ts";

type KernelArguments = Parameters<KernelConfig["kernelFunc"]>[0];
type Multiply = (...addressesAndLengths: number[]) => void;

const FLOAT_BYTES = 4;

/** The memory that TensorFlow.js's WASM backend works in. */
function memoryOf(backend: BackendWasm): WebAssembly.Memory {
  const { asm } = backend.wasm as unknown as { readonly asm?: { readonly memory?: unknown } }; // not in its types
  if (!(asm?.memory instanceof WebAssembly.Memory)) {
    throw new Error("TensorFlow.js's WASM module shows no memory");
  }
  return asm.memory;
}

/** Transposes each of the matrices [batch, rows, columns]. */
function transpose(from: Float32Array, to: Float32Array, [, rows = 0, columns = 0]: readonly number[]): void {
  for (let first = 0; first < from.length; first += rows * columns) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        to[first + column * rows + row] = from[first + row * columns + column] ?? 0;
      }
    }
  }
}

/** Whether matrices of both sides go in pairs, none of them empty. */
function inPairs({ a, b }: Record<string, TensorInfo | undefined>): boolean {
  const shapes = [a?.shape ?? [], b?.shape ?? []] as const;
  return shapes.every((shape) => shape.length === 3 && !shape.includes(0)) && shapes[0][0] === shapes[1][0];
}

/** Products of pairs of matrices, [batch, m, k] × [batch, k, n], either side transposed or not. */
function productOf(multiply: Multiply, backend: BackendWasm, memory: WebAssembly.Memory, { inputs, attrs }: KernelArguments): TensorInfo {
  const { a, b } = inputs as { readonly a: TensorInfo; readonly b: TensorInfo }; // what a product has
  const { transposeA, transposeB } = attrs as { readonly transposeA?: boolean; readonly transposeB?: boolean };
  const [batch = 0, rowsA = 0, columnsA = 0] = a.shape;
  const [m, k] = transposeA === true ? [columnsA, rowsA] : [rowsA, columnsA];
  const n = (transposeB === true ? b.shape[1] : b.shape[2]) ?? 0;
  const out = backend.makeOutput([batch, m, n], "float32");
  const scratch = transposeB === true ? backend.makeOutput([batch, k, n], "float32") : null;
  const placeOf = ({ dataId }: TensorInfo): number => backend.dataIdMap.get(dataId).memoryOffset;
  if (scratch !== null) {
    const view = (at: TensorInfo): Float32Array => new Float32Array(memory.buffer, placeOf(at), batch * k * n);
    transpose(view(b), view(scratch), b.shape);
  }
  const [atA, atB, atOut] = [placeOf(a), placeOf(scratch ?? b), placeOf(out)];
  const [rowStride, stepStride] = transposeA === true ? [FLOAT_BYTES, FLOAT_BYTES * m] : [FLOAT_BYTES * k, FLOAT_BYTES];
  for (let pair = 0; pair < batch; pair++) {
    const [skipA, skipB, skipOut] = [m * k, k * n, m * n].map((count) => FLOAT_BYTES * count * pair) as [number, number, number];
    multiply(atA + skipA, atB + skipB, atOut + skipOut, m, k, n, rowStride, stepStride);
  }
  if (scratch !== null) {
    backend.disposeData(scratch.dataId);
  }
  return out;
}

/**
 * Replaces the WASM backend's product of batches of matrices, a scalar loop there, by one of four columns at a time: nine times as
 * fast, and most of what training a block of small nets is. A pair of matrices gives the same bits whatever else is in its batch.
 * A second call changes nothing.
 */
export async function speedUpMatmul(tensors: Tensors): Promise<void> {
  const plain = tensors.getKernel("BatchMatMul", "wasm");
  if (plain.kernelFunc.name === "matmulInPairs") {
    return;
  }
  const backend = tensors.backend() as unknown as BackendWasm; // the one in use
  const memory = memoryOf(backend);
  const { instance } = await WebAssembly.instantiate(matmulModule(), { host: { memory } });
  const multiply = instance.exports["multiply"] as Multiply; // the only export
  tensors.unregisterKernel("BatchMatMul", "wasm");
  tensors.registerKernel({
    ...plain,
    kernelFunc: function matmulInPairs(given) {
      const inputs = given.inputs as Record<string, TensorInfo | undefined>; // what a product has
      return inPairs(inputs) ? productOf(multiply, backend, memory, given) : plain.kernelFunc(given);
    },
  });
}
