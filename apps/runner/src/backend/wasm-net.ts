import type { Tensors } from "@firebreak/core";
import { NET_KERNELS, type NetShape, netShape } from "@firebreak/core/neural";
import type { KernelConfig, TensorInfo } from "@tensorflow/tfjs-core";
import { FLOAT_BYTES, type WasmWorkshop } from "./wasm-workshop.ts";

type KernelArguments = Parameters<KernelConfig["kernelFunc"]>[0];
type Given = Readonly<Record<string, TensorInfo>>;

/** What a kernel of a pass is given: tensors by name, the shape of the nets, how many there are, and rows of each. */
function givenTo({ inputs, attrs }: KernelArguments): { tensors: Given; shape: NetShape; seeds: number; batch: number } {
  const { sizes } = attrs as unknown as { readonly sizes: readonly number[] }; // as `NET_KERNELS` says
  const tensors = inputs as Given;
  const [seeds = 0, batch = 0] = (tensors["inputs"] ?? tensors["byOutputs"])?.shape ?? [];
  return { tensors, shape: netShape(sizes), seeds, batch };
}

function placesIn(workshop: WasmWorkshop, tensors: Given): (name: string) => number {
  return (name) => {
    const tensor = tensors[name];
    if (tensor === undefined) {
      throw new Error(`A kernel of nets was not given '${name}'`);
    }
    return workshop.placeOf(tensor);
  };
}

/**
 * The first layer's products, here and in `gradient`, skip what is 0 in the inputs: nets are mostly shown a state by a column for each. They do
 * so whatever the inputs are, so that it hangs on nothing.
 */
function forward(workshop: WasmWorkshop, given: KernelArguments): TensorInfo[] {
  const { tensors, shape, seeds, batch } = givenTo(given);
  const place = placesIn(workshop, tensors);
  let before = place("inputs");
  return shape.layers.map(({ rows, columns, offset }, at) => {
    const out = workshop.make([seeds, batch, columns]);
    const to = workshop.placeOf(out);
    const weights = place("weights") + FLOAT_BYTES * seeds * offset;
    workshop.product({ at: before, sparse: at === 0 }, { at: weights }, to, { pairs: seeds, m: batch, k: rows, n: columns });
    if (at + 1 < shape.layers.length) {
      workshop.rectify(to, seeds * batch * columns);
    }
    before = to;
    return out;
  });
}

function gradient(workshop: WasmWorkshop, given: KernelArguments): TensorInfo {
  const { tensors, shape, seeds, batch } = givenTo(given);
  const place = placesIn(workshop, tensors);
  const out = workshop.make([seeds * shape.weightCount]);
  const scratch: TensorInfo[] = [];
  let bySums = place("byOutputs");
  for (let at = shape.layers.length - 1; at >= 0; at--) {
    const { rows, columns, offset } = shape.layers[at] as NetShape["layers"][number]; // below its length
    const [inputs, skipped] = [place(`a${at}`), FLOAT_BYTES * seeds * offset];
    workshop.product({ at: inputs, transposed: true, sparse: at === 0 }, { at: bySums }, workshop.placeOf(out) + skipped, {
      pairs: seeds,
      m: rows,
      k: batch,
      n: columns,
    });
    if (at > 0) {
      const byInputs = workshop.make([seeds, batch, rows]);
      const to = workshop.placeOf(byInputs);
      workshop.product({ at: bySums }, { at: place("weights") + skipped, transposed: true }, to, {
        pairs: seeds,
        m: batch,
        k: columns,
        n: rows,
      });
      workshop.mask(to, inputs, seeds * batch * rows);
      scratch.push(byInputs);
      bySums = to;
    }
  }
  scratch.forEach(workshop.free);
  return out;
}

function adam(workshop: WasmWorkshop, { inputs, attrs }: KernelArguments): TensorInfo[] {
  const place = placesIn(workshop, inputs as Given);
  const { beta1, beta2, l2, size, epsilon } = attrs as Readonly<Record<"beta1" | "beta2" | "l2" | "size" | "epsilon", number>>; // as `NET_KERNELS` says
  const count = inputs["weights"]?.shape[0] ?? 0;
  const arrays = ["weights", "gradient", "learned", "first", "second"].map(place);
  workshop.adam(...arrays, count, beta1, beta2, l2, size, epsilon);
  return [];
}

/** Gives the WASM backend the kernels for nets. */
export function addNetKernels(tensors: Tensors, workshop: WasmWorkshop): void {
  const kernels = { forward, gradient, adam };
  for (const [name, kernel] of Object.entries(kernels)) {
    tensors.registerKernel({
      kernelName: NET_KERNELS[name as keyof typeof kernels], // its keys
      backendName: "wasm",
      kernelFunc: (given) => kernel(workshop, given),
    });
  }
}
