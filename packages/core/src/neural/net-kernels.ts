import type { Tensor1D, Tensor3D } from "@tensorflow/tfjs-core";
import { BETA1, BETA2, openAdam } from "./adam.ts";
import type { NetSettings } from "./net.ts";
import type { NetBeginning, NetPasses } from "./net-operations.ts";
import type { NetShape } from "./shape.ts";
import type { Tensors } from "./tensors.ts";

/**
 * Kernels that a backend may be given besides TensorFlow.js's own: each does what many operations do otherwise, to the bit. Weights,
 * gradients and moments are those of all N seeds, layer by layer; `sizes` is that of `NetShape`.
 *
 * - forward: { inputs [N, B, D + 1], weights }, { sizes } to every layer's output;
 * - gradient: { weights, byOutputs, a0, a1, … } with all activations of the pass, a0 the inputs, { sizes } to the gradient by the weights;
 * - adam: { weights, gradient, learned, first, second }, { beta1, beta2, l2, size, epsilon } to nothing: weights and moments change in place.
 */
export const NET_KERNELS = {
  forward: "FirebreakNetForward",
  gradient: "FirebreakNetGradient",
  adam: "FirebreakNetAdam",
} as const;

/** Whether the backend in use has them. */
export function hasNetKernels(tensors: Tensors): boolean {
  return Object.values(NET_KERNELS).every((name) => tensors.getKernel(name, tensors.getBackend()) !== undefined);
}

/** Passes in three kernels of the backend's own. */
export function passesByKernels(tensors: Tensors, shape: NetShape, settings: NetSettings, beginning: NetBeginning): NetPasses {
  const sizes = [...shape.sizes];
  const { learningRate, l2 = 0 } = settings;
  const next = openAdam(learningRate);
  const learned = tensors.tensor1d(beginning.learned);
  const moments = { first: tensors.zerosLike(learned), second: tensors.zerosLike(learned) };
  let weights = tensors.tensor1d(beginning.weights);
  const { engine } = tensors;
  return {
    forward(inputs) {
      const made = engine().runKernel<Tensor3D[]>(NET_KERNELS.forward, { inputs, weights }, { sizes });
      return { activations: [inputs, ...made], outputs: made.at(-1) ?? inputs };
    },
    gradient(pass, byOutputs) {
      const activations = Object.fromEntries(pass.activations.map((activation, at) => [`a${at}`, activation]));
      return engine().runKernel<Tensor1D>(NET_KERNELS.gradient, { weights, byOutputs, ...activations }, { sizes });
    },
    step(gradient) {
      engine().runKernel(NET_KERNELS.adam, { weights, gradient, learned, ...moments }, { beta1: BETA1, beta2: BETA2, l2, ...next() });
    },
    weights: () => weights.dataSync<"float32">(),
    load(given) {
      weights.dispose();
      weights = tensors.keep(tensors.tensor1d(given));
    },
    dispose: () => tensors.dispose([weights, learned, moments.first, moments.second]),
  };
}
