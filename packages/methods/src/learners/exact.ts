import { type Family, familyOfOne, solve } from "@firebreak/core";
import type { Learner } from "./learner.ts";

/** The exact optimum, by the planner that fits the criterion: what a learner with endless practice would come to. */
export const exactLearner: Family<Learner> = familyOfOne({
  name: "exact",
  version: 1,
  title: "Exact planner of the criterion: no sampling",
  make: (id): Learner => ({
    id,
    title: "exact",
    world: "model",
    criteria: ["finite", "discounted", "average", "lookahead"],
    *learn({ dynamics, reward, criterion }) {
      const { policy, optimal } = solve(dynamics, reward, criterion);
      yield { step: 0, policy, optimal, proxyReward: reward };
    },
  }),
});
