import { defineFamily, type Family, number, oneOf } from "@firebreak/core";
import { runSarsa } from "../kernels/sarsa.ts";
import type { Learner } from "./learner.ts";
import { alphaParameter, checkpointsParameter, episodeParameter, omegaParameter, stepsParameter } from "./settings.ts";
import { learnStationary } from "./stationary.ts";

/**
 * Sarsa (Rummery and Niranjan 1994), greedy in the limit with infinite exploration (Singh et al. 2000): at the n-th stay in a
 * state it explores with probability epsilon·n^(−epsilon-decay). What it learns depends on what it plays next, so no pair's
 * target is ever the same twice, and step sizes are never adaptive.
 */
export const sarsa: Family<Learner> = defineFamily({
  name: "sarsa",
  version: 1,
  title: "Sarsa: sampled, on-policy, discounted, exploring less and less",
  parameters: {
    steps: stepsParameter,
    checkpoints: checkpointsParameter,
    episode: episodeParameter,
    epsilon: number({ default: 1, min: 0, max: 1 }),
    "epsilon-decay": number({ default: 0.4, min: 0, max: 1 }),
    "step-size": oneOf("polynomial", "constant"),
    omega: omegaParameter,
    alpha: alphaParameter,
  },
  make: (settings, id): Learner => ({
    id,
    title: "Sarsa",
    world: "simulator",
    criteria: ["discounted"],
    hearsLine: true,
    learn: (task, rng) => learnStationary(task, settings, runSarsa, rng),
  }),
});
