import { type Family, FirebreakError, familyOfOne, type Signal } from "@firebreak/core";

/** The environment's own reward channel: broad reinforcement learning, in worlds that have one. It asks the overseer nothing. */
export const observedOutcome: Family<Signal> = familyOfOne({
  name: "observed-outcome",
  version: 1,
  title: "Observed outcome: the environment's own channel",
  make: (id): Signal => ({
    id,
    title: "Observed outcome",
    asks: [],
    readsObserved: true,
    readsTrue: false,
    potential: "none",
    compile: ({ observedReward }) => {
      if (observedReward === undefined) {
        throw new FirebreakError("not-implemented-here", `Cannot compile the signal '${id}': this world has no reward channel of its own`);
      }
      return observedReward.slice();
    },
    perStep: () => ({}),
    questions: () => ({}),
  }),
});
