import { defineFamily, type Family, number, oneOf } from "@firebreak/core";
import { runExpectedSarsa } from "../kernels/expected-sarsa.ts";
import type { Learner } from "./learner.ts";
import { alphaParameter, checkpointsParameter, episodeParameter, omegaParameter, stepsParameter } from "./settings.ts";
import { learnStationary } from "./stationary.ts";

/**
 * Expected Sarsa (van Seijen et al. 2009): on-policy as Sarsa is, without the luck of the action played next. It explores less and less
 * for the same reason: at the n-th stay in a state with probability epsilon·n^(−epsilon-decay).
 */
export const expectedSarsa: Family<Learner> = defineFamily({
  name: "expected-sarsa",
  version: 1,
  title: "Expected Sarsa: sampled, on-policy, discounted, averaging over what it would play",
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
    title: "Expected Sarsa",
    world: "simulator",
    criteria: ["discounted"],
    hearsLine: true,
    learn: (task, rng) => learnStationary(task, settings, runExpectedSarsa, rng),
  }),
});
