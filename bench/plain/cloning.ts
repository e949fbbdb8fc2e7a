import "@tensorflow/tfjs-layers"; // brings the gradients of operations
import { createRng, type Tensors } from "@firebreak/core";
import { crossEntropy, initialWeights, netShape, openNetBlock } from "@firebreak/core/neural";

/** States and what was done in them, a batch after another. */
export interface Batches {
  readonly states: Int32Array;
  readonly targets: Int32Array;
}

/** A net to clone with: [states, hidden…, actions], every action legal everywhere. */
export interface PlainSettings {
  readonly sizes: readonly number[];
  readonly batch: number;
  readonly learningRate: number;
  readonly entropy: number;
}

type Variable = ReturnType<Tensors["variable"]>;

/** Kernel and bias of each layer, as `initialWeights` has them. */
function variablesOf(tensors: Tensors, sizes: readonly number[], seed: string): readonly { kernel: Variable; bias: Variable }[] {
  const shape = netShape(sizes);
  const weights = initialWeights(shape, createRng(seed));
  return shape.layers.map(({ rows, columns, offset, units }) => {
    const row = (at: number): number[] => [...weights.subarray(offset + at * columns, offset + at * columns + units)];
    return {
      kernel: tensors.variable(tensors.tensor2d(Array.from({ length: rows - 1 }, (_, at) => row(at)))),
      bias: tensors.variable(tensors.tensor1d(row(rows - 1))),
    };
  });
}

/**
 * Behavioural cloning of one seed as one would write it with TensorFlow.js: variables, its tape, its Adam. What `neural-cloning` is
 * compared with. Answers the loss of each batch where `told`; otherwise nothing is read back.
 */
export function clonePlainly(
  tensors: Tensors,
  { states, targets }: Batches,
  settings: PlainSettings & { seed: string; told: boolean },
): number[] {
  const { sizes, batch, learningRate, entropy } = settings;
  const layers = variablesOf(tensors, sizes, settings.seed);
  const adam = tensors.train.adam(learningRate, 0.9, 0.999, 1e-8);
  const [stateCount = 0, actionCount = 0] = [sizes[0], sizes.at(-1)];
  const losses: number[] = [];
  for (let first = 0; first < states.length; first += batch) {
    tensors.tidy(() => {
      const inputs = tensors.oneHot(tensors.tensor1d(states.subarray(first, first + batch), "int32"), stateCount);
      const shown = tensors.oneHot(tensors.tensor1d(targets.subarray(first, first + batch), "int32"), actionCount);
      const loss = adam.minimize(() => {
        const outputs = layers.reduce<ReturnType<Tensors["matMul"]>>(
          (given, { kernel, bias }, at) => {
            const sums = tensors.add(tensors.matMul(given, kernel), bias);
            return at + 1 === layers.length ? sums : tensors.relu(sums);
          },
          tensors.cast(inputs, "float32"),
        );
        const logs = tensors.logSoftmax(outputs);
        const likelihood = tensors.mean(tensors.sum(tensors.mul(logs, shown), 1));
        const certainty = tensors.mean(tensors.sum(tensors.mul(logs, tensors.exp(logs)), 1));
        return tensors.sub(tensors.mul(certainty, entropy), likelihood);
      }, settings.told);
      losses.push(...(loss?.dataSync() ?? []));
    });
  }
  adam.dispose();
  tensors.dispose(layers.flatMap(({ kernel, bias }) => [kernel, bias]));
  return losses;
}

/** The losses of the same batches from the same beginning, by a block of one seed. */
export function cloneInBlock(tensors: Tensors, { states, targets }: Batches, settings: PlainSettings & { seed: string }): number[] {
  const { sizes, batch, learningRate, entropy, seed } = settings;
  const [stateCount = 0, ...others] = sizes;
  const rows = Float32Array.from({ length: stateCount * stateCount }, (_, at) => (Math.floor(at / stateCount) === at % stateCount ? 1 : 0));
  const encoding = { width: stateCount, rows, order: Int32Array.from({ length: stateCount }, (_, state) => state) };
  const width = others.at(-1) ?? 0;
  const block = openNetBlock(tensors, encoding, { hidden: others.slice(0, -1), outputs: width, learningRate }, [createRng(seed)]);
  const legal = new Int32Array(batch).fill(2 ** width - 1);
  const losses: number[] = [];
  for (let first = 0; first < states.length; first += batch) {
    const target = targets.subarray(first, first + batch);
    block.step(states.subarray(first, first + batch), (outputs) => {
      const { perSeed, byOutputs } = crossEntropy(outputs, { batch, width }, { target, legal, entropyWeight: entropy });
      losses.push(...perSeed);
      return byOutputs;
    });
  }
  block.dispose();
  return losses;
}
