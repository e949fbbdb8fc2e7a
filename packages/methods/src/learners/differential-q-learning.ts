import { type Checkpoint, defineFamily, type Family, number, oneOf, type Rng } from "@firebreak/core";
import { runDifferentialQLearning } from "../kernels/differential-q-learning.ts";
import type { Learner, LearningTask } from "./learner.ts";
import {
  alphaParameter,
  checkpointsParameter,
  episodeParameter,
  omegaParameter,
  stepsParameter,
  type TabularSettings,
} from "./settings.ts";
import { type Kernel, learnGreedily } from "./stationary.ts";

interface DifferentialSettings extends TabularSettings {
  readonly episode: number;
  readonly eta: number;
  readonly reach: number;
}

function learnDifferentially(task: LearningTask, settings: DifferentialSettings, rng: Rng): Iterable<Checkpoint> {
  const { eta, reach } = settings;
  const kernelOn = (): Kernel => {
    const rate = new Float64Array(1);
    return (world, pace, table, run) => runDifferentialQLearning(world, { ...pace, eta }, { ...table, rate }, run);
  };
  return learnGreedily(task, settings, { discount: 1, reach, kernelOn }, rng);
}

/**
 * Differential Q-learning (Wan, Naik and Sutton 2021) for the long-run reward a step, in worlds where every state can be left and come
 * back to. `reach`: how many steps ahead matter there, by which step sizes fall more slowly. In a world that ends, the long-run
 * reward a step is 0 whatever is played, and what it plays says nothing.
 */
export const differentialQLearning: Family<Learner> = defineFamily({
  name: "differential-q-learning",
  version: 1,
  title: "Differential Q-learning: sampled, off-policy, for the long-run reward a step",
  parameters: {
    steps: stepsParameter,
    checkpoints: checkpointsParameter,
    episode: episodeParameter,
    epsilon: number({ default: 0.2, min: 0, max: 1 }),
    "epsilon-decay": number({ default: 0, min: 0, max: 1 }),
    "step-size": oneOf("polynomial", "constant"),
    omega: omegaParameter,
    alpha: alphaParameter,
    eta: number({ default: 0.1, min: 1e-6, max: 10 }),
    reach: number({ default: 10, min: 1 }),
  },
  make: (settings, id): Learner => ({
    id,
    title: "Differential Q-learning",
    world: "simulator",
    criteria: ["average"],
    hearsLine: true,
    learn: (task, rng) => learnDifferentially(task, settings, rng),
  }),
});
