import { integer, number, oneOf, type Parameter } from "../family.ts";
import { ENCODINGS, type EncodingKind } from "./encode.ts";
import type { Tensors } from "./tensors.ts";

/** What there is to set of a small net that learns states. A type, not an interface: families want an index signature. */
export type NetParameters = {
  /** Units of each of the hidden layers, and how many there are. */
  readonly hidden: Parameter<number>;
  readonly layers: Parameter<number>;
  /** Rows of each gradient step. */
  readonly batch: Parameter<number>;
  /** What nets are shown of a state. */
  readonly encoding: Parameter<EncodingKind>;
};

export const netParameters: NetParameters = {
  hidden: integer({ default: 32, min: 1, max: 4096 }),
  layers: integer({ default: 2, min: 0, max: 8 }),
  batch: integer({ default: 32, min: 1, max: 65_536 }),
  encoding: oneOf(...ENCODINGS),
};

/** Adam's step size, in [1e-7, 1]. */
export function learningRate(usual: number): Parameter<number> {
  return number({ default: usual, min: 1e-7, max: 1 });
}

/** The widths of the hidden layers. */
export function hiddenLayers({ hidden, layers }: { readonly hidden: number; readonly layers: number }): readonly number[] {
  return Array.from({ length: layers }, () => hidden);
}

/** TensorFlow.js as it was handed in: whoever plans what trains nets loads it first. Throws where nobody did. */
export function tensorsOf({ tensors }: { readonly tensors?: Tensors }): Tensors {
  if (tensors === undefined) {
    throw new Error("Neural nets were to be trained in a study that was not equipped with a tensor backend");
  }
  return tensors;
}
