import type { Rng, TabularMdp } from "@firebreak/core";

/** What a drawn world looks like: at most `outcomes` a row; few of them make several recurrent classes likely. */
export interface Draw {
  readonly states: number;
  readonly actions: number;
  readonly outcomes: number;
  readonly terminal: boolean;
}

/** A world with two rewards of few values, so that ties are common. */
export interface World {
  readonly dynamics: TabularMdp;
  readonly reward: Float64Array;
  readonly other: Float64Array;
}

/** Draws a world: some actions are not legal, the start is spread over some states. */
export function drawWorld(rng: Rng, { states, actions, outcomes, terminal }: Draw): World {
  const rowStart = [0];
  const nextState: number[] = [];
  const probability: number[] = [];
  const ends = Uint8Array.from({ length: states }, (_, s) => (terminal && s === states - 1 ? 1 : 0));
  for (let s = 0; s < states; s++) {
    const surely = rng.below(actions);
    for (let a = 0; a < actions; a++) {
      if (ends[s] === 0 && (a === surely || rng.next() < 0.7)) {
        const reached = [...new Set(Array.from({ length: 1 + rng.below(outcomes) }, () => rng.below(states)))].sort((x, y) => x - y);
        const weights = reached.map(() => 1 + rng.below(4));
        const total = weights.reduce((x, y) => x + y, 0);
        nextState.push(...reached);
        probability.push(...weights.map((w) => w / total));
      }
      rowStart.push(nextState.length);
    }
  }
  const weights = Array.from({ length: states }, () => rng.below(3));
  weights[0] = (weights[0] ?? 0) + 1;
  const total = weights.reduce((x, y) => x + y, 0);
  const dynamics: TabularMdp = {
    stateCount: states,
    actionCount: actions,
    rowStart: Int32Array.from(rowStart),
    nextState: Int32Array.from(nextState),
    probability: Float64Array.from(probability),
    initial: Float64Array.from(weights, (w) => w / total),
    terminal: ends,
    maxOutcomes: Math.max(1, ...rowStart.slice(1).map((end, row) => end - (rowStart[row] ?? 0))),
  };
  const draw = () => Float64Array.from(nextState, () => rng.below(5) - 2);
  return { dynamics, reward: draw(), other: draw() };
}
