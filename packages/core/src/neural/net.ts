import type { Tensor1D, Tensor3D } from "@tensorflow/tfjs-core";
import { hasNetKernels, passesByKernels } from "./net-kernels.ts";
import { passesByOperations } from "./net-operations.ts";
import { learnedMask, type NetShape } from "./shape.ts";
import type { Tensors } from "./tensors.ts";

/** What a forward pass leaves behind: the input and every layer's output, each [N, B, units + 1], the last [N, B, outputs]. */
export interface Pass {
  readonly activations: readonly Tensor3D[];
  /** [N, B, outputs] */
  readonly outputs: Tensor3D;
}

/** How a net learns: Adam (Kingma and Ba 2015), with an L2 penalty in the loss. */
export interface NetSettings {
  readonly learningRate: number;
  /** Weight of half the sum of squares of all weights and biases, in the loss. Default 0. */
  readonly l2?: number;
}

/** The weights of a block of seeds, and their optimiser. Disposes of what it makes, but for what it answers. */
export interface Net {
  readonly shape: NetShape;
  readonly seedCount: number;
  /** The outputs for a batch of inputs [N, B, D + 1], the last of each row being 1. */
  forward(inputs: Tensor3D): Pass;
  /** The gradient of a loss by the weights of all seeds, length N·P, layer by layer, from its gradient by the outputs [N, B, outputs]. */
  gradient(pass: Pass, byOutputs: Tensor3D): Tensor1D;
  /** One step of Adam along a gradient as `gradient` answers it. */
  apply(gradient: Tensor1D): void;
  /** The weights, seed by seed. Length N·P. */
  weights(): Float32Array;
  /** Puts other weights, seed by seed, in place of them; what the optimiser remembers stays. */
  load(weights: Float32Array): void;
  dispose(): void;
}

/**
 * Weights told seed by seed, told layer by layer, or the other way round. Layer by layer, all seeds of one layer lie together, so that a
 * layer is one piece of memory.
 */
function retold({ layers, weightCount }: NetShape, given: Float32Array, to: "layers" | "seeds"): Float32Array {
  const seedCount = given.length / weightCount;
  const told = new Float32Array(given.length);
  for (const { rows, columns, offset } of layers) {
    const size = rows * columns;
    for (let seed = 0; seed < seedCount; seed++) {
      const [bySeed, byLayer] = [seed * weightCount + offset, seedCount * offset + seed * size];
      const [from, at] = to === "layers" ? [bySeed, byLayer] : [byLayer, bySeed];
      told.set(given.subarray(from, from + size), at);
    }
  }
  return told;
}

/** A net for N seeds, from their weights, seed by seed: length N·P. In the backend's own kernels for nets where it has them. */
export function openNet(tensors: Tensors, shape: NetShape, settings: NetSettings, initial: Float32Array): Net {
  const seedCount = initial.length / shape.weightCount;
  const everySeed = new Float32Array(initial.length);
  for (let seed = 0; seed < seedCount; seed++) {
    everySeed.set(learnedMask(shape), seed * shape.weightCount);
  }
  const open = hasNetKernels(tensors) ? passesByKernels : passesByOperations;
  const passes = open(tensors, shape, settings, { weights: retold(shape, initial, "layers"), learned: retold(shape, everySeed, "layers") });
  return {
    shape,
    seedCount,
    forward: passes.forward,
    gradient: passes.gradient,
    apply: passes.step,
    weights: () => retold(shape, passes.weights(), "seeds"),
    load: (next) => passes.load(retold(shape, next, "layers")),
    dispose: passes.dispose,
  };
}
