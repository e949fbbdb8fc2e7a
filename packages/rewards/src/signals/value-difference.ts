import { type Family, familyOfOne, type Signal } from "@firebreak/core";
import { meetings } from "./counts.ts";
import { stateDifference } from "./state-difference.ts";

/**
 * How much better the state seems after the step: r = V(s1) − V(s0). Its undiscounted sum depends on the ends of a path only. A
 * learner that asks as it goes asks about each state it meets: the first of an episode and each it arrives in.
 */
export const valueDifference: Family<Signal> = familyOfOne({
  name: "value-difference",
  version: 1,
  title: "Value difference V(s1) − V(s0)",
  make: (id): Signal => ({
    id,
    title: "Value difference",
    asks: ["value"],
    readsObserved: false,
    readsTrue: false,
    potential: "undiscounted",
    answersAdded: 2,
    compile: ({ dynamics, answers }) => stateDifference(dynamics, answers("value"), 1),
    // Two at the first step of an episode, one at each later one.
    perStep: () => ({ value: 2 }),
    questions: (dynamics, visits) => ({ value: meetings(dynamics, visits) }),
  }),
});
