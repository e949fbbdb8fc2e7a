import type { TabularMdp } from "@firebreak/core";

/** One number for every outcome from one for every row, length Z: what an outcome's own reward is does not matter here. */
export function perOutcome({ rowStart }: TabularMdp, rows: Float64Array): Float64Array {
  const reward = new Float64Array(rowStart.at(-1) ?? 0);
  rows.forEach((value, row) => {
    reward.fill(value, rowStart[row], rowStart[row + 1]);
  });
  return reward;
}

/** `count` copies of a table in a row. */
export function repeat<T extends Float64Array | Uint8Array>(table: T, count: number): T {
  const out = (table instanceof Float64Array ? new Float64Array(table.length * count) : new Uint8Array(table.length * count)) as T; // of the kind that came
  for (let copy = 0; copy < count; copy++) {
    out.set(table, copy * table.length);
  }
  return out;
}

/** The same world with states that carry the phase: state s in phase f is f·S + s, every step leads to the next phase, the last to the first. */
export function unroll(dynamics: TabularMdp, phases: number): TabularMdp {
  if (phases === 1) {
    return dynamics;
  }
  const { stateCount, rowStart, nextState, probability, initial, terminal } = dynamics;
  const outcomes = nextState.length;
  const rows = rowStart.length - 1;
  const starts = new Int32Array(phases * rows + 1);
  const next = new Int32Array(phases * outcomes);
  for (let phase = 0; phase < phases; phase++) {
    for (let row = 0; row <= rows; row++) {
      starts[phase * rows + row] = phase * outcomes + (rowStart[row] ?? 0);
    }
    const shift = ((phase + 1) % phases) * stateCount;
    nextState.forEach((state, z) => {
      next[phase * outcomes + z] = shift + state;
    });
  }
  const first = new Float64Array(phases * stateCount);
  first.set(initial);
  return {
    ...dynamics,
    stateCount: phases * stateCount,
    rowStart: starts,
    nextState: next,
    probability: repeat(probability, phases),
    initial: first,
    terminal: repeat(terminal, phases),
  };
}
