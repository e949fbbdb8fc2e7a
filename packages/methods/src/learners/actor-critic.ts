import { type Checkpoint, type Criterion, defineFamily, type Family, number, oneOf, type Rng, uniformPolicy } from "@firebreak/core";
import { type ActorCriticPace, runActorCritic } from "../kernels/actor-critic.ts";
import { forkLuck, layWalk, newTrail } from "../kernels/walk.ts";
import type { Learner, LearningTask } from "./learner.ts";
import {
  alphaParameter,
  checkpointsParameter,
  episodeParameter,
  omegaParameter,
  schedule,
  stepSizes,
  stepsParameter,
  type TabularSettings,
} from "./settings.ts";
import { playOnPairs, softPolicy } from "./soft-q-learning.ts";
import { chunks } from "./training.ts";

type ActorCriticSettings = Omit<TabularSettings, "epsilon" | "epsilon-decay"> & {
  readonly episode: number;
  readonly actor: number;
  readonly "actor-decay": number;
  readonly entropy: number;
  readonly eta: number;
  readonly reach: number;
};

function paceFor(criterion: Criterion, settings: ActorCriticSettings): ActorCriticPace {
  if (criterion.kind !== "discounted" && criterion.kind !== "average") {
    throw new Error(`A learner for an endless life was given the criterion ${criterion.kind}`);
  }
  const { steps, episode, entropy } = settings;
  const averaged = criterion.kind === "average";
  return {
    discount: averaged ? 1 : criterion.discount,
    episode,
    alpha: stepSizes(settings, averaged ? settings.reach : 1 / (1 - criterion.discount)),
    actor: schedule({ scale: settings.actor, exponent: settings["actor-decay"], stretch: 1 }, steps),
    entropy,
    eta: averaged ? settings.eta : 0,
  };
}

function* learnToAct(task: LearningTask, settings: ActorCriticSettings, rng: Rng): Generator<Checkpoint> {
  const { dynamics, sampling, drawOrder, reward, meter, criterion, line } = task;
  const walk = layWalk(dynamics, sampling, drawOrder);
  const prior = playOnPairs(walk, uniformPolicy(dynamics));
  const pace = paceFor(criterion, settings);
  const table = {
    logit: new Float64Array(walk.legalRow.length),
    value: new Float64Array(walk.stateCount),
    stays: new Int32Array(walk.stateCount),
    rate: new Float64Array(1),
  };
  const trail = newTrail(walk);
  const luck = forkLuck(rng);
  const run = (steps: number): void => runActorCritic({ walk, reward, line, prior }, pace, table, { trail, luck, steps });
  for (const step of chunks(settings, meter, { trail, run })) {
    yield { step, policy: softPolicy(walk, dynamics, { score: table.logit, prior, temperature: 1 }), proxyReward: reward };
  }
}

/**
 * One-step actor–critic (Sutton and Barto 2018, §13.5–13.6), for discounted values or for the long-run reward a step. The actor moves by
 * actor·n^(−actor-decay) at the n-th stay in a state, for an error of 1 in the unit of the reward. `entropy`: the price of a nat of
 * certainty. `eta` and `reach` matter for the average only, as in differential Q-learning. Its policy is mixed to the end.
 */
export const actorCritic: Family<Learner> = defineFamily({
  name: "actor-critic",
  version: 1,
  title: "Actor–critic: sampled, on-policy, discounted or for the long-run reward a step, mixing its actions",
  parameters: {
    steps: stepsParameter,
    checkpoints: checkpointsParameter,
    episode: episodeParameter,
    "step-size": oneOf("polynomial", "constant"),
    omega: omegaParameter,
    alpha: alphaParameter,
    actor: number({ default: 0.5, min: 0 }),
    "actor-decay": number({ default: 0, min: 0, max: 1 }),
    entropy: number({ default: 0, min: 0 }),
    eta: number({ default: 0.1, min: 1e-6, max: 10 }),
    reach: number({ default: 10, min: 1 }),
  },
  make: (settings, id): Learner => ({
    id,
    title: "Actor–critic",
    world: "simulator",
    criteria: ["discounted", "average"],
    hearsLine: true,
    learn: (task, rng) => learnToAct(task, settings, rng),
  }),
});
