import { actionProbabilities, type Measure, type Policy, periodOf, type TabularMdp } from "@firebreak/core";
import { conductOf, timeByState } from "./conduct.ts";

/** 1 for each state that a policy can come to from the start, whatever the luck. Length S. */
function visitedBy(dynamics: TabularMdp, policy: Policy): Uint8Array {
  const { stateCount, actionCount, rowStart, nextState, initial } = dynamics;
  const phases = periodOf(policy);
  const met = new Uint8Array(phases * stateCount);
  const open: number[] = [...initial.keys()].filter((state) => (initial[state] ?? 0) > 0);
  const play = new Float64Array(actionCount);
  for (const at of open) {
    met[at] = 1;
  }
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const [time, state] = [Math.floor(at / stateCount), at % stateCount];
    actionProbabilities(policy, { time, state }, play);
    for (let action = 0; action < actionCount; action++) {
      const row = state * actionCount + action;
      for (let z = rowStart[row] ?? 0; (play[action] ?? 0) > 0 && z < (rowStart[row + 1] ?? 0); z++) {
        const next = ((time + 1) % phases) * stateCount + (nextState[z] ?? 0);
        if (met[next] === 0) {
          met[next] = 1;
          open.push(next);
        }
      }
    }
  }
  const ever = new Uint8Array(stateCount);
  met.forEach((seen, at) => {
    ever[at % stateCount] = Math.max(ever[at % stateCount] ?? 0, seen);
  });
  return ever;
}

/**
 * How far a policy strays from where the overseer goes herself, on the environment's own clock. `totalVariation`: half the sum of |d_π − d_ρ| over
 * states (and times, where the clock or a policy has them), in [0, 1]. `unvisited`: the policy's share of time in states that she never comes to,
 * whatever the luck: there an imitator who only watched her has been shown nothing. Nothing where she does not demonstrate.
 */
export const strayMeasure: Measure = {
  id: "stray",
  version: 1,
  measure({ environment, checkpoint, evaluation, reference }) {
    if (reference === undefined) {
      return {};
    }
    const { dynamics } = environment;
    const both = conductOf(dynamics, evaluation, { policy: checkpoint.policy, reference });
    const [own, hers] = [both.policy.occupancy, both.reference.occupancy];
    const visited = visitedBy(dynamics, reference);
    return {
      totalVariation: own.mass.reduce((sum, share, at) => sum + Math.abs(share - (hers.mass[at] ?? 0)), 0) / 2,
      unvisited: timeByState(own, dynamics.stateCount).reduce((sum, share, state) => sum + (visited[state] === 1 ? 0 : share), 0),
    };
  },
};
