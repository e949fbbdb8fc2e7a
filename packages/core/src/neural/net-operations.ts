import type { Scalar, Tensor1D, Tensor3D } from "@tensorflow/tfjs-core";
import { BETA1, BETA2, openAdam } from "./adam.ts";
import type { NetSettings, Pass } from "./net.ts";
import type { NetShape } from "./shape.ts";
import type { Tensors } from "./tensors.ts";

/** How the passes of a block of nets are computed, and where its weights are kept: those of all seeds, layer by layer. Length N·P. */
export interface NetPasses {
  forward(inputs: Tensor3D): Pass;
  gradient(pass: Pass, byOutputs: Tensor3D): Tensor1D;
  /** One step of Adam. */
  step(gradient: Tensor1D): void;
  weights(): Float32Array;
  load(weights: Float32Array): void;
  dispose(): void;
}

/** Where nets begin, layer by layer: their weights, and 1 for each that is learned. */
export interface NetBeginning {
  readonly weights: Float32Array;
  readonly learned: Float32Array;
}

interface Moments {
  first: Tensor1D;
  second: Tensor1D;
}

/** The weights after one step of Adam; `moments` move with it. Ten operations, whatever the number of seeds and layers. */
function adamStep(
  tensors: Tensors,
  moments: Moments,
  given: {
    readonly weights: Tensor1D;
    readonly gradient: Tensor1D;
    readonly decays: readonly [Scalar, Scalar];
    readonly size: number;
    readonly epsilon: number;
  },
): Tensor1D {
  const { weights, gradient, decays, size, epsilon } = given;
  const first = tensors.add<Tensor1D>(tensors.mul(moments.first, decays[0]), gradient);
  const second = tensors.add<Tensor1D>(tensors.mul(moments.second, decays[1]), tensors.square(gradient));
  tensors.dispose([moments.first, moments.second]);
  moments.first = tensors.keep(first);
  moments.second = tensors.keep(second);
  return tensors.sub(weights, tensors.mul(tensors.div(first, tensors.add(tensors.sqrt(second), epsilon)), size));
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

/** Passes put together from TensorFlow.js's operations, on any backend. */
export function passesByOperations(tensors: Tensors, shape: NetShape, settings: NetSettings, beginning: NetBeginning): NetPasses {
  const seedCount = beginning.weights.length / shape.weightCount;
  const { learningRate, l2 = 0 } = settings;
  const next = openAdam(learningRate);
  const learned = tensors.tensor1d(beginning.learned);
  const decays = [tensors.scalar(BETA1), tensors.scalar(BETA2)] as const;
  const moments: Moments = { first: tensors.zerosLike(learned), second: tensors.zerosLike(learned) };
  let weights = tensors.tensor1d(beginning.weights);
  let matrices = tensors.tidy(() => [...cut(tensors, shape, { weights, seedCount })]);
  const replace = (by: () => Tensor1D): void => {
    tensors.tidy(() => {
      const replaced = tensors.keep(by());
      tensors.dispose([weights, ...matrices]);
      weights = replaced;
      matrices = [...cut(tensors, shape, { weights, seedCount })];
    });
  };
  return {
    forward: (inputs) => forward(tensors, matrices, inputs),
    gradient: (pass, byOutputs) => backward(tensors, matrices, pass, byOutputs),
    step(gradient) {
      replace(() => {
        const penalised = l2 === 0 ? gradient : tensors.add<Tensor1D>(gradient, tensors.mul(weights, l2));
        return adamStep(tensors, moments, { weights, gradient: tensors.mul(penalised, learned), decays, ...next() });
      });
    },
    weights: () => weights.dataSync<"float32">(),
    load: (given) => replace(() => tensors.tensor1d(given)),
    dispose: () => tensors.dispose([weights, learned, moments.first, moments.second, ...decays, ...matrices]),
  };
}
