import { type Family, familyOfOne, truncatedReturn } from "@firebreak/core";
import type { Learner } from "./learner.ts";

/** The exact fixed point of M-step returns of its own play, where `exact` plans M steps as if later selves looked less far. */
export const truncatedReturnExact: Family<Learner> = familyOfOne({
  name: "truncated-return-exact",
  version: 1,
  title: "Exact fixed point of truncated returns: no sampling",
  make: (id): Learner => ({
    id,
    title: "truncated returns, exact",
    world: "model",
    criteria: ["lookahead"],
    *learn({ dynamics, reward, criterion }) {
      if (criterion.kind !== "lookahead") {
        throw new Error(`A planner of truncated returns was given the criterion ${criterion.kind}`);
      }
      const { steps, discount, within } = criterion;
      const { policy, optimal } = truncatedReturn(dynamics, reward, { steps, discount, ...(within === undefined ? {} : { within }) });
      yield { step: 0, policy, optimal, proxyReward: reward };
    },
  }),
});
