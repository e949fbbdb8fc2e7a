import type { TabularMdp } from "@firebreak/core";

/** One number for every outcome from one for every row, length Z: what an outcome's own reward is does not matter here. */
export function perOutcome({ rowStart }: TabularMdp, rows: Float64Array): Float64Array {
  const reward = new Float64Array(rowStart.at(-1) ?? 0);
  rows.forEach((value, row) => {
    reward.fill(value, rowStart[row], rowStart[row + 1]);
  });
  return reward;
}
