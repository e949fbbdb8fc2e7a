import { rowOfOutcome, type TabularMdp } from "@firebreak/core";

/** How often each outcome happened (length Z), and how often each state began an episode (length S). */
export interface Visits {
  readonly outcomes: Float64Array;
  readonly starts: Float64Array;
}

/** How often each state was arrived in. Length S. */
export function arrivals(dynamics: TabularMdp, { outcomes }: Visits): Float64Array {
  const counts = new Float64Array(dynamics.stateCount);
  outcomes.forEach((count, z) => {
    const next = dynamics.nextState[z] ?? 0;
    counts[next] = (counts[next] ?? 0) + count;
  });
  return counts;
}

/** How often each state was left. Length S. */
export function departures(dynamics: TabularMdp, { outcomes }: Visits): Float64Array {
  const counts = new Float64Array(dynamics.stateCount);
  const rows = rowOfOutcome(dynamics);
  outcomes.forEach((count, z) => {
    const state = Math.floor((rows[z] ?? 0) / dynamics.actionCount);
    counts[state] = (counts[state] ?? 0) + count;
  });
  return counts;
}

/** How often each state was met: begun in, or arrived in. Length S. */
export function meetings(dynamics: TabularMdp, visits: Visits): Float64Array {
  return arrivals(dynamics, visits).map((count, state) => count + (visits.starts[state] ?? 0));
}

/** How many outcomes a state has, over all its actions. Length S. */
export function outcomesOfStates({ stateCount, actionCount, rowStart }: TabularMdp): Float64Array {
  return Float64Array.from(
    { length: stateCount },
    (_, state) => (rowStart[(state + 1) * actionCount] ?? 0) - (rowStart[state * actionCount] ?? 0),
  );
}
