import type { Rank, Scalar, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
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
  /** The gradient [N, P] of a loss by the weights, from its gradient by the outputs [N, B, outputs]. */
  gradient(pass: Pass, byOutputs: Tensor3D): Tensor2D;
  /** One step of Adam along a gradient [N, P]. */
  apply(gradient: Tensor2D): void;
  /** The weights of all seeds. Length N·P. */
  weights(): Float32Array;
  /** Puts other weights in place of them; what the optimiser remembers stays. */
  load(weights: Float32Array): void;
  dispose(): void;
}

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

interface Moments {
  /** Σ β₁^(t−i)·g_i and Σ β₂^(t−i)·g_i²: Adam's moments without their factors 1 − β, which go into the step size. */
  first: Tensor2D;
  second: Tensor2D;
  /** β₁^t and β₂^t */
  decay1: number;
  decay2: number;
}

/** The weights after one step of Adam; `moments` move with it. Ten operations, whatever the number of seeds and layers. */
function adamStep(
  tensors: Tensors,
  moments: Moments,
  given: { readonly weights: Tensor2D; readonly gradient: Tensor2D; readonly rate: number; readonly decays: readonly [Scalar, Scalar] },
): Tensor2D {
  const { weights, gradient, rate, decays } = given;
  const first = tensors.add<Tensor2D>(tensors.mul(moments.first, decays[0]), gradient);
  const second = tensors.add<Tensor2D>(tensors.mul(moments.second, decays[1]), tensors.square(gradient));
  tensors.dispose([moments.first, moments.second]);
  moments.first = tensors.keep(first);
  moments.second = tensors.keep(second);
  moments.decay1 *= BETA1;
  moments.decay2 *= BETA2;
  const spread = Math.sqrt((1 - moments.decay2) / (1 - BETA2));
  const size = (rate * spread * (1 - BETA1)) / (1 - moments.decay1);
  return tensors.sub(weights, tensors.mul(tensors.div(first, tensors.add(tensors.sqrt(second), EPSILON * spread)), size));
}

/** Matrices of the layers, each [N, rows, columns], from the weights [N, P]. */
function cut(tensors: Tensors, { layers }: NetShape, weights: Tensor2D): readonly Tensor3D[] {
  const [seedCount] = weights.shape;
  return layers.map(({ rows, columns, offset }) =>
    tensors.keep(tensors.reshape<Rank.R3>(tensors.slice(weights, [0, offset], [seedCount, rows * columns]), [seedCount, rows, columns])),
  );
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
function backward(tensors: Tensors, matrices: readonly Tensor3D[], { activations }: Pass, byOutputs: Tensor3D): Tensor2D {
  const [seedCount] = byOutputs.shape;
  const gradients: Tensor2D[] = [];
  let bySums = byOutputs;
  for (let at = matrices.length - 1; at >= 0; at--) {
    const [inputs, matrix] = [activations[at], matrices[at]];
    if (inputs === undefined || matrix === undefined) {
      throw new Error(`A pass of ${activations.length} activations does not fit ${matrices.length} layers`);
    }
    gradients.unshift(tensors.reshape(tensors.matMul(inputs, bySums, true, false), [seedCount, -1]));
    if (at > 0) {
      bySums = tensors.mul(tensors.matMul(bySums, matrix, false, true), tensors.step(inputs));
    }
  }
  return tensors.concat(gradients, 1);
}

/** A net for N seeds, from their weights one after another: length N·P. */
export function openNet(tensors: Tensors, shape: NetShape, settings: NetSettings, initial: Float32Array): Net {
  const { weightCount } = shape;
  const seedCount = initial.length / weightCount;
  const { learningRate, l2 = 0 } = settings;
  const learned = tensors.tensor2d(learnedMask(shape), [1, weightCount]);
  const decays = [tensors.scalar(BETA1), tensors.scalar(BETA2)] as const;
  const moments: Moments = {
    first: tensors.zeros([seedCount, weightCount]),
    second: tensors.zeros([seedCount, weightCount]),
    decay1: 1,
    decay2: 1,
  };
  let weights: Tensor2D = tensors.tensor2d(initial, [seedCount, weightCount]);
  let matrices = tensors.tidy(() => [...cut(tensors, shape, weights)]);
  const replace = (next: () => Tensor2D): void => {
    tensors.tidy(() => {
      const replaced = tensors.keep(next());
      tensors.dispose([weights, ...matrices]);
      weights = replaced;
      matrices = [...cut(tensors, shape, weights)];
    });
  };
  return {
    shape,
    seedCount,
    forward: (inputs) => forward(tensors, matrices, inputs),
    gradient: (pass, byOutputs) => backward(tensors, matrices, pass, byOutputs),
    apply(gradient) {
      replace(() => {
        const penalised = l2 === 0 ? gradient : tensors.add<Tensor2D>(gradient, tensors.mul(weights, l2));
        return adamStep(tensors, moments, { weights, gradient: tensors.mul(penalised, learned), rate: learningRate, decays });
      });
    },
    weights: () => Float32Array.from(weights.dataSync()),
    load: (next) => replace(() => tensors.tensor2d(next, [seedCount, weightCount])),
    dispose: () => tensors.dispose([weights, learned, moments.first, moments.second, ...decays, ...matrices]),
  };
}
