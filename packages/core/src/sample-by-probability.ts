import { byCodeUnit } from "./json.ts";
import type { SamplingRows, TabularMdp } from "./tabular-mdp.ts";

/** Each row's outcomes, and the first states, by falling probability, then by label; with running sums that end at exactly 1. */
export function sampleByProbability(dynamics: TabularMdp, labels: readonly string[]): SamplingRows {
  const { rowStart, nextState, probability, initial } = dynamics;
  const outcome = new Int32Array(nextState.length);
  const cumulative = new Float64Array(nextState.length);
  const labelOf = (z: number): string => labels[nextState[z] ?? 0] ?? "";
  for (let row = 0; row + 1 < rowStart.length; row++) {
    const first = rowStart[row] ?? 0;
    const end = rowStart[row + 1] ?? 0;
    const order = Array.from({ length: end - first }, (_, offset) => first + offset).sort(
      (x, y) => (probability[y] ?? 0) - (probability[x] ?? 0) || byCodeUnit(labelOf(x), labelOf(y)),
    );
    outcome.set(order, first);
    cumulative.set(runningSums(order, probability), first);
  }
  const start = [...initial.keys()]
    .filter((state) => (initial[state] ?? 0) > 0)
    .sort((x, y) => (initial[y] ?? 0) - (initial[x] ?? 0) || byCodeUnit(labels[x] ?? "", labels[y] ?? ""));
  return { outcome, cumulative, start: Int32Array.from(start), startCumulative: runningSums(start, initial) };
}

/** Sums of the probabilities in that order; the last is exactly 1, whatever was rounded. */
function runningSums(order: readonly number[], probability: Float64Array): Float64Array {
  let sum = 0;
  return Float64Array.from(order, (index, place) => {
    sum += probability[index] ?? 0;
    return place === order.length - 1 ? 1 : sum;
  });
}
