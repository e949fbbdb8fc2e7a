declare const stateBrand: unique symbol;
declare const actionBrand: unique symbol;

/** The index of a state, in [0, stateCount). Minted by compile only. */
export type State = number & { readonly [stateBrand]: true };
/** The index of an action, in [0, actionCount). Minted by compile only. */
export type Action = number & { readonly [actionBrand]: true };

/**
 * The dynamics of an enumerated world: sparse rows, struct of arrays, no reward in it. A *row* is a pair (s, a) at index
 * s·A + a; an *outcome* is one entry of a row, and reward arrays are aligned with outcomes. S states, A actions, Z outcomes.
 */
export interface TabularMdp {
  readonly stateCount: number;
  readonly actionCount: number;
  /** Length S·A + 1, non-decreasing. A row of no outcomes is an action that is not legal there; a terminal state has no legal action. */
  readonly rowStart: Int32Array;
  /** Length Z. The state reached, ascending in a row. */
  readonly nextState: Int32Array;
  /** Length Z. In (0, 1]; a row that is not empty sums to 1. */
  readonly probability: Float64Array;
  /** Length S. The distribution of the first state. */
  readonly initial: Float64Array;
  /** Length S. 1 where the state ends the episode: absorbing, every reward 0 from then on. */
  readonly terminal: Uint8Array;
  /** Outcomes of the widest row. 1 means deterministic: kernels take the fast path. */
  readonly maxOutcomes: number;
}

/** The same rows in the order in which they are sampled, so that draws do not depend on how states are numbered. */
export interface SamplingRows {
  /** Length Z. Outcome indices of each row, by falling probability, then by the label of the state reached. */
  readonly outcome: Int32Array;
  /** Length Z. Running sums of the probabilities in that order; the last of a row is exactly 1. */
  readonly cumulative: Float64Array;
  /** The first states that can be, by falling probability, then by label. */
  readonly start: Int32Array;
  /** As long as `start`. Running sums of their probabilities; the last is exactly 1. */
  readonly startCumulative: Float64Array;
}

/** The states, in order. */
export function statesOf(dynamics: TabularMdp): readonly State[] {
  return Array.from({ length: dynamics.stateCount }, (_, state) => state as State);
}

/** The legal actions of a state, in order; none at a terminal state. */
export function actionsOf(dynamics: TabularMdp, state: State): readonly Action[] {
  const actions: Action[] = [];
  for (let action = 0; action < dynamics.actionCount; action++) {
    const row = state * dynamics.actionCount + action;
    if ((dynamics.rowStart[row] ?? 0) < (dynamics.rowStart[row + 1] ?? 0)) {
      actions.push(action as Action);
    }
  }
  return actions;
}

/** The state of every row's outcome z: the row (s·A + a) that z belongs to. Length Z. */
export function rowOfOutcome(dynamics: TabularMdp): Int32Array {
  const rows = new Int32Array(dynamics.nextState.length);
  for (let row = 0; row + 1 < dynamics.rowStart.length; row++) {
    rows.fill(row, dynamics.rowStart[row], dynamics.rowStart[row + 1]);
  }
  return rows;
}
