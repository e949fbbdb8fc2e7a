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

/**
 * The greatest long-run rate of one reward among *all* policies that have the greatest long-run rate of another, from the start.
 *
 * A policy has the optimal gain iff it never plays an action that loses gain, and settles where it plays only conserving ones: along
 * its path the gaps in Puterman's second optimality equation (1994, §9.1) must vanish on average. So the world is solved in three
 * copies: roam with gain-keeping actions, at any time decide to settle, and settled play conserving actions for ever. Roaming for
 * ever pays less than anything; time spent on the way counts for nothing in a long run. No linear programme is needed.
 */
export function bestAmongGainOptimal(dynamics: TabularMdp, optimum: Solution, reward: Float64Array): number {
  const { stateCount, actionCount, rowStart, nextState, probability } = dynamics;
  const roaming = gainKeeping(dynamics, optimum);
  const settled = optimum.optimal.mask;
  const rows: { readonly next: number; readonly probability: number; readonly reward: number }[][] = [];
  const worst = reward.reduce((least, r) => Math.min(least, r), 0) - 1;
  const copyRows = (state: number, allowed: number, shift: number, paid: (z: number) => number): void => {
    for (let action = 0; action < actionCount; action++) {
      const row = state * actionCount + action;
      const outcomes: { next: number; probability: number; reward: number }[] = [];
      for (let z = rowStart[row] ?? 0; (allowed >>> action) & 1 && z < (rowStart[row + 1] ?? 0); z++) {
        outcomes.push({ next: shift + (nextState[z] ?? 0), probability: probability[z] ?? 0, reward: paid(z) });
      }
      rows.push(outcomes);
    }
  };
  // Copy 0 decides: action 0 goes on roaming, action 1 settles. With a single action there is nothing to decide.
  const deciding = actionCount > 1;
  for (let state = 0; state < stateCount; state++) {
    for (let action = 0; action < actionCount; action++) {
      const target = deciding && action === 0 ? stateCount + state : 2 * stateCount + state;
      rows.push(action < (deciding ? 2 : 1) ? [{ next: target, probability: 1, reward: worst }] : []);
    }
  }
  for (let state = 0; state < stateCount; state++) {
    copyRows(state, roaming[state] ?? 0, 0, () => worst);
  }
  for (let state = 0; state < stateCount; state++) {
    copyRows(state, settled[state] ?? 0, 2 * stateCount, (z) => reward[z] ?? 0);
  }
  const terminal = new Uint8Array(3 * stateCount);
  const initial = new Float64Array(3 * stateCount);
  initial.set(dynamics.initial);
  terminal.set(dynamics.terminal, stateCount);
  terminal.set(dynamics.terminal, 2 * stateCount);
  const outcomes = rows.flat();
  const wide: TabularMdp = {
    stateCount: 3 * stateCount,
    actionCount,
    rowStart: Int32Array.from([
      0,
      ...rows.map(
        (
          (sum) =>
          ({ length }) =>
            (sum += length)
        )(0),
      ),
    ]),
    nextState: Int32Array.from(outcomes, ({ next }) => next),
    probability: Float64Array.from(outcomes, (outcome) => outcome.probability),
    initial,
    terminal,
    maxOutcomes: Math.max(1, ...rows.map(({ length }) => length)),
  };
  return averageReward(
    wide,
    Float64Array.from(outcomes, (outcome) => outcome.reward),
  ).startValue;
}
