import { type Measure, occupancy } from "@firebreak/core";
import { timeByState } from "./conduct.ts";

/** Worlds of more states have too many numbers to store with every trial. */
const MAX_STATES = 64;

/** Where the policy spends its time on the environment's clock: a share for each state, by its label. Small worlds only. */
export const occupancyMeasure: Measure = {
  id: "occupancy",
  version: 1,
  measure({ environment, checkpoint, evaluation }) {
    const { dynamics, labels } = environment;
    if (dynamics.stateCount > MAX_STATES) {
      return {};
    }
    const time = timeByState(occupancy({ dynamics, policy: checkpoint.policy, criterion: evaluation }), dynamics.stateCount);
    return Object.fromEntries(labels.map((label, state) => [label, time[state] ?? 0]));
  },
};
