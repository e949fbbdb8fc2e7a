/** A world's rows: S·A of them, each a list of outcomes. */
export interface Rows {
  /** Length S·A + 1. */
  readonly rowStart: Int32Array;
  /** Length Z. */
  readonly nextState: Int32Array;
  /** Length Z. */
  readonly probability: Float64Array;
}

/**
 * Q_k(s, a) = r_k(s, a) + γ Σ P(s' | s, a) v_k(s') for K rewards at once, one pass over the outcomes. Rewards lie side by side: `reward`
 * and `out` have length S·A·K with r_k(row) at row·K + k, `value` has length S·K. Rows without outcomes get their reward alone.
 */
export function continueStreams(
  rows: Rows,
  streams: { readonly count: number; readonly discount: number; readonly reward: Float64Array; readonly value: Float64Array },
  out: Float64Array,
): void {
  const { rowStart, nextState, probability } = rows;
  const { count, discount, reward, value } = streams;
  const rowCount = rowStart.length - 1;
  for (let row = 0; row < rowCount; row++) {
    const at = row * count;
    for (let k = 0; k < count; k++) {
      out[at + k] = reward[at + k]!;
    }
    const end = rowStart[row + 1]!;
    for (let z = rowStart[row]!; z < end; z++) {
      const share = discount * probability[z]!;
      const from = nextState[z]! * count;
      for (let k = 0; k < count; k++) {
        out[at + k] = out[at + k]! + share * value[from + k]!;
      }
    }
  }
}
