import { type Checkpoint, defineFamily, type Family, number, type Policy, type Rng, type TabularMdp, uniformPolicy } from "@firebreak/core";
import { runSoftQLearning } from "../kernels/soft-q-learning.ts";
import { softmax } from "../kernels/softmax.ts";
import { forkLuck, layWalk, newTrail, type Walk } from "../kernels/walk.ts";
import type { Learner, LearningTask } from "./learner.ts";
import {
  adaptiveStepSize,
  alphaParameter,
  checkpointsParameter,
  emptyTable,
  episodeParameter,
  omegaParameter,
  paceOf,
  stepsParameter,
  type TabularSettings,
  temperatureParameter,
} from "./settings.ts";
import { discountOf } from "./stationary.ts";
import { chunks } from "./training.ts";

type SoftSettings = TabularSettings & { readonly episode: number; readonly temperature: number };

/** What a stationary policy plays at each legal pair of a walk. Length P. */
export function playOnPairs(walk: Walk, policy: Policy): Float64Array {
  if (policy.kind !== "stationary") {
    throw new Error("A soft learner was given a prior that depends on time");
  }
  return Float64Array.from(walk.legalRow, (row) => policy.probability[row] ?? 0);
}

/** 2^-53: a probability that adds nothing to 1. */
const LOST = 1.1102230246251565e-16;

/** π ∝ prior·exp(score/temperature) in every state, as a policy, without the acts that are lost beside the others. */
export function softPolicy(
  walk: Walk,
  { stateCount, actionCount }: TabularMdp,
  soft: { readonly score: Float64Array; readonly prior: Float64Array; readonly temperature: number },
): Policy {
  const play = new Float64Array(soft.score.length);
  const probability = new Float64Array(stateCount * actionCount);
  for (let state = 0; state < stateCount; state++) {
    softmax(walk, state, soft, play);
  }
  walk.legalRow.forEach((row, pair) => {
    const share = play[pair] ?? 0;
    probability[row] = share < LOST ? 0 : share;
  });
  return { kind: "stationary", probability };
}

function* learnSoftly(task: LearningTask, settings: SoftSettings, rng: Rng): Generator<Checkpoint> {
  const { dynamics, sampling, drawOrder, reward, meter, line } = task;
  const { episode, temperature } = settings;
  const walk = layWalk(dynamics, sampling, drawOrder);
  const discount = discountOf(task.criterion);
  const prior = playOnPairs(walk, task.towards ?? uniformPolicy(dynamics));
  const pace = { ...paceOf(settings, { discount, episode, reach: 1 / (1 - discount) }), temperature, prior };
  const table = emptyTable(walk, 1, { ...settings, line });
  const trail = newTrail(walk);
  const luck = forkLuck(rng);
  const run = (steps: number): void => runSoftQLearning({ walk, reward, line }, pace, table, { trail, luck, steps });
  for (const step of chunks(settings, meter, { trail, run })) {
    yield { step, policy: softPolicy(walk, dynamics, { score: table.q, prior, temperature }), proxyReward: reward };
  }
}

/**
 * Soft Q-learning, the learner of `soft-exact`: the reward, less `temperature` times the divergence from uniform play, or from the policy that
 * its task names. It learns about the soft policy whatever it explores. The policy is soft in the end, too.
 */
export const softQLearning: Family<Learner> = defineFamily({
  name: "soft-q-learning",
  version: 1,
  title: "Soft Q-learning: sampled, discounted, at a price for every step away from uniform play",
  parameters: {
    steps: stepsParameter,
    checkpoints: checkpointsParameter,
    episode: episodeParameter,
    epsilon: number({ default: 0.2, min: 0, max: 1 }),
    "epsilon-decay": number({ default: 0, min: 0, max: 1 }),
    "step-size": adaptiveStepSize,
    omega: omegaParameter,
    alpha: alphaParameter,
    temperature: temperatureParameter,
  },
  make: (settings, id): Learner => ({
    id,
    title: `Soft Q-learning at ${settings.temperature}`,
    world: "simulator",
    criteria: ["discounted"],
    hearsLine: true,
    learn: (task, rng) => learnSoftly(task, settings, rng),
  }),
});
