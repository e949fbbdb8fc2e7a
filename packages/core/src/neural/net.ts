import type { Scalar, Tensor1D, Tensor3D } from "@tensorflow/tfjs-core";
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

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

interface Moments {
  /** Σ β₁^(t−i)·g_i and Σ β₂^(t−i)·g_i²: Adam's moments without their factors 1 − β, which go into the step size. */
  first: Tensor1D;
  second: Tensor1D;
  /** β₁^t and β₂^t */
  decay1: number;
  decay2: number;
}

/** The weights after one step of Adam; `moments` move with it. Ten operations, whatever the number of seeds and layers. */
function adamStep(
  tensors: Tensors,
  moments: Moments,
  given: { readonly weights: Tensor1D; readonly gradient: Tensor1D; readonly rate: number; readonly decays: readonly [Scalar, Scalar] },
): Tensor1D {
  const { weights, gradient, rate, decays } = given;
  const first = tensors.add<Tensor1D>(tensors.mul(moments.first, decays[0]), gradient);
  const second = tensors.add<Tensor1D>(tensors.mul(moments.second, decays[1]), tensors.square(gradient));
  tensors.dispose([moments.first, moments.second]);
  moments.first = tensors.keep(first);
  moments.second = tensors.keep(second);
  moments.decay1 *= BETA1;
  moments.decay2 *= BETA2;
  const spread = Math.sqrt((1 - moments.decay2) / (1 - BETA2));
  const size = (rate * spread * (1 - BETA1)) / (1 - moments.decay1);
  return tensors.sub(weights, tensors.mul(tensors.div(first, tensors.add(tensors.sqrt(second), EPSILON * spread)), size));
}

/** Matrices of the layers, each [N, rows, columns], from the weights of all seeds, layer by layer. */
function cut(
  tensors: Tensors,
  { layers }: NetShape,
  { weights, seedCount }: { weights: Tensor1D; seedCount: number },
): readonly Tensor3D[] {
  return layers.map(({ rows, columns, offset }) => {
    const matrix = tensors.slice(weights, [seedCount * offset], [seedCount * rows * columns]);
    return tensors.keep(tensors.reshape(matrix, [seedCount, rows, columns]));
  });
}

function forward(tensors: Tensors, matrices: readonly Tensor3D[], inputs: Tensor3D): Pass {
  const activations = [inputs];
  let outputs = inputs;
  matrices.forEach((matrix, at) => {
    const sums: Tensor3D = tensors.matMul(outputs, matrix);
    outputs = at + 1 === matrices.length ? sums : tensors.relu(sums);
    activations.push(outputs);
  });
  return { activations, outputs };
}

/** Back-propagation by hand: two products and a mask a layer, and no tape. */
function backward(tensors: Tensors, matrices: readonly Tensor3D[], { activations }: Pass, byOutputs: Tensor3D): Tensor1D {
  const gradients: Tensor1D[] = [];
  let bySums = byOutputs;
  for (let at = matrices.length - 1; at >= 0; at--) {
    const [inputs, matrix] = [activations[at], matrices[at]];
    if (inputs === undefined || matrix === undefined) {
      throw new Error(`A pass of ${activations.length} activations does not fit ${matrices.length} layers`);
    }
    gradients.unshift(tensors.reshape(tensors.matMul(inputs, bySums, true, false), [-1]));
    if (at > 0) {
      bySums = tensors.mul(tensors.matMul(bySums, matrix, false, true), tensors.step(inputs));
    }
  }
  return tensors.concat1d(gradients);
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

/** A net for N seeds, from their weights, seed by seed: length N·P. */
export function openNet(tensors: Tensors, shape: NetShape, settings: NetSettings, initial: Float32Array): Net {
  const seedCount = initial.length / shape.weightCount;
  const { learningRate, l2 = 0 } = settings;
  const everySeed = new Float32Array(initial.length);
  for (let seed = 0; seed < seedCount; seed++) {
    everySeed.set(learnedMask(shape), seed * shape.weightCount);
  }
  const learned = tensors.tensor1d(retold(shape, everySeed, "layers"));
  const decays = [tensors.scalar(BETA1), tensors.scalar(BETA2)] as const;
  const moments: Moments = { first: tensors.zerosLike(learned), second: tensors.zerosLike(learned), decay1: 1, decay2: 1 };
  let weights = tensors.tensor1d(retold(shape, initial, "layers"));
  let matrices = tensors.tidy(() => [...cut(tensors, shape, { weights, seedCount })]);
  const replace = (next: () => Tensor1D): void => {
    tensors.tidy(() => {
      const replaced = tensors.keep(next());
      tensors.dispose([weights, ...matrices]);
      weights = replaced;
      matrices = [...cut(tensors, shape, { weights, seedCount })];
    });
  };
  return {
    shape,
    seedCount,
    forward: (inputs) => forward(tensors, matrices, inputs),
    gradient: (pass, byOutputs) => backward(tensors, matrices, pass, byOutputs),
    apply(gradient) {
      replace(() => {
        const penalised = l2 === 0 ? gradient : tensors.add<Tensor1D>(gradient, tensors.mul(weights, l2));
        return adamStep(tensors, moments, { weights, gradient: tensors.mul(penalised, learned), rate: learningRate, decays });
      });
    },
    weights: () => retold(shape, weights.dataSync<"float32">(), "seeds"),
    load: (next) => replace(() => tensors.tensor1d(retold(shape, next, "layers"))),
    dispose: () => tensors.dispose([weights, learned, moments.first, moments.second, ...decays, ...matrices]),
  };
}
