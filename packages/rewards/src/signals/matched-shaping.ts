import { type Family, familyOfOne, type Signal } from "@firebreak/core";
import { meetings } from "./counts.ts";
import { stateDifference } from "./state-difference.ts";

/**
 * Potential-based shaping at the criterion's own discount: r = γV(s1) − V(s0) (Ng, Harada & Russell 1999). On its own it is worth
 * γ^T V(s_T) − V(s_0) after T steps. Departure: a terminal state keeps the V that the overseer gives it, where Ng sets 0.
 */
export const matchedShaping: Family<Signal> = familyOfOne({
  name: "matched-shaping",
  version: 1,
  title: "Matched shaping γV(s1) − V(s0)",
  make: (id): Signal => ({
    id,
    title: "Matched shaping",
    asks: ["value"],
    readsObserved: false,
    readsTrue: false,
    potential: "matched",
    answersAdded: 2,
    compile: ({ dynamics, answers, discount }) => stateDifference(dynamics, answers("value"), discount),
    perStep: () => ({ value: 2 }),
    questions: (dynamics, visits) => ({ value: meetings(dynamics, visits) }),
  }),
});
