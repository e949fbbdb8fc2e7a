import type { Tensor3D } from "@tensorflow/tfjs-core";
import type { Rng } from "../rng.ts";
import type { Encoding } from "./encode.ts";
import { type Net, type NetSettings, openNet } from "./net.ts";
import { initialWeights, netShape, withConstant } from "./shape.ts";
import type { Tensors } from "./tensors.ts";

/** What every net of a block is. */
export interface NetBlockSettings extends NetSettings {
  /** Units of each hidden layer. */
  readonly hidden: readonly number[];
  readonly outputs: number;
}

/** A block of nets over the states of one world: a net a seed, all of one shape, each fed states of its own. */
export interface NetBlock {
  readonly net: Net;
  readonly seedCount: number;
  /** Outputs [N, B, outputs] for states [N, B], B of each seed. */
  outputs(states: Int32Array): Float32Array;
  /** One step of Adam for states [N, B]: `gradientOf` answers the gradient of the loss by the outputs that it is given, as long as they are. */
  step(states: Int32Array, gradientOf: (outputs: Float32Array) => Float32Array): void;
  dispose(): void;
}

/** Nets with fresh weights from each seed's own stream, over states encoded as rows. */
export function openNetBlock(tensors: Tensors, encoding: Encoding, settings: NetBlockSettings, rngs: readonly Rng[]): NetBlock {
  const { width, rows } = encoding;
  const shape = netShape([width, ...settings.hidden, settings.outputs]);
  const initial = new Float32Array(rngs.length * shape.weightCount);
  rngs.forEach((rng, seed) => {
    initial.set(initialWeights(shape, rng), seed * shape.weightCount);
  });
  const net = openNet(tensors, shape, settings, initial);
  const table = withConstant(rows, width);
  let inputs = new Float32Array(0); // kept from step to step: its tensor is gone before it is written again
  const inputsOf = (states: Int32Array): Tensor3D => {
    inputs = inputs.length === states.length * (width + 1) ? inputs : new Float32Array(states.length * (width + 1));
    states.forEach((state, row) => {
      inputs.set(table.subarray(state * (width + 1), (state + 1) * (width + 1)), row * (width + 1));
    });
    return tensors.tensor3d(inputs, [rngs.length, states.length / rngs.length, width + 1]);
  };
  return {
    net,
    seedCount: rngs.length,
    outputs: (states) => tensors.tidy(() => net.forward(inputsOf(states)).outputs.dataSync<"float32">()),
    step(states, gradientOf) {
      tensors.tidy(() => {
        const pass = net.forward(inputsOf(states));
        const byOutputs = gradientOf(pass.outputs.dataSync<"float32">());
        net.apply(net.gradient(pass, tensors.tensor3d(byOutputs, pass.outputs.shape)));
      });
    },
    dispose: net.dispose,
  };
}
