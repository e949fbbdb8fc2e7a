import { FirebreakError } from "../error.ts";
import type { TabularMdp } from "../tabular-mdp.ts";

/** The number of phases in a mask or policy of length phases·S. */
export function phasesOf(length: number, stateCount: number): number {
  const phases = length / stateCount;
  if (!Number.isInteger(phases) || phases < 1) {
    throw new FirebreakError(
      "bad-argument",
      `Cannot read masks of length ${length}: the world has ${stateCount} states, and needs a multiple of that`,
    );
  }
  return phases;
}

/**
 * The world with a clock in its state: state phase·S + s steps from `phase` to phase + 1, and from the last phase to the
 * first. Its stationary policies are the timed policies of that horizon. Starts in phase 0.
 */
export function expandCycle(dynamics: TabularMdp, phases: number): TabularMdp {
  const { stateCount, actionCount, rowStart, nextState, probability } = dynamics;
  const outcomes = nextState.length;
  const rows = stateCount * actionCount;
  const wide = {
    rowStart: new Int32Array(phases * rows + 1),
    nextState: new Int32Array(phases * outcomes),
    initial: new Float64Array(phases * stateCount),
  };
  wide.initial.set(dynamics.initial);
  for (let phase = 0; phase < phases; phase++) {
    const shift = ((phase + 1) % phases) * stateCount;
    for (let row = 0; row <= rows; row++) {
      wide.rowStart[phase * rows + row] = phase * outcomes + (rowStart[row] ?? 0);
    }
    for (let z = 0; z < outcomes; z++) {
      wide.nextState[phase * outcomes + z] = shift + (nextState[z] ?? 0);
    }
  }
  return {
    stateCount: phases * stateCount,
    actionCount,
    ...wide,
    probability: repeated(probability, phases),
    terminal: Uint8Array.from({ length: phases * stateCount }, (_, at) => dynamics.terminal[at % stateCount] ?? 0),
    maxOutcomes: dynamics.maxOutcomes,
  };
}

/** The same numbers `times` over: a reward (length Z) as the expanded cycle's reward. */
export function repeated(numbers: Float64Array, times: number): Float64Array {
  const out = new Float64Array(numbers.length * times);
  for (let time = 0; time < times; time++) {
    out.set(numbers, time * numbers.length);
  }
  return out;
}
