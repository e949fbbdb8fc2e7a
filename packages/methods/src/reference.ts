import { FirebreakError, type Method, type Signal } from "@firebreak/core";
import { composeId } from "./compose-id.ts";
import type { Learner } from "./learners/learner.ts";
import { optimise } from "./optimise.ts";

/** What the principal wants, itself, and no overseer asked. */
const WANTED: Signal = {
  id: "true-reward@1",
  title: "True reward",
  asks: [],
  readsObserved: false,
  readsTrue: true,
  potential: "none",
  compile: ({ trueReward }) => {
    if (trueReward === undefined) {
      throw new FirebreakError("not-implemented-here", "Cannot optimise the true reward: this problem does not show it");
    }
    return trueReward.slice();
  },
  perStep: () => ({}),
  questions: () => ({}),
};

/** Optimises the true reward: what the others are measured against, never one of them. */
export function reference({ learner }: { readonly learner: Learner }): Method {
  return optimise({
    id: composeId("reference@1", { learner: learner.id }),
    title: `Reference: true reward, ${learner.title}`,
    signal: WANTED,
    learner,
  });
}
