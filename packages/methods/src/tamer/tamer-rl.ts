import {
  type Checkpoint,
  defineFamily,
  type Family,
  integer,
  type Method,
  number,
  type OptimalActions,
  type OverseenProblem,
  oneOf,
  type Parameter,
  playUniformly,
  type Rng,
  type ValuesOf,
} from "@firebreak/core";
import { forkLuck, newTrail, type Walk } from "../kernels/walk.ts";
import { chunks } from "../learners/training.ts";
import { SEEDS_A_BLOCK } from "../optimise.ts";
import { COMBINATIONS, type Combination, guideOf } from "./combinations.ts";
import { bestOptions, type Guide, guidedPlayer, optionsOf, pairsOf } from "./guided-play.ts";
import type { HumanModel } from "./human-model.ts";
import { myopic } from "./outlook.ts";
import { openPlay } from "./play.ts";
import { checkDelay, lessonParameters, type TamerSettings, type Taught, tabular, teach } from "./teach.ts";

type TamerRlParameters = {
  readonly combination: Parameter<Combination>;
  /** Steps of the lesson before; one question each. */
  readonly lesson: Parameter<number>;
  readonly seconds: Parameter<number>;
  readonly "delay-min": Parameter<number>;
  readonly "delay-max": Parameter<number>;
  /** Steps of reinforcement learning after it, on the world's own channel. */
  readonly steps: Parameter<number>;
  readonly checkpoints: Parameter<number>;
  readonly episode: Parameter<number>;
  readonly alpha: Parameter<number>;
  /** What Q is before anything is tried: above what can be had it sends the learner everywhere, whatever its guide prefers. */
  readonly initial: Parameter<number>;
  readonly epsilon: Parameter<number>;
  readonly beta: Parameter<number>;
  /** What β is multiplied by as each episode but the first begins. */
  readonly "beta-decay": Parameter<number>;
};
type Settings = ValuesOf<TamerRlParameters>;

const { seconds, "delay-min": delayMin, "delay-max": delayMax, checkpoints, episode } = lessonParameters;

/** What this method has no say in: the lesson is TAMER's as it is by default. */
const PLAIN_LESSON = {
  checkpoints: 1,
  credit: "label",
  silence: "skip",
  fit: "ridge",
  penalty: 0,
  "step-size": 0.2,
  epsilon: 0.05,
} as const;

function lessonSettings({ seconds, "delay-min": least, "delay-max": most, episode, lesson }: Settings): TamerSettings {
  return { ...PLAIN_LESSON, seconds, "delay-min": least, "delay-max": most, episode, steps: lesson };
}

/** The best actions of each state among what was played; the extra option stands for what Ĥ has highest. All that are legal where nothing was. */
function greedyOn(walk: Walk, guide: Guide, tries: Int32Array): OptimalActions {
  const mask = new Int32Array(walk.stateCount);
  const actionsOf = (pairs: readonly number[]): number =>
    pairs.reduce((bits, pair) => bits | (1 << ((walk.legalRow[pair] ?? 0) % walk.actionCount)), 0);
  for (let state = 0; state < walk.stateCount; state++) {
    const pairs = pairsOf(walk, state);
    const tried = optionsOf(walk, state, guide.hasExtra).filter((option) => (tries[option] ?? 0) > 0);
    const best = bestOptions(tried, guide.worth);
    const advised = best.some((option) => option >= walk.legalRow.length) ? bestOptions(pairs, (pair) => guide.advice[pair] ?? 0) : [];
    const played = [...best.filter((option) => option < walk.legalRow.length), ...advised];
    mask[state] = actionsOf(played.length === 0 ? pairs : played);
  }
  return { kind: "stationary", mask };
}

function* reinforce(
  problem: OverseenProblem,
  settings: Settings,
  { taught, rng }: { readonly taught: Taught; readonly rng: Rng },
): Generator<Checkpoint> {
  const { observedReward: reward, criterion, overseer } = problem;
  if (reward === undefined || criterion?.kind !== "discounted") {
    throw new Error("A method that learns from the world's own channel was planned without one, or without a discount");
  }
  const { walk } = taught;
  const { discount } = criterion;
  const pace = { ...settings, discount, decay: settings["beta-decay"] };
  const guide = guideOf(settings.combination, walk, taught.estimate.slice(), pace);
  const tries = new Int32Array(walk.legalRow.length + walk.stateCount);
  const luck = { ...forkLuck(rng), advice: rng.fork("advice") };
  const trail = newTrail(walk);
  const player = guidedPlayer({ walk, reward }, pace, { guide, tries, luck });
  const run = openPlay(walk, settings.episode, { player, trail, luck });
  const meter = { affordable: () => Number.POSITIVE_INFINITY, pay: (_: unknown, steps: number) => overseer.countSteps(steps) };
  for (const step of chunks(settings, meter, { trail, run })) {
    const optimal = greedyOn(walk, guide, tries);
    yield { step: taught.step + step, policy: playUniformly(optimal, walk.actionCount), optimal, proxyReward: reward };
  }
}

function* train(problem: OverseenProblem, settings: Settings, rng: Rng): Generator<Checkpoint> {
  const lesson = lessonSettings(settings);
  const given = { rng: rng.fork("lesson"), model: tabular(lesson), look: (_: Walk, model: HumanModel) => myopic(model) };
  for (const taught of teach(problem, lesson, given)) {
    yield* reinforce(problem, settings, { taught, rng });
  }
}

/**
 * TAMER + RL (Knox and Stone 2010): a lesson first, then Q-learning on the world's own reward with Ĥ as a guide, in one of eight ways; β
 * is annealed, so that in the end the reward decides (but for `initialise` and `extra-action`, which have no β to anneal).
 */
export const tamerRl: Family<Method, TamerRlParameters> = defineFamily({
  name: "tamer-rl",
  version: 1,
  title: "TAMER + RL: the world's reward, guided by a model of the trainer",
  parameters: {
    combination: oneOf(...COMBINATIONS),
    lesson: integer({ default: 1000, min: 1 }),
    seconds,
    "delay-min": delayMin,
    "delay-max": delayMax,
    steps: integer({ default: 10_000, min: 1 }),
    checkpoints,
    episode,
    alpha: number({ default: 0.2, min: 0, max: 1 }),
    initial: number({ default: 0 }),
    epsilon: number({ default: 0.1, min: 0, max: 1 }),
    beta: number({ default: 1, min: 0 }),
    "beta-decay": number({ default: 0.98, min: 0, max: 1 }),
  },
  make: (settings, id): Method => {
    checkDelay(id, settings);
    return {
      id,
      title: `TAMER + RL, ${settings.combination}`,
      needs: { world: "simulator", asks: ["evaluate"], criteria: ["discounted"], sampled: true, observed: true },
      blockSize: SEEDS_A_BLOCK,
      tables: () => ({}),
      train: (problem, rng) => train(problem, settings, rng),
    };
  },
});
