import {
  actionProbabilities,
  countBits,
  type MeasuringCriterion,
  type Occupancy,
  occupancy,
  type Policy,
  periodOf,
  type TabularMdp,
} from "@firebreak/core";
import type { PlayedAt } from "../kernels/continue-streams.ts";

/** A policy with where it spends its time on the auditor's clock. */
export interface Conduct {
  readonly policy: Policy;
  readonly occupancy: Occupancy;
}

function commonMultiple(x: number, y: number): number {
  let [larger, smaller] = [x, y];
  while (smaller > 0) {
    [larger, smaller] = [smaller, larger % smaller];
  }
  return (x / larger) * y;
}

/** The phases in which two policies can be compared on a clock: its own where it ends, else until both have come round. */
export function phasesOf(clock: MeasuringCriterion, x: Policy, y: Policy): number {
  return clock.kind === "finite" ? clock.horizon : commonMultiple(periodOf(x), periodOf(y));
}

/** What a policy plays, over as many phases as it takes to repeat: at phase p look at p mod phases. */
export interface PlayTable {
  readonly phases: number;
  /** Length phases·S·A. */
  readonly probability: Float64Array;
}

/** A policy's own play table, of at most so many phases; a stationary policy's is its probabilities, not a copy. */
export function ownPlay(dynamics: TabularMdp, policy: Policy, phases: number): PlayTable {
  if (policy.kind === "stationary") {
    return { phases: 1, probability: policy.probability };
  }
  const own = Math.min(phases, policy.horizon);
  return { phases: own, probability: playTable(dynamics, policy, own) };
}

/**
 * What a policy plays at a phase in the states that are asked for: length S·A from `first` on, and of no meaning in other states. Where its ties
 * must be written out it is one table, used again: read it before the next is asked for.
 */
export function phasePlay({ stateCount, actionCount }: TabularMdp, policy: Policy): (phase: number, states: Int32Array) => PlayedAt {
  const [rows, period] = [stateCount * actionCount, periodOf(policy)];
  if (policy.kind !== "timed") {
    return (phase) => ({ probability: policy.probability, first: (phase % period) * rows });
  }
  const table = new Float64Array(rows);
  return (phase, states) => {
    const first = (phase % period) * stateCount;
    for (const state of states) {
      spread(policy.optimal[first + state] ?? 0, table, { row: state * actionCount, actionCount });
    }
    return { probability: table, first: 0 };
  };
}

/** Writes a mask's actions, all alike, into the rows of one state. */
function spread(mask: number, table: Float64Array, { row, actionCount }: { readonly row: number; readonly actionCount: number }): void {
  const share = mask === 0 ? 0 : 1 / countBits(mask);
  for (let action = 0; action < actionCount; action++) {
    table[row + action] = (mask >>> action) & 1 ? share : 0;
  }
}

/** What a policy plays at every phase and state: length phases·S·A. */
export function playTable({ stateCount, actionCount }: TabularMdp, policy: Policy, phases: number): Float64Array {
  const table = new Float64Array(phases * stateCount * actionCount);
  if (policy.kind !== "timed") {
    const [rows, own] = [stateCount * actionCount, periodOf(policy)];
    for (let phase = 0; phase < phases; phase++) {
      const first = (phase % own) * rows;
      table.set(policy.probability.subarray(first, first + rows), phase * rows);
    }
    return table;
  }
  for (let at = 0; at < phases * stateCount; at++) {
    spread(policy.optimal[at % policy.optimal.length] ?? 0, table, { row: at * actionCount, actionCount });
  }
  return table;
}

/** Two policies' conduct phase by phase, on states that carry the time where either depends on it. */
export function conductOf(
  dynamics: TabularMdp,
  clock: MeasuringCriterion,
  { policy, reference }: { readonly policy: Policy; readonly reference: Policy },
): { readonly policy: Conduct; readonly reference: Conduct } {
  const phases = phasesOf(clock, policy, reference);
  const of = (played: Policy): Conduct => ({
    policy: played,
    occupancy: occupancy({ dynamics, policy: played, criterion: clock, phases }),
  });
  return { policy: of(policy), reference: of(reference) };
}

/** Σ_a π(a | s) r(s, a) at every phase and state, length phases·S, from rows of length S·A. */
export function playedRows({ policy, occupancy }: Conduct, dynamics: TabularMdp, rows: Float64Array): Float64Array {
  const { stateCount, actionCount } = dynamics;
  const play = new Float64Array(actionCount);
  return Float64Array.from({ length: occupancy.phases * stateCount }, (_, at) => {
    const state = at % stateCount;
    actionProbabilities(policy, { time: Math.floor(at / stateCount), state }, play);
    return play.reduce((sum, share, action) => sum + share * (rows[state * actionCount + action] ?? 0), 0);
  });
}

/** What a policy collects a step of the clock. */
export function rateOf(conduct: Conduct, dynamics: TabularMdp, rows: Float64Array): number {
  const { mass } = conduct.occupancy;
  return playedRows(conduct, dynamics, rows).reduce((sum, reward, at) => sum + (mass[at] ?? 0) * reward, 0);
}

/** The share of time in each state, phases added up. Length S. */
export function timeByState({ mass }: Occupancy, stateCount: number): Float64Array {
  const share = new Float64Array(stateCount);
  mass.forEach((part, at) => {
    share[at % stateCount] = (share[at % stateCount] ?? 0) + part;
  });
  return share;
}
