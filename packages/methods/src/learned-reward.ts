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
import type { Learner, Meter } from "./learners/learner.ts";
import { SEEDS_A_BLOCK } from "./optimise.ts";

interface Parts {
  readonly model: RewardModel;
  readonly learner: Learner;
}

/** Optimises a fitted reward. Its steps come after those that the model took; practice costs no questions. */
function* optimiseFitted({ learner }: Parts, problem: OverseenProblem, fitted: FittedReward, rng: Rng): Generator<Checkpoint> {
  const { dynamics, sampling, drawOrder, overseer, criterion } = problem;
  if (criterion === null) {
    throw new Error("A method that optimises was planned without a criterion");
  }
  const meter: Meter = { affordable: () => Number.POSITIVE_INFINITY, pay: (_, steps) => overseer.countSteps(steps) };
  for (const checkpoint of learner.learn({ dynamics, sampling, drawOrder, criterion, reward: fitted.reward, meter }, rng)) {
    yield { ...checkpoint, step: fitted.steps + checkpoint.step, proxyReward: fitted.reward, rewardFit: fitted.fit };
  }
}

/** A planner plans after every fit, so that its curve shows what answers bring; a learner practises once, on the last one. */
function* train(parts: Parts, problem: OverseenProblem, rng: Rng): Generator<Checkpoint> {
  let last: FittedReward | undefined;
  for (const fitted of parts.model.fit(problem, rng.fork("reward-model"))) {
    last = fitted;
    if (parts.learner.world === "model") {
      yield* optimiseFitted(parts, problem, fitted, rng);
    }
  }
  if (last === undefined) {
    throw new Error(`Reward model '${parts.model.id}' yielded no reward`);
  }
  if (parts.learner.world !== "model") {
    yield* optimiseFitted(parts, problem, last, rng);
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
      bears: model.bears ?? [],
    },
    blockSize: sampled ? SEEDS_A_BLOCK : 1,
    tables: model.tables,
    train: (problem, rng) => train({ model, learner }, problem, rng),
  };
}
