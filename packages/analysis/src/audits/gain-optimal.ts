import {
  actionsOf,
  averageReward,
  evaluatePolicy,
  type Policy,
  playUniformly,
  type ReturnRange,
  type Solution,
  statesOf,
  type TabularMdp,
} from "@firebreak/core";
import { gainTolerance } from "./conventions.ts";

/** The actions that lose none of the gain: Σ P(s' | s, a) g(s') = g(s), to the rounding of gains. Masks of length S. */
function gainKeeping(dynamics: TabularMdp, { value }: Solution): Int32Array {
  const { rowStart, nextState, probability, actionCount } = dynamics;
  const tolerance = gainTolerance(value);
  return Int32Array.from(statesOf(dynamics), (state) =>
    actionsOf(dynamics, state).reduce((mask, action) => {
      const row = state * actionCount + action;
      let next = 0;
      for (let z = rowStart[row] ?? 0; z < (rowStart[row + 1] ?? 0); z++) {
        next += (probability[z] ?? 0) * (value[nextState[z] ?? 0] ?? 0);
      }
      return next >= (value[state] ?? 0) - tolerance ? mask | (1 << action) : mask;
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

/** The world in three copies: states that decide at s, roam at S + s, have settled at 2S + s. With one number an outcome. */
function threeCopies(
  dynamics: TabularMdp,
  optimum: Solution,
  reward: Float64Array,
): { readonly wide: TabularMdp; readonly paid: Float64Array } {
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
  return { wide, paid: Float64Array.from(outcomes, (outcome) => outcome.reward) };
}

/** The states in which a plan of the three copies settles, and those to which settled play leads. */
function settledStates({ stateCount, actionCount, rowStart, nextState }: TabularMdp, plan: Int32Array): Uint8Array {
  const settles = actionCount > 1 ? 2 : 1;
  const settled = new Uint8Array(stateCount);
  const waiting = [...settled.keys()].filter((state) => ((plan[state] ?? 0) & settles) !== 0);
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    if (settled[state] === 0) {
      settled[state] = 1;
      for (let action = 0; action < actionCount; action++) {
        const row = state * actionCount + action;
        const played = ((plan[2 * stateCount + state] ?? 0) >>> action) & 1;
        waiting.push(...(played === 1 ? nextState.subarray(rowStart[row], rowStart[row + 1]) : []));
      }
    }
  }
  return settled;
}

/** A policy of the greatest gain that is best for another reward in the long run. */
interface GainOptimal {
  /** A step of the long run, from the start. */
  readonly rate: number;
  readonly policy: Policy;
}

/**
 * The greatest long-run rate of one reward among *all* policies that have the greatest long-run rate of another, from the start.
 *
 * A policy has the optimal gain iff it never plays an action that loses gain, and settles where it plays only conserving ones: along
 * its path the gaps in Puterman's second optimality equation (1994, §9.1) must vanish on average. So the world is solved in three
 * copies: decide to roam or to settle; roam one step, with any action that keeps the gain, and decide again; once settled, play
 * conserving actions for ever. Roaming for ever pays less than anything, and time spent on the way counts for nothing in the long
 * run. No linear programme is needed. The policy remembers nothing: where settled play leads, deciding anew gains nothing.
 */
function bestGainOptimal(dynamics: TabularMdp, optimum: Solution, reward: Float64Array): GainOptimal {
  const { stateCount, actionCount } = dynamics;
  const { wide, paid } = threeCopies(dynamics, optimum, reward);
  const { startValue, optimal } = averageReward(wide, paid);
  const settled = settledStates(dynamics, optimal.mask);
  const mask = Int32Array.from(settled, (is, state) => optimal.mask[(is === 1 ? 2 : 1) * stateCount + state] ?? 0);
  return { rate: startValue, policy: playUniformly({ kind: "stationary", mask }, actionCount) };
}

/** The rate of `bestGainOptimal` alone. */
export function bestAmongGainOptimal(dynamics: TabularMdp, optimum: Solution, reward: Float64Array): number {
  return bestGainOptimal(dynamics, optimum, reward).rate;
}

/**
 * Least, mean and greatest long-run rate of a reward over every policy that has the greatest rate of another, from the start. The mean
 * is that of conserving actions played evenly. `choice`: masks of length S of every action that loses none of the gain.
 */
export function gainOptimalRange(
  dynamics: TabularMdp,
  optimum: Solution,
  reward: Float64Array,
): ReturnRange & { readonly choice: Int32Array } {
  const best = bestGainOptimal(dynamics, optimum, reward);
  const worst = bestGainOptimal(
    dynamics,
    optimum,
    reward.map((r) => -r),
  );
  return {
    min: 0 - worst.rate,
    mean: evaluatePolicy({ dynamics, reward, policy: optimum.policy, criterion: { kind: "average" } }),
    max: best.rate,
    worst: worst.policy,
    best: best.policy,
    choice: gainKeeping(dynamics, optimum),
  };
}
