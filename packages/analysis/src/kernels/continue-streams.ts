/** A world's rows: S·A of them, each a list of outcomes. */
export interface Rows {
  readonly actionCount: number;
  /** Length S·A + 1. */
  readonly rowStart: Int32Array;
  /** Length Z. */
  readonly nextState: Int32Array;
  /** Length Z. */
  readonly probability: Float64Array;
}

/** What is played at a phase: `probability[first + s·A + a]`. */
export interface PlayedAt {
  readonly probability: Float64Array;
  readonly first: number;
}

/** Rewards side by side: `reward` has length S·A·K with r_k(row) at row·K + k, `value` has length S·K. */
export interface Streams {
  readonly count: number;
  readonly discount: number;
  readonly reward: Float64Array;
  readonly value: Float64Array;
}

/** Two ways of playing, and the states in which they are looked at. */
export interface PlayedIn {
  readonly states: Int32Array;
  readonly plays: readonly [PlayedAt, PlayedAt];
}

/**
 * Q_k(s, a) = r_k(s, a) + γ Σ P(s' | s, a) v_k(s') for K rewards at once, one pass over the outcomes, into `out` of length S·A·K. Only the rows of
 * the given states that one of two ways of playing plays: the others stay as they were. Rows without outcomes get their reward alone.
 */
export function continueStreams(rows: Rows, { streams, states, plays }: PlayedIn & { readonly streams: Streams }, out: Float64Array): void {
  const { actionCount, rowStart, nextState, probability } = rows;
  const { count, discount, reward, value } = streams;
  const [x, y] = plays;
  for (let index = 0; index < states.length; index++) {
    const firstRow = states[index]! * actionCount;
    for (let row = firstRow; row < firstRow + actionCount; row++) {
      if (x.probability[x.first + row] === 0 && y.probability[y.first + row] === 0) {
        continue;
      }
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
}

/** Σ_a play(a | s) Q_k(s, a) for the K streams of one state, whose Q starts at its row: adds up into `out`, which has length K. */
export function mixStreams(
  q: Float64Array,
  { play, row, actionCount }: { readonly play: PlayedAt; readonly row: number; readonly actionCount: number },
  out: Float64Array,
): void {
  const count = out.length;
  out.fill(0);
  for (let action = 0; action < actionCount; action++) {
    const share = play.probability[play.first + row + action]!;
    if (share !== 0) {
      const at = (row + action) * count;
      for (let k = 0; k < count; k++) {
        out[k] = out[k]! + share * q[at + k]!;
      }
    }
  }
}
