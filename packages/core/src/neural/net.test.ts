import "@tensorflow/tfjs-backend-cpu";
import * as tensors from "@tensorflow/tfjs-core";
import { loadLayersModel } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import { createRng } from "../rng.ts";
import { fromArtifacts, toArtifacts } from "./artifacts.ts";
import { crossEntropy } from "./losses.ts";
import { type NetSettings, openNet } from "./net.ts";
import { initialWeights, learnedMask, netShape, withConstant } from "./shape.ts";

beforeAll(async () => {
  tensors.enableProdMode(); // it greets otherwise
  await tensors.setBackend("cpu");
});

const SHAPE = netShape([5, 7, 6, 3]);
const BATCH = 8;

/** Weights of so many seeds, no bias at 0. */
function someWeights(seeds: readonly string[], shape = SHAPE): Float32Array {
  const learned = learnedMask(shape);
  return Float32Array.from(
    seeds.flatMap((seed) => {
      const rng = createRng(seed);
      return [...initialWeights(shape, rng)].map((weight, at) => (learned[at] === 1 ? weight + 0.1 * rng.normal() : weight));
    }),
  );
}

/** Inputs [N, B, D + 1] and a choice for each row, by seed. */
function someRows(seeds: readonly string[], batch = BATCH): { inputs: Float32Array; target: Int32Array; legal: Int32Array } {
  const rngs = seeds.map((seed) => createRng(`${seed}/rows`));
  const rows = rngs.flatMap((rng) => Array.from({ length: batch * 5 }, () => rng.normal()));
  const target = Int32Array.from(rngs.flatMap((rng) => Array.from({ length: batch }, () => rng.below(3))));
  return { inputs: withConstant(Float32Array.from(rows), 5), target, legal: new Int32Array(target.length).fill(7) };
}

/** Trains by cross-entropy on the same rows for some steps; answers the weights. */
function trained(seeds: readonly string[], steps: number, settings: NetSettings = { learningRate: 0.01 }): Float32Array {
  const net = openNet(tensors, SHAPE, settings, someWeights(seeds));
  const { inputs, target, legal } = someRows(seeds);
  for (let step = 0; step < steps; step++) {
    tensors.tidy(() => {
      const pass = net.forward(tensors.tensor3d(inputs, [seeds.length, BATCH, 6]));
      const outputs = pass.outputs.dataSync<"float32">();
      const { byOutputs } = crossEntropy(outputs, { batch: BATCH, width: 3 }, { target, legal, entropyWeight: 1e-3 });
      net.apply(net.gradient(pass, tensors.tensor3d(byOutputs, [seeds.length, BATCH, 3])));
    });
  }
  const weights = net.weights();
  net.dispose();
  return weights;
}

/** The same loss of one seed, written with TensorFlow.js's own operations on a kernel and a bias a layer, for its tape. */
function taped(matrices: readonly tensors.Tensor2D[], entropyWeight: number, seed: string): tensors.Scalar {
  const { inputs, target } = someRows([seed]);
  let hidden: tensors.Tensor2D = tensors.slice(tensors.tensor2d(inputs, [BATCH, 6]), [0, 0], [BATCH, 5]);
  for (const [at, matrix] of matrices.entries()) {
    const [rows, columns] = matrix.shape;
    const [kernel, bias] = [tensors.slice(matrix, [0, 0], [rows - 1, columns]), tensors.slice(matrix, [rows - 1, 0], [1, columns])];
    const sums: tensors.Tensor2D = tensors.add(tensors.matMul(hidden, kernel), bias);
    hidden = at + 1 === matrices.length ? sums : tensors.relu(sums);
  }
  const logs = tensors.logSoftmax(hidden);
  const shown = tensors.oneHot(tensors.tensor1d(target, "int32"), 3);
  const likelihood: tensors.Scalar = tensors.mean(tensors.sum(tensors.mul(logs, shown), 1));
  const certainty: tensors.Scalar = tensors.mean(tensors.sum(tensors.mul(logs, tensors.exp(logs)), 1));
  return tensors.sub(tensors.mul(certainty, entropyWeight), likelihood);
}

/** The learned part of each layer's matrix of one seed, row-major: kernel, then bias. `place` says where a layer's matrix begins. */
function learnedMatrices(
  weights: Float32Array,
  place: (offset: number, size: number) => number = (offset) => offset,
): readonly (readonly number[][])[] {
  return SHAPE.layers.map(({ rows, columns, offset, units }) => {
    const first = place(offset, rows * columns);
    return Array.from({ length: rows }, (_, row) => [...weights.subarray(first + row * columns, first + row * columns + units)]);
  });
}

const largestGap = (x: readonly number[], y: readonly number[]): number =>
  x.reduce((most, value, at) => Math.max(most, Math.abs(value - (y[at] ?? Number.NaN))), 0);

describe("a net for a block of seeds", () => {
  it("has the gradient that TensorFlow.js's tape finds, for every seed", () => {
    const seeds = ["a", "b", "c"];
    const weights = someWeights(seeds);
    const net = openNet(tensors, SHAPE, { learningRate: 0.01 }, weights);
    const { inputs, target, legal } = someRows(seeds);
    const pass = net.forward(tensors.tensor3d(inputs, [3, BATCH, 6]));
    const loss = crossEntropy(pass.outputs.dataSync<"float32">(), { batch: BATCH, width: 3 }, { target, legal, entropyWeight: 0.2 });
    const gradient = net.gradient(pass, tensors.tensor3d(loss.byOutputs, [3, BATCH, 3])).dataSync<"float32">();
    seeds.forEach((seed, at) => {
      const own = weights.subarray(at * SHAPE.weightCount, (at + 1) * SHAPE.weightCount);
      const matrices = learnedMatrices(own).map((matrix) => tensors.tensor2d(matrix as number[][]));
      const { value, grads } = tensors.valueAndGrads((...given: tensors.Tensor[]) => taped(given as tensors.Tensor2D[], 0.2, seed))(
        matrices,
      );
      expect(loss.perSeed[at]).toBeCloseTo(value.dataSync()[0] ?? Number.NaN, 5);
      const mine = learnedMatrices(gradient, (offset, size) => seeds.length * offset + at * size);
      grads.forEach((grad, layer) => {
        expect(largestGap([...grad.dataSync()], mine[layer]?.flat() ?? [])).toBeLessThan(1e-6);
      });
    });
    net.dispose();
  });

  it("steps as TensorFlow.js's own Adam does along the same gradients", () => {
    const net = openNet(tensors, SHAPE, { learningRate: 0.02 }, someWeights(["a"]));
    const variable = tensors.variable(tensors.tensor1d(someWeights(["a"])));
    const adam = tensors.train.adam(0.02, 0.9, 0.999, 1e-8);
    const learned = tensors.tensor1d(learnedMask(SHAPE));
    const rng = createRng("gradients");
    for (let step = 0; step < 12; step++) {
      const gradient = tensors.tensor1d(Array.from({ length: SHAPE.weightCount }, () => rng.normal()));
      net.apply(gradient);
      adam.applyGradients({ [variable.name]: tensors.mul(gradient, learned) });
    }
    // Theirs rounds 1 − β₂ to float32, off by 5e-5 of it.
    expect(largestGap([...net.weights()], [...variable.dataSync()])).toBeLessThan(1e-5);
    net.dispose();
  });

  it("adds the L2 weight times each weight and bias to the gradient", () => {
    const [plain, penalised] = [0, 0.3].map((l2) => {
      const net = openNet(tensors, SHAPE, { learningRate: 0.01, l2 }, someWeights(["a"]));
      const given = someWeights(["a"]).map((weight) => (l2 === 0 ? 0.3 * weight : 0));
      net.apply(tensors.tensor1d(given));
      return [...net.weights()];
    });
    expect(largestGap(plain ?? [], penalised ?? [])).toBeLessThan(1e-7);
    expect(plain).not.toEqual([...someWeights(["a"])]);
  });

  it("comes to the same weights, to 1e-5 over 8 steps, by halves of the batch whose gradients are averaged (imitation's test of BC)", () => {
    const { inputs, target, legal } = someRows(["a"]);
    const [whole, halves] = [1, 2].map((parts) => {
      const net = openNet(tensors, SHAPE, { learningRate: 0.01, l2: 0.1 }, someWeights(["a"]));
      const size = BATCH / parts;
      for (let step = 0; step < 8; step++) {
        tensors.tidy(() => {
          const gradients = Array.from({ length: parts }, (_, part) => {
            const rows = inputs.subarray(part * size * 6, (part + 1) * size * 6);
            const pass = net.forward(tensors.tensor3d(rows, [1, size, 6]));
            const shown = { target: target.subarray(part * size, (part + 1) * size), legal, entropyWeight: 1e-3 };
            const { byOutputs } = crossEntropy(pass.outputs.dataSync<"float32">(), { batch: size, width: 3 }, shown);
            return net.gradient(pass, tensors.tensor3d(byOutputs, [1, size, 3]));
          });
          net.apply(tensors.div(tensors.addN(gradients), parts));
        });
      }
      return [...net.weights()];
    });
    expect(largestGap(whole ?? [], halves ?? [])).toBeLessThan(1e-5);
  });

  it("trains each seed as it would alone, whoever else is in the block", () => {
    const together = trained(["a", "b", "c"], 20);
    ["a", "b", "c"].forEach((seed, at) => {
      const alone = trained([seed], 20);
      const own = together.subarray(at * SHAPE.weightCount, (at + 1) * SHAPE.weightCount);
      expect(largestGap([...own], [...alone])).toBeLessThan(1e-6);
    });
  });

  it("gives the same bits when it is run again, and keeps no tensor when it is disposed of", () => {
    const before = tensors.memory().numTensors;
    expect(trained(["a", "b"], 5)).toEqual(trained(["a", "b"], 5));
    expect(tensors.memory().numTensors).toBe(before);
  });

  it("hands on a constant 1 through every hidden layer, however long it trains", () => {
    const weights = trained(["a"], 30, { learningRate: 0.1, l2: 0.1 });
    const learned = learnedMask(SHAPE);
    const start = someWeights(["a"]);
    const fixed = [...learned.keys()].filter((at) => learned[at] === 0);
    expect(fixed).toHaveLength(6 + 8);
    expect(fixed.map((at) => weights[at])).toEqual(fixed.map((at) => start[at]));
  });
});

describe("a saved net", () => {
  it("answers what it answered before, when TensorFlow.js's layers load it", async () => {
    const weights = someWeights(["a"]);
    const net = openNet(tensors, SHAPE, { learningRate: 0.01 }, weights);
    const { inputs } = someRows(["a"]);
    const x = tensors.tensor2d(inputs, [BATCH, 6]);
    const model = await loadLayersModel(tensors.io.fromMemory(toArtifacts(SHAPE, weights)));
    const theirs = (model.predict(tensors.slice(x, [0, 0], [BATCH, 5])) as tensors.Tensor).dataSync();
    const ours = net.forward(tensors.reshape(x, [1, BATCH, 6])).outputs.dataSync();
    expect(largestGap([...ours], [...theirs])).toBeLessThan(1e-5);
    net.dispose();
  });

  it("comes back with the same bits", () => {
    const weights = someWeights(["a"]);
    const back = fromArtifacts(toArtifacts(SHAPE, weights));
    expect(back.shape).toEqual(SHAPE);
    expect(back.weights).toEqual(weights);
  });

  it("is refused where its weights are not those of dense layers that follow one another", () => {
    const artifacts = toArtifacts(SHAPE, someWeights(["a"]));
    const { weightSpecs = [], weightData } = artifacts;
    const refusal = expect.objectContaining({ code: "bad-module" });
    expect(() => fromArtifacts({ ...artifacts, weightSpecs: weightSpecs.toReversed() })).toThrow(refusal);
    expect(() => fromArtifacts({ ...artifacts, weightData: (weightData as ArrayBuffer).slice(4) })).toThrow(refusal);
  });
});
