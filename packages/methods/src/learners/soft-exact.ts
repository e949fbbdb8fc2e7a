import { defineFamily, type Family, solveSoftly, uniformPolicy } from "@firebreak/core";
import type { Learner } from "./learner.ts";
import { temperatureParameter } from "./settings.ts";

/**
 * The exact soft optimum: the reward less `temperature` times the divergence from uniform play, which it maximises in closed loop. Within a
 * horizon it mixes actions and depends on time.
 */
export const softExact: Family<Learner> = defineFamily({
  name: "soft-exact",
  version: 1,
  title: "Exact soft planner: the reward, at a price for every step away from uniform play",
  parameters: { temperature: temperatureParameter },
  make: ({ temperature }, id): Learner => ({
    id,
    title: `soft at ${temperature}, exact`,
    world: "model",
    criteria: ["discounted", "finite"],
    *learn({ dynamics, reward, criterion, towards }) {
      if (criterion.kind !== "discounted" && criterion.kind !== "finite") {
        throw new Error(`The soft planner was given the criterion ${criterion.kind}`);
      }
      const { policy } = solveSoftly(dynamics, reward, { criterion, beta: temperature, towards: towards ?? uniformPolicy(dynamics) });
      yield { step: 0, policy, proxyReward: reward };
    },
  }),
});
