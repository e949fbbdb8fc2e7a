import { actionsOf, averageReward, type Solution, statesOf, type TabularMdp } from "@firebreak/core";

/** The actions that lose none of the gain: Σ P(s' | s, a) g(s') = g(s). Masks of length S. */
function gainKeeping(dynamics: TabularMdp, { value, tieTolerance }: Solution): Int32Array {
  const { rowStart, nextState, probability, actionCount } = dynamics;
  return Int32Array.from(statesOf(dynamics), (state) =>
    actionsOf(dynamics, state).reduce((mask, action) => {
      const row = state * actionCount + action;
      let next = 0;
      for (let z = rowStart[row] ?? 0; z < (rowStart[row + 1] ?? 0); z++) {
        next += (probability[z] ?? 0) * (value[nextState[z] ?? 0] ?? 0);
      }
      return next >= (value[state] ?? 0) - tieTolerance ? mask | (1 << action) : mask;
    }, 0),
  );
}

/** One outcome of a row of the wider world, with its reward. */
interface Outcome {
  readonly next: number;
  readonly probability: number;
  readonly reward: number;
}

/** The rows of one copy of the world: allowed actions only, every successor moved by `shift`. */
function copyRows(
  dynamics: TabularMdp,
  allowed: Int32Array,
  { shift, reward }: { readonly shift: number; readonly reward: (z: number) => number },
): readonly (readonly Outcome[])[] {
  const { rowStart, nextState, probability, actionCount } = dynamics;
  return Array.from({ length: rowStart.length - 1 }, (_, row) => {
    const outcomes: Outcome[] = [];
    const legal = ((allowed[Math.floor(row / actionCount)] ?? 0) >>> (row % actionCount)) & 1;
    for (let z = rowStart[row] ?? 0; legal === 1 && z < (rowStart[row + 1] ?? 0); z++) {
      outcomes.push({ next: shift + (nextState[z] ?? 0), probability: probability[z] ?? 0, reward: reward(z) });
    }
    return outcomes;
  });
}

/** The rows of the states that decide: action 0 goes on roaming, action 1 settles. With a single action there is nothing to decide. */
function decisionRows({ stateCount, actionCount }: TabularMdp, reward: number): readonly (readonly Outcome[])[] {
  return Array.from({ length: stateCount * actionCount }, (_, row) => {
    const [state, action] = [Math.floor(row / actionCount), row % actionCount];
    const roams = actionCount > 1 && action === 0;
    return action > 1 ? [] : [{ next: (roams ? 1 : 2) * stateCount + state, probability: 1, reward }];
  });
}

/**
 * The greatest long-run rate of one reward among *all* policies that have the greatest long-run rate of another, from the start.
 *
 * A policy has the optimal gain iff it never plays an action that loses gain, and settles where it plays only conserving ones: along
 * its path the gaps in Puterman's second optimality equation (1994, §9.1) must vanish on average. So the world is solved in three
 * copies: decide to roam or to settle; roam one step, with any action that keeps the gain, and decide again; once settled, play
 * conserving actions for ever. Roaming for ever pays less than anything, and time spent on the way counts for nothing in the long
 * run. No linear programme is needed.
 */
export function bestAmongGainOptimal(dynamics: TabularMdp, optimum: Solution, reward: Float64Array): number {
  const { stateCount, actionCount, terminal } = dynamics;
  const unpaid = reward.reduce((least, r) => Math.min(least, r), 0) - 1;
  const rows = [
    ...decisionRows(dynamics, unpaid),
    ...copyRows(dynamics, gainKeeping(dynamics, optimum), { shift: 0, reward: () => unpaid }),
    ...copyRows(dynamics, optimum.optimal.mask, { shift: 2 * stateCount, reward: (z) => reward[z] ?? 0 }),
  ];
  const outcomes = rows.flat();
  const rowStart = new Int32Array(rows.length + 1);
  for (const [row, { length }] of rows.entries()) {
    rowStart[row + 1] = (rowStart[row] ?? 0) + length;
  }
  const initial = new Float64Array(3 * stateCount);
  initial.set(dynamics.initial);
  const ends = new Uint8Array(3 * stateCount);
  ends.set(terminal, stateCount);
  ends.set(terminal, 2 * stateCount);
  const wide: TabularMdp = {
    stateCount: 3 * stateCount,
    actionCount,
    rowStart,
    nextState: Int32Array.from(outcomes, ({ next }) => next),
    probability: Float64Array.from(outcomes, ({ probability }) => probability),
    initial,
    terminal: ends,
    maxOutcomes: rows.reduce((widest, { length }) => Math.max(widest, length), 1),
  };
  return averageReward(
    wide,
    Float64Array.from(outcomes, (outcome) => outcome.reward),
  ).startValue;
}
