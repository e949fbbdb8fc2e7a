import { byCodeUnit } from "./json.ts";
import type { SamplingRows, TabularMdp } from "./tabular-mdp.ts";

/** Each row's outcomes, and the first states, by falling probability, then by label; with running sums that end at exactly 1. */
export function sampleByProbability(dynamics: TabularMdp, labels: readonly string[]): SamplingRows {
  const { rowStart, nextState, probability, initial } = dynamics;
  const outcome = new Int32Array(nextState.length).map((_, z) => z);
  const cumulative = new Float64Array(nextState.length);
  const labelOf = (z: number): string => labels[nextState[z] ?? 0] ?? "";
  const order = (x: number, y: number): number => (probability[y] ?? 0) - (probability[x] ?? 0) || byCodeUnit(labelOf(x), labelOf(y));
  for (let row = 0; row + 1 < rowStart.length; row++) {
    const first = rowStart[row] ?? 0;
    const end = rowStart[row + 1] ?? 0;
    // Rows of one or two outcomes are most of many worlds, and a sort is dear to call.
    if (end - first === 2 && order(first, first + 1) > 0) {
      outcome[first] = first + 1;
      outcome[first + 1] = first;
    } else if (end - first > 2) {
      outcome.subarray(first, end).sort(order);
    }
    runningSums(outcome, probability, { first, end, out: cumulative });
  }
  const start = new Int32Array(initial.length)
    .map((_, state) => state)
    .filter((state) => (initial[state] ?? 0) > 0)
    .sort((x, y) => (initial[y] ?? 0) - (initial[x] ?? 0) || byCodeUnit(labels[x] ?? "", labels[y] ?? ""));
  const startCumulative = new Float64Array(start.length);
  runningSums(start, initial, { first: 0, end: start.length, out: startCumulative });
  return { outcome, cumulative, start, startCumulative };
}

/** Sums of the probabilities in that order, from `first` on to before `end`; the last is exactly 1, whatever was rounded. */
function runningSums(
  order: Int32Array,
  probability: Float64Array,
  { first, end, out }: { readonly first: number; readonly end: number; readonly out: Float64Array },
): void {
  let sum = 0;
  for (let at = first; at < end; at++) {
    sum += probability[order[at] ?? 0] ?? 0;
    out[at] = at === end - 1 ? 1 : sum;
  }
}
