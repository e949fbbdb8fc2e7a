import { type FeatureTable, type OverseenProblem, rowOfOutcome, type TabularMdp } from "@firebreak/core";
import { type BasisName, openBasis } from "./basis.ts";

/** A reward that is a sum of features of what happens, each with a weight. */
export interface LinearReward {
  /** Weights. */
  readonly size: number;
  /** Length Z, from `size` weights. */
  reward(weights: Float64Array): Float64Array;
  /** How much of each feature there is in so many visits of each outcome (length Z). Length `size`. */
  counts(visits: Float64Array): Float64Array;
}

function oneHot(dynamics: TabularMdp, name: BasisName): LinearReward {
  const basis = openBasis(dynamics, name);
  const weightOf = Int32Array.from(dynamics.nextState, (_, z) => basis.meet(z));
  return {
    size: basis.size(),
    reward: (weights) => basis.spread(weights, 0),
    counts(visits) {
      const sums = new Float64Array(basis.size());
      visits.forEach((visit, z) => {
        const weight = weightOf[z] ?? 0;
        sums[weight] = (sums[weight] ?? 0) + visit;
      });
      return sums;
    },
  };
}

function ofFeatures(dynamics: TabularMdp, { names, values }: FeatureTable): LinearReward {
  const size = names.length;
  const stateOf = rowOfOutcome(dynamics).map((row) => Math.floor(row / dynamics.actionCount));
  return {
    size,
    reward(weights) {
      const byState = Float64Array.from({ length: dynamics.stateCount }, (_, state) =>
        weights.reduce((sum, weight, at) => sum + weight * (values[state * size + at] ?? 0), 0),
      );
      return Float64Array.from(stateOf, (state) => byState[state] ?? 0);
    },
    counts(visits) {
      const sums = new Float64Array(size);
      visits.forEach((visit, z) => {
        for (let at = 0; at < size; at++) {
          sums[at] = (sums[at] ?? 0) + visit * (values[(stateOf[z] ?? 0) * size + at] ?? 0);
        }
      });
      return sums;
    },
  };
}

/**
 * One weight for each thing that a basis tells apart, or, of "features", for each of the environment's own features of the state acted in; each
 * state is a feature of its own where the environment states none.
 */
export function linearReward(
  { dynamics, observations }: Pick<OverseenProblem, "dynamics" | "observations">,
  name: BasisName | "features",
): LinearReward {
  const table = name === "features" ? observations.features() : undefined;
  return table === undefined ? oneHot(dynamics, name === "features" ? "state" : name) : ofFeatures(dynamics, table);
}
