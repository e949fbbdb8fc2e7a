import { type Family, familyOfOne, type Signal } from "@firebreak/core";
import { meetings } from "./counts.ts";
import { stateDifference } from "./state-difference.ts";

/**
 * Value difference by an overseer who sees a rise and misses a fall: r = max(V(s1) − V(s0), 0). The control that must fail: a fall
 * and the rescue from it are worth 0 together under value difference, and the rescue's whole rise here.
 */
export const valueRise: Family<Signal> = familyOfOne({
  name: "value-rise",
  version: 1,
  title: "Value rise max(V(s1) − V(s0), 0)",
  make: (id): Signal => ({
    id,
    title: "Value rise only",
    asks: ["value"],
    readsObserved: false,
    readsTrue: false,
    potential: "none",
    answersAdded: 2,
    compile: ({ dynamics, answers }) => stateDifference(dynamics, answers("value"), 1).map((change) => Math.max(change, 0)),
    perStep: () => ({ value: 2 }),
    questions: (dynamics, visits) => ({ value: meetings(dynamics, visits) }),
  }),
});
