import { type Action, actionsOf, type OverseenProblem, type Rng, type State, statesOf } from "@firebreak/core";

/** One step of a walk. */
export interface WalkedStep {
  readonly state: State;
  readonly action: Action;
  readonly next: State;
  /** The index of what happened, below Z. */
  readonly outcome: number;
  /** The walk starts again after it. */
  readonly last: boolean;
}

/** What is played in a state: a share u in [0, 1) of the choice among its legal actions, which stand in draw order. */
export type Play = (state: State, legal: readonly Action[], u: number) => Action;

/** Every legal action as likely as the others. */
export const uniformly: Play = (_, legal, u) => legal[Math.floor(u * legal.length)] as Action; // u < 1, and no play is asked for without a legal action

/** The entry of running sums that a share falls into. */
function entryAt(cumulative: Float64Array, first: number, u: number): number {
  let at = first;
  while ((cumulative[at] ?? 1) <= u) {
    at++;
  }
  return at;
}

/**
 * Acts in a world for ever: from its start distribution, again after `episode` steps or where it ends. One draw of `rng`'s own forks
 * for each start, choice and outcome. Ends at once in a world that can begin nowhere but at its end.
 */
export function* walk(
  problem: OverseenProblem,
  { episode, play }: { readonly episode: number; readonly play: Play },
  rng: Rng,
): Generator<WalkedStep> {
  const { dynamics, sampling, drawOrder } = problem;
  const luck = { start: rng.fork("start"), choice: rng.fork("choice"), world: rng.fork("world") };
  const rank = new Map(Array.from(drawOrder, (action, at) => [action, at] as const));
  const legal = statesOf(dynamics).map((state) => [...actionsOf(dynamics, state)].sort((x, y) => (rank.get(x) ?? 0) - (rank.get(y) ?? 0)));
  if (sampling.start.every((state) => dynamics.terminal[state] === 1)) {
    return;
  }
  for (;;) {
    let state = sampling.start[entryAt(sampling.startCumulative, 0, luck.start.next())] as State; // the last running sum is 1
    for (let time = 1; dynamics.terminal[state] !== 1 && time <= episode; time++) {
      const action = play(state, legal[state] ?? [], luck.choice.next());
      const row = dynamics.rowStart[state * dynamics.actionCount + action] ?? 0;
      const outcome = sampling.outcome[entryAt(sampling.cumulative, row, luck.world.next())] ?? 0;
      const next = (dynamics.nextState[outcome] ?? 0) as State; // an outcome leads to a state
      yield { state, action, next, outcome, last: time === episode || dynamics.terminal[next] === 1 };
      state = next;
    }
  }
}
