import type { TabularMdp } from "@firebreak/core";

/**
 * Σ p·r over the outcomes of every row. Length S·A; -Infinity where an action is not legal. Terms are added in order of size, so
 * that the last bit does not depend on how states are numbered.
 */
export function expectedPerRow({ rowStart, probability }: TabularMdp, perOutcome: Float64Array): Float64Array {
  return Float64Array.from({ length: rowStart.length - 1 }, (_, row) => {
    const [first, end] = [rowStart[row] ?? 0, rowStart[row + 1] ?? 0];
    if (first === end) {
      return Number.NEGATIVE_INFINITY;
    }
    const terms = perOutcome.slice(first, end).map((number, offset) => (probability[first + offset] ?? 0) * number);
    return terms.sort().reduce((sum, term) => sum + term, 0);
  });
}

/** The greatest entry of each state's row. Length S; 0 at terminal states, where no action is legal. */
export function bestOfEachState(dynamics: TabularMdp, q: Float64Array): Float64Array {
  const { stateCount, actionCount, terminal } = dynamics;
  return Float64Array.from({ length: stateCount }, (_, state) =>
    terminal[state] === 1 ? 0 : q.subarray(state * actionCount, (state + 1) * actionCount).reduce((x, y) => Math.max(x, y)),
  );
}
