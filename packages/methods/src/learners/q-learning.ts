import { defineFamily, type Family, number } from "@firebreak/core";
import { runQLearning } from "../kernels/q-learning.ts";
import type { Learner } from "./learner.ts";
import { adaptiveStepSize, alphaParameter, checkpointsParameter, episodeParameter, omegaParameter, stepsParameter } from "./settings.ts";
import { learnStationary } from "./stationary.ts";

/**
 * Q-learning (Watkins 1989), ε-greedy. It learns about the greedy policy whatever it explores, so ε stays as it is by
 * default. Values start at 0; the policy plays what was tried.
 */
export const qLearning: Family<Learner> = defineFamily({
  name: "q-learning",
  version: 1,
  title: "Q-learning: sampled, off-policy, discounted",
  parameters: {
    steps: stepsParameter,
    checkpoints: checkpointsParameter,
    episode: episodeParameter,
    epsilon: number({ default: 0.2, min: 0, max: 1 }),
    "epsilon-decay": number({ default: 0, min: 0, max: 1 }),
    "step-size": adaptiveStepSize,
    omega: omegaParameter,
    alpha: alphaParameter,
  },
  make: (settings, id): Learner => ({
    id,
    title: "Q-learning",
    world: "simulator",
    criteria: ["discounted"],
    hearsLine: true,
    learn: (task, rng) => learnStationary(task, settings, runQLearning, rng),
  }),
});
