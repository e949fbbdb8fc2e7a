import { rowOfOutcome, type TabularMdp } from "@firebreak/core";

/** weight·V(s1) − V(s0) of every outcome. Length Z. */
export function stateDifference(dynamics: TabularMdp, value: Float64Array, weight: number): Float64Array {
  const rows = rowOfOutcome(dynamics);
  return Float64Array.from(dynamics.nextState, (next, z) => {
    const state = Math.floor((rows[z] ?? 0) / dynamics.actionCount);
    return weight * (value[next] ?? 0) - (value[state] ?? 0);
  });
}
