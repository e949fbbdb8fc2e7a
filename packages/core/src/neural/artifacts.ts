import type { io } from "@tensorflow/tfjs-core";
import { FirebreakError } from "../error.ts";
import { type NetShape, netShape } from "./shape.ts";

/** A layer of TensorFlow.js's own model format, as far as nets of this kind use it. */
interface DenseLayer {
  readonly class_name: "Dense";
  readonly config: {
    readonly name: string;
    readonly units: number;
    readonly activation: "relu" | "linear";
    readonly use_bias: true;
    readonly batch_input_shape?: readonly [null, number];
  };
}

const layerName = (at: number): string => `dense_${at + 1}`;

function topologyOf({ sizes, layers }: NetShape): object {
  const dense = layers.map(
    ({ units }, at): DenseLayer => ({
      class_name: "Dense",
      config: {
        name: layerName(at),
        units,
        activation: at + 1 === layers.length ? "linear" : "relu",
        use_bias: true,
        ...(at === 0 ? { batch_input_shape: [null, sizes[0] ?? 0] as const } : {}),
      },
    }),
  );
  return {
    class_name: "Sequential",
    config: { name: "net", layers: dense },
    keras_version: "tfjs-layers 4.22.0",
    backend: "tensor_flow.js",
  };
}

/**
 * One seed's net in TensorFlow.js's own format, which `tf.loadLayersModel` reads: a sequential model of dense layers. What writes it
 * to disk, as `model.json` and its weights, is not here.
 */
export function toArtifacts(shape: NetShape, weights: Float32Array): io.ModelArtifacts {
  const specs: io.WeightsManifestEntry[] = [];
  const numbers: number[] = [];
  shape.layers.forEach(({ rows, columns, offset, units }, at) => {
    for (let row = 0; row < rows; row++) {
      numbers.push(...weights.subarray(offset + row * columns, offset + row * columns + units));
    }
    specs.push(
      { name: `${layerName(at)}/kernel`, shape: [rows - 1, units], dtype: "float32" },
      { name: `${layerName(at)}/bias`, shape: [units], dtype: "float32" },
    );
  });
  return {
    modelTopology: topologyOf(shape),
    weightSpecs: specs,
    weightData: Float32Array.from(numbers).buffer,
    format: "layers-model",
    generatedBy: "firebreak",
    convertedBy: null,
  };
}

/** The bytes of a model's weights in one piece. */
function joined(weightData: io.WeightData | undefined): ArrayBuffer {
  const parts = weightData === undefined ? [] : Array.isArray(weightData) ? weightData : [weightData];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(new Uint8Array(part), at);
    at += part.byteLength;
  }
  return bytes.buffer;
}

/**
 * The shape and the weights of a saved net of dense layers.
 * @throws FirebreakError "bad-module" where the specifications are not those of kernels and biases that follow one another, or do not
 *   fit the bytes.
 */
export function fromArtifacts({ weightSpecs = [], weightData }: io.ModelArtifacts): { shape: NetShape; weights: Float32Array } {
  const kernels = weightSpecs.filter(({ shape }) => shape.length === 2).map(({ shape }) => shape);
  const shape = netShape([...kernels.slice(0, 1).map(([inputs]) => inputs ?? 0), ...kernels.map(([, units]) => units ?? 0)]);
  const bytes = joined(weightData);
  const expected = shape.layers.flatMap(({ rows, units }) => [`${rows - 1}x${units}`, `${units}`]).join(" ");
  const given = weightSpecs.map((spec) => spec.shape.join("x")).join(" ");
  const count = shape.layers.reduce((sum, { rows, units }) => sum + rows * units, 0);
  if (given !== expected || bytes.byteLength !== 4 * count || weightSpecs.some(({ dtype }) => dtype !== "float32")) {
    throw new FirebreakError(
      "bad-module",
      `Cannot read a net of dense layers: its weights are [${given}] in ${bytes.byteLength} bytes, and should be [${expected}] in ${4 * count}`,
    );
  }
  const numbers = new Float32Array(bytes);
  const weights = new Float32Array(shape.weightCount);
  let at = 0;
  for (const { rows, columns, offset, units } of shape.layers) {
    for (let row = 0; row < rows; row++) {
      weights.set(numbers.subarray(at, at + units), offset + row * columns);
      at += units;
    }
    if (units < columns) {
      weights[offset + rows * columns - 1] = 1;
    }
  }
  return { shape, weights };
}
