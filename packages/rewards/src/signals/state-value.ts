import { type Family, familyOfOne, type Signal } from "@firebreak/core";
import { arrivals } from "./counts.ts";

/** How good the state reached seems: r = V(s1). The outcome as the overseer sees it: broad reinforcement learning on her judgement. */
export const stateValue: Family<Signal> = familyOfOne({
  name: "state-value",
  version: 1,
  title: "State value V(s1)",
  make: (id): Signal => ({
    id,
    title: "State value",
    asks: ["value"],
    readsObserved: false,
    readsTrue: false,
    potential: "none",
    compile: ({ dynamics, answers }) => {
      const value = answers("value");
      return Float64Array.from(dynamics.nextState, (next) => value[next] ?? 0);
    },
    perStep: () => ({ value: 1 }),
    questions: (dynamics, visits) => ({ value: arrivals(dynamics, visits) }),
  }),
});
