import { type Family, FirebreakError, familyOfOne, type Signal } from "@firebreak/core";

/** What the principal wants: a reference to measure against, never a contestant. */
export const trueReward: Family<Signal> = familyOfOne({
  name: "true-reward",
  version: 1,
  title: "True reward (reference only)",
  make: (id): Signal => ({
    id,
    title: "True reward",
    asks: [],
    readsObserved: false,
    readsTrue: true,
    potential: "none",
    compile: (inputs) => {
      if (inputs.trueReward === undefined) {
        throw new FirebreakError(
          "not-implemented-here",
          `Cannot compile the signal '${id}': the true reward is shown to reference methods only`,
        );
      }
      return inputs.trueReward.slice();
    },
    perStep: () => ({}),
    questions: () => ({}),
  }),
});
