import {
  type Checkpoint,
  type Criterion,
  defineFamily,
  type Family,
  number,
  type OptimalActions,
  playUniformly,
  type Rng,
} from "@firebreak/core";
import { runTimedQLearning } from "../kernels/timed-q-learning.ts";
import { forkLuck, layWalk, newTrail } from "../kernels/walk.ts";
import { greedyMask } from "./greedy.ts";
import type { Learner, LearningTask } from "./learner.ts";
import {
  adaptiveStepSize,
  alphaParameter,
  checkpointsParameter,
  emptyTable,
  omegaParameter,
  paceOf,
  stepsParameter,
  type TabularSettings,
} from "./settings.ts";
import { chunks } from "./training.ts";

/** The horizon of a criterion that this learner can have: its method was refused any other before the run. */
function horizonOf(criterion: Criterion): number {
  if (criterion.kind !== "finite") {
    throw new Error(`A learner of finite-horizon values was given the criterion ${criterion.kind}`);
  }
  return criterion.horizon;
}

function* learnTimed(task: LearningTask, settings: TabularSettings, rng: Rng): Generator<Checkpoint> {
  const { dynamics, sampling, drawOrder, reward, meter, line } = task;
  const horizon = horizonOf(task.criterion);
  const walk = layWalk(dynamics, sampling, drawOrder);
  const pace = paceOf(settings, { discount: 1, episode: horizon, reach: horizon });
  const table = emptyTable(walk, horizon, { ...settings, line });
  const trail = newTrail(walk);
  const luck = forkLuck(rng);
  const run = (steps: number): void => runTimedQLearning({ walk, reward, line }, pace, table, { trail, luck, steps });
  for (const step of chunks(settings, meter, { trail, run })) {
    const mask = new Int32Array(horizon * dynamics.stateCount);
    for (let time = 0; time < horizon; time++) {
      mask.set(greedyMask(walk, { ...table, layers: horizon }, horizon - time - 1), time * dynamics.stateCount);
    }
    const optimal: OptimalActions = { kind: "timed", horizon, mask };
    yield { step, policy: playUniformly(optimal, dynamics.actionCount), optimal, proxyReward: reward };
  }
}

/**
 * Q-learning for a finite horizon T: one table for each number of steps left, all taught by every transition (fixed-horizon
 * temporal differences, De Asis et al. 2020). Episodes last T steps. Memory: T·S·A numbers.
 */
export const timedQLearning: Family<Learner> = defineFamily({
  name: "timed-q-learning",
  version: 1,
  title: "Timed Q-learning: sampled, off-policy, one table for each number of steps left",
  parameters: {
    steps: stepsParameter,
    checkpoints: checkpointsParameter,
    epsilon: number({ default: 0.2, min: 0, max: 1 }),
    "epsilon-decay": number({ default: 0, min: 0, max: 1 }),
    "step-size": adaptiveStepSize,
    omega: omegaParameter,
    alpha: alphaParameter,
  },
  make: (settings, id): Learner => ({
    id,
    title: "Timed Q-learning",
    world: "simulator",
    criteria: ["finite"],
    hearsLine: true,
    learn: (task, rng) => learnTimed(task, settings, rng),
  }),
});
