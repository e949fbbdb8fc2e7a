import type { TabularMdp } from "@firebreak/core";

/** One row: from a state, an action leads to states with probabilities and rewards. */
export type Row = readonly [
  state: number,
  action: number,
  outcomes: readonly (readonly [next: number, probability: number, reward: number])[],
];

/** A world written down row by row; states without a row are terminal. Starts in `start`, or with these probabilities. */
export function smallWorld(start: number | readonly number[], rows: readonly Row[]): { dynamics: TabularMdp; reward: Float64Array } {
  const stateCount = 1 + Math.max(...rows.flatMap(([state, , outcomes]) => [state, ...outcomes.map(([next]) => next)]));
  const actionCount = 1 + Math.max(...rows.map(([, action]) => action));
  const rowStart = [0];
  const listed: (readonly [number, number, number])[] = [];
  const terminal = new Uint8Array(stateCount).fill(1);
  let maxOutcomes = 1;
  for (let state = 0; state < stateCount; state++) {
    for (let action = 0; action < actionCount; action++) {
      const outcomes = [...(rows.find(([s, a]) => s === state && a === action)?.[2] ?? [])].sort(([x], [y]) => x - y);
      terminal[state] = outcomes.length > 0 ? 0 : (terminal[state] ?? 1);
      maxOutcomes = Math.max(maxOutcomes, outcomes.length);
      listed.push(...outcomes);
      rowStart.push(listed.length);
    }
  }
  const initial = Float64Array.from({ length: stateCount }, (_, s) => (typeof start === "number" ? Number(s === start) : (start[s] ?? 0)));
  return {
    dynamics: {
      stateCount,
      actionCount,
      rowStart: Int32Array.from(rowStart),
      nextState: Int32Array.from(listed, ([next]) => next),
      probability: Float64Array.from(listed, ([, probability]) => probability),
      initial,
      terminal,
      maxOutcomes,
    },
    reward: Float64Array.from(listed, ([, , reward]) => reward),
  };
}
