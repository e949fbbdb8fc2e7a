import { createRng, type Policy, type TabularMdp } from "@firebreak/core";

/** A world for tests: dynamics with a few numbers for each outcome. */
export interface RandomWorld {
  readonly dynamics: TabularMdp;
  /** Length Z each: whole numbers in [-3, 3], so that ties happen. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** Every state and action alike. */
  policy(name: string): Policy;
  potential(): Float64Array;
}

/** A world of few states and up to `outcomes` successors a row, drawn from a seed. With `ends`, the last state is terminal. */
export function randomWorld(
  seed: string,
  size: { readonly states: number; readonly actions: number; readonly outcomes: number; readonly ends?: boolean },
): RandomWorld {
  const rng = createRng(seed);
  const [worldRng, rewardRng] = [rng.fork("world"), rng.fork("rewards")];
  const { states, actions } = size;
  const terminal = new Uint8Array(states);
  terminal[states - 1] = size.ends === true ? 1 : 0;
  const rowStart = [0];
  const nextState: number[] = [];
  const probability: number[] = [];
  for (let row = 0; row < states * actions; row++) {
    if (terminal[Math.floor(row / actions)] === 0) {
      const successors = new Set(Array.from({ length: 1 + worldRng.below(size.outcomes) }, () => worldRng.below(states)));
      const weights = [...successors].map(() => 0.1 + worldRng.double());
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const sorted = [...successors].sort((x, y) => x - y);
      nextState.push(...sorted);
      probability.push(...weights.map((weight) => weight / total));
    }
    rowStart.push(nextState.length);
  }
  const initial = new Float64Array(states);
  initial[0] = 0.75;
  initial[1] = 0.25;
  const whole = (): Float64Array => Float64Array.from(nextState, () => rewardRng.below(7) - 3);
  return {
    dynamics: {
      stateCount: states,
      actionCount: actions,
      rowStart: Int32Array.from(rowStart),
      nextState: Int32Array.from(nextState),
      probability: Float64Array.from(probability),
      initial,
      terminal,
      maxOutcomes: size.outcomes,
    },
    first: whole(),
    second: whole(),
    policy(name) {
      const draws = rng.fork(name);
      const table = new Float64Array(states * actions);
      for (let state = 0; state < states; state++) {
        const weights = Array.from({ length: actions }, () => (draws.double() < 0.3 ? 0 : draws.double()));
        weights[draws.below(actions)] = 1;
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        table.set(
          weights.map((weight) => (terminal[state] === 1 ? 0 : weight / total)),
          state * actions,
        );
      }
      return { kind: "stationary", probability: table };
    },
    potential: () => Float64Array.from({ length: states }, () => rng.fork("potential").double() + rewardRng.double()),
  };
}

/** The state of each outcome, length Z. */
export function stateOfOutcome({ rowStart, actionCount, nextState }: TabularMdp): Int32Array {
  const states = new Int32Array(nextState.length);
  for (let row = 0; row + 1 < rowStart.length; row++) {
    states.fill(Math.floor(row / actionCount), rowStart[row], rowStart[row + 1]);
  }
  return states;
}
