import { defineFamily, type Family, softOptimum, uniformPolicy } from "@firebreak/core";
import type { Learner } from "./learner.ts";
import { temperatureParameter } from "./settings.ts";
import { discountOf } from "./stationary.ts";

/** The exact soft optimum: the reward less `temperature` times the divergence from uniform play, which it maximises in closed loop. */
export const softExact: Family<Learner> = defineFamily({
  name: "soft-exact",
  version: 1,
  title: "Exact soft planner: the reward, at a price for every step away from uniform play",
  parameters: { temperature: temperatureParameter },
  make: ({ temperature }, id): Learner => ({
    id,
    title: `soft at ${temperature}, exact`,
    world: "model",
    criteria: ["discounted"],
    *learn({ dynamics, reward, criterion, towards }) {
      const discount = discountOf(criterion);
      const { policy } = softOptimum(dynamics, reward, { discount, beta: temperature, towards: towards ?? uniformPolicy(dynamics) });
      yield { step: 0, policy, proxyReward: reward };
    },
  }),
});
