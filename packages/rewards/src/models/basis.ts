import { oneOf, type Parameter, rowOfOutcome, type TabularMdp } from "@firebreak/core";

/** What one weight of a linear reward stands for: r(s, a, s'), r(s, a), r(s') or r(s). */
export type BasisName = "outcome" | "pair" | "next" | "state";

export const basisParameter: Parameter<BasisName> = oneOf("pair", "outcome", "next", "state");

/** The weight that each outcome has, by the order in which weights were first met: how states are numbered moves no sum. */
export interface Basis {
  /** The weight of an outcome, numbered now if it was never met. */
  meet(z: number): number;
  /** Weights met so far. */
  size(): number;
  /** Length Z: a number of each outcome's weight; `unseen` where its weight was never met. */
  spread(weights: Float64Array, unseen: number): Float64Array;
}

/** What an outcome's weight is shared by. Length Z. */
function keysOf(dynamics: TabularMdp, name: BasisName): Int32Array {
  switch (name) {
    case "outcome":
      return Int32Array.from(dynamics.nextState.keys());
    case "pair":
      return rowOfOutcome(dynamics);
    case "next":
      return dynamics.nextState;
    case "state":
      return rowOfOutcome(dynamics).map((row) => Math.floor(row / dynamics.actionCount));
  }
}

/** An empty basis of a world. */
export function openBasis(dynamics: TabularMdp, name: BasisName): Basis {
  const keys = keysOf(dynamics, name);
  const numbers = new Map<number, number>();
  return {
    meet(z) {
      const key = keys[z] ?? 0;
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      return number;
    },
    size: () => numbers.size,
    spread: (weights, unseen) =>
      Float64Array.from(keys, (key) => {
        const number = numbers.get(key);
        return number === undefined ? unseen : (weights[number] ?? 0);
      }),
  };
}
