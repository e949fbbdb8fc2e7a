import {
  type Checkpoint,
  type Criterion,
  defineFamily,
  type Family,
  FirebreakError,
  number,
  type OptimalActions,
  playUniformly,
  type Rng,
} from "@firebreak/core";
import { runStackedQLearning, type StackedPace } from "../kernels/stacked-q-learning.ts";
import { forkLuck, layWalk, newTrail } from "../kernels/walk.ts";
import { greedyMask } from "./greedy.ts";
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
} from "./settings.ts";
import { chunks } from "./training.ts";

type Lookahead = Extract<Criterion, { readonly kind: "lookahead" }>;
type StackedSettings = TabularSettings & { readonly episode: number };

/** The lookahead of a criterion that these learners can have: their methods were refused any other before the run. */
function lookaheadOf(criterion: Criterion): Lookahead {
  if (criterion.kind !== "lookahead") {
    throw new Error(`A learner that looks some steps ahead was given the criterion ${criterion.kind}`);
  }
  return criterion;
}

function paceFor({ steps, discount, within }: Lookahead, settings: StackedSettings, later: StackedPace["later"]): StackedPace {
  const layers = Math.min(steps, within ?? steps);
  const reach = Math.min(layers, discount === 1 ? layers : 1 / (1 - discount));
  return {
    ...paceOf(settings, { discount, episode: within ?? settings.episode, reach }),
    layers,
    within: within ?? Number.POSITIVE_INFINITY,
    later,
  };
}

function* learnStacked(task: LearningTask, settings: StackedSettings, later: StackedPace["later"], rng: Rng): Generator<Checkpoint> {
  const { dynamics, sampling, drawOrder, reward, meter, line } = task;
  const criterion = lookaheadOf(task.criterion);
  const walk = layWalk(dynamics, sampling, drawOrder);
  const pace = paceFor(criterion, settings, later);
  const { layers } = pace;
  const table = emptyTable(walk, layers, { ...settings, line });
  const trail = newTrail(walk);
  const luck = forkLuck(rng);
  const run = (steps: number): void => runStackedQLearning({ walk, reward, line }, pace, table, { trail, luck, steps });
  for (const step of chunks(settings, meter, { trail, run })) {
    const times = Array.from({ length: criterion.within ?? 1 }, (_, time) => Math.min(layers, (criterion.within ?? layers) - time));
    const masks = times.map((left) => greedyMask(walk, { ...table, layers }, left - 1));
    const mask = Int32Array.from(masks.flatMap((each) => [...each]));
    const optimal: OptimalActions =
      criterion.within === undefined ? { kind: "stationary", mask } : { kind: "timed", horizon: criterion.within, mask };
    yield { step, policy: playUniformly(optimal, dynamics.actionCount), optimal, proxyReward: reward };
  }
}

const parameters = {
  steps: stepsParameter,
  checkpoints: checkpointsParameter,
  episode: episodeParameter,
  epsilon: number({ default: 0.2, min: 0, max: 1 }),
  "epsilon-decay": number({ default: 0, min: 0, max: 1 }),
  "step-size": adaptiveStepSize,
  omega: omegaParameter,
  alpha: alphaParameter,
};

/**
 * Fixed-horizon Q-learning (De Asis et al. 2020), the learner of `planAndReplan`: one table for each number of steps ahead up to the
 * lookahead M, all taught by every transition; it plays by the M-th. Memory: M·S·A numbers.
 */
export const fixedHorizonQLearning: Family<Learner> = defineFamily({
  name: "fixed-horizon-q-learning",
  version: 1,
  title: "Fixed-horizon Q-learning: sampled, off-policy, for a lookahead of M steps, planned anew at every step",
  parameters,
  make: (settings, id): Learner => ({
    id,
    title: "Fixed-horizon Q-learning",
    world: "simulator",
    criteria: ["lookahead"],
    hearsLine: true,
    learn: (task, rng) => learnStacked(task, settings, "best", rng),
  }),
});

/**
 * The learner of `truncatedReturn`: M tables of the returns that it would itself get over the next 1 … M steps, greedy by the M-th. Another
 * algorithm than fixed-horizon Q-learning for 1 < M < ∞, since its later selves look as far as it does. Where no play is best for
 * itself it never settles.
 *
 * @throws FirebreakError "not-implemented-here" for a lookahead within an episode: its selves would differ from time to time.
 */
export const truncatedReturnLearner: Family<Learner> = defineFamily({
  name: "truncated-return-q-learning",
  version: 1,
  title: "Truncated returns: sampled, for what the next M steps of its own play will bring",
  parameters,
  make: (settings, id): Learner => ({
    id,
    title: "Truncated returns",
    world: "simulator",
    criteria: ["lookahead"],
    hearsLine: true,
    learn(task, rng) {
      if (lookaheadOf(task.criterion).within !== undefined) {
        throw new FirebreakError("not-implemented-here", "Cannot learn truncated returns within an episode: use 'truncated-return-exact'");
      }
      return learnStacked(task, settings, "own", rng);
    },
  }),
});
