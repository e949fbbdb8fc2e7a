import {
  type Checkpoint,
  FirebreakError,
  type FittedReward,
  type Method,
  type OverseenProblem,
  type RewardModel,
  type Rng,
} from "@firebreak/core";
import { composeId } from "./compose-id.ts";
import type { Learner, LearningTask, Meter } from "./learners/learner.ts";
import { pairUp } from "./neural/block-of-seeds.ts";
import { SEEDS_A_BLOCK, taskIn } from "./optimise.ts";

interface Parts {
  readonly model: RewardModel;
  readonly learner: Learner;
}

/** A fitted reward as a task. Practice costs no questions. */
function practice(problem: OverseenProblem, { reward }: FittedReward): LearningTask {
  const meter: Meter = { affordable: () => Number.POSITIVE_INFINITY, pay: (_, steps) => problem.overseer.countSteps(steps) };
  return taskIn(problem, { reward, meter });
}

/** A learner's checkpoint, told with the reward that it practised on. Its steps come after those that the model took. */
const after = ({ steps, reward, fit }: FittedReward, checkpoint: Checkpoint): Checkpoint => ({
  ...checkpoint,
  step: steps + checkpoint.step,
  proxyReward: reward,
  rewardFit: fit,
});

/** What a model yields, with luck of its own. */
function* fits({ model }: Parts, problem: OverseenProblem, rng: Rng): Generator<FittedReward, FittedReward> {
  let last: FittedReward | undefined;
  for (const fitted of model.fit(problem, rng.fork("reward-model"))) {
    last = fitted;
    yield fitted;
  }
  if (last === undefined) {
    throw new Error(`Reward model '${model.id}' yielded no reward`);
  }
  return last;
}

/** The last reward that a model yields. */
function lastFit(parts: Parts, problem: OverseenProblem, rng: Rng): FittedReward {
  const all = fits(parts, problem, rng);
  for (;;) {
    const { done, value } = all.next();
    if (done === true) {
      return value;
    }
  }
}

/** A planner plans after every fit, so that its curve shows what answers bring; a learner practises once, on the last one. */
function* train(parts: Parts, problem: OverseenProblem, rng: Rng): Generator<Checkpoint> {
  const { learner } = parts;
  for (const fitted of learner.world === "model" ? fits(parts, problem, rng) : [lastFit(parts, problem, rng)]) {
    for (const checkpoint of learner.learn(practice(problem, fitted), rng)) {
      yield after(fitted, checkpoint);
    }
  }
}

/** The same for a block of seeds: each fits its own reward, and they practise together. */
function* trainBlock(parts: Parts, ...[problems, rngs]: Parameters<NonNullable<Method["trainBatch"]>>): Generator<readonly Checkpoint[]> {
  const seeds = pairUp(problems, rngs).map(({ task: problem, rng }) => ({ problem, fitted: lastFit(parts, problem, rng) }));
  const tasks = seeds.map(({ problem, fitted }) => practice(problem, fitted));
  for (const checkpoints of parts.learner.learnBlock?.(tasks, rngs) ?? []) {
    yield checkpoints.map((checkpoint, at) => {
      const seed = seeds[at];
      return seed === undefined ? checkpoint : after(seed.fitted, checkpoint);
    });
  }
}

/**
 * Learns a reward from the overseer's answers and optimises it: reward modelling (Leike et al. 2018), with comparisons what is done to
 * language models before any penalty. The learned reward is its proxy reward.
 *
 * @throws FirebreakError "bad-specification" for a model and a learner that have no criterion in common.
 */
export function learnedReward({ model, learner }: Parts): Method {
  const sampled = model.sampled || learner.world === "simulator";
  const criteria = learner.criteria.filter((kind) => model.criteria?.includes(kind) ?? true);
  if (criteria.length === 0) {
    throw new FirebreakError(
      "bad-specification",
      `Cannot optimise what '${model.id}' learns with '${learner.id}': they have no criterion in common`,
    );
  }
  return {
    id: composeId("learned-reward@1", { model: model.id, learner: learner.id }),
    title: `Reward ${model.title}, ${learner.title}`,
    needs: {
      world: [model.world, learner.world].includes("model") ? "model" : "simulator",
      asks: model.asks,
      criteria,
      sampled,
      tensors: [model, learner].some(({ tensors }) => tensors === true),
      bears: model.bears ?? [],
    },
    blockSize: learner.block ?? (sampled ? SEEDS_A_BLOCK : 1),
    tables: model.tables,
    train: (problem, rng) => train({ model, learner }, problem, rng),
    ...(learner.learnBlock === undefined ? {} : { trainBatch: (problems, rngs) => trainBlock({ model, learner }, problems, rngs) }),
  };
}
