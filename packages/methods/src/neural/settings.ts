import { type Criterion, integer, number, type Observations, oneOf, type Parameter } from "@firebreak/core";
import { ENCODINGS, type EncodingKind, type Tensors } from "@firebreak/core/neural";

/** Units of each of the hidden layers, and how many there are. */
export const hiddenParameter: Parameter<number> = integer({ default: 32, min: 1, max: 4096 });
export const layersParameter: Parameter<number> = integer({ default: 2, min: 0, max: 8 });

/** Rows of each gradient step. */
export const batchParameter: Parameter<number> = integer({ default: 32, min: 1, max: 65_536 });

/** Adam's step size. */
export function learningRate(usual: number): Parameter<number> {
  return number({ default: usual, min: 1e-7, max: 1 });
}

/** What nets are shown of a state. */
export const encodingParameter: Parameter<EncodingKind> = oneOf(...ENCODINGS);

/** Seeds that are trained together: the last bits of a result depend on it. */
export const blockParameter: Parameter<number> = integer({ default: 10, min: 1, max: 1024 });

/** The widths of the hidden layers. */
export function hiddenLayers({ hidden, layers }: { readonly hidden: number; readonly layers: number }): readonly number[] {
  return Array.from({ length: layers }, () => hidden);
}

/** TensorFlow.js as it was handed in: whoever plans a method that needs it loads it first. */
export function tensorsOf({ tensors }: { readonly tensors?: Tensors }): Tensors {
  if (tensors === undefined) {
    throw new Error("A neural method was run in a study that was not equipped with a tensor backend");
  }
  return tensors;
}

/** What tells the states of a task apart: a task that a method makes has it. */
export function observationsIn({ observations }: { readonly observations?: Observations }): Observations {
  if (observations === undefined) {
    throw new Error("A neural learner was given a task without observations");
  }
  return observations;
}

/** The discount of a criterion that has one: any other was refused before the run. */
export function discountIn(criterion: Criterion): number {
  if (criterion.kind !== "discounted") {
    throw new Error(`A neural learner of discounted values was given the criterion ${criterion.kind}`);
  }
  return criterion.discount;
}
