import {
  type Checkpoint,
  defineFamily,
  type Family,
  FirebreakError,
  integer,
  type Method,
  number,
  type OptimalActions,
  type OverseenProblem,
  oneOf,
  type Parameter,
  playUniformly,
  type Rng,
  rowOfOutcome,
  solve,
  type ValuesOf,
} from "@firebreak/core";
import { forkLuck, layWalk, newTrail, type Walk } from "../kernels/walk.ts";
import { greedyMask } from "../learners/greedy.ts";
import { checkpointsParameter, episodeParameter } from "../learners/settings.ts";
import { chunks } from "../learners/training.ts";
import { SEEDS_A_BLOCK } from "../optimise.ts";
import { openWindow } from "./credit-window.ts";
import { type HumanModel, incrementalModel, ridgeModel } from "./human-model.ts";
import { openLesson } from "./lesson.ts";
import { farSighted, myopic, type Outlook } from "./outlook.ts";

type TamerParameters = {
  /** Steps of the lesson; one question each. A budget may stop it sooner. */
  readonly steps: Parameter<number>;
  readonly checkpoints: Parameter<number>;
  readonly episode: Parameter<number>;
  /** Simulated seconds a step, and the shortest and the longest that the trainer takes to react. */
  readonly seconds: Parameter<number>;
  readonly "delay-min": Parameter<number>;
  readonly "delay-max": Parameter<number>;
  readonly credit: Parameter<"label" | "weighted">;
  readonly silence: Parameter<"skip" | "zero">;
  /** How Ĥ is fitted: a (penalised) mean of its samples, or gradient steps of `step-size`. */
  readonly fit: Parameter<"ridge" | "incremental">;
  readonly penalty: Parameter<number>;
  readonly "step-size": Parameter<number>;
  /** Steps taken at random. The paper's agents explore by what they are told only. */
  readonly epsilon: Parameter<number>;
};
type ViTamerParameters = TamerParameters & {
  /** Sweeps of value iteration a step. */
  readonly sweeps: Parameter<number>;
};
type Settings = ValuesOf<TamerParameters>;

/** Steps, delays and step size of the TAMER project's own configuration. */
const parameters: TamerParameters = {
  steps: integer({ default: 2_000, min: 1 }),
  checkpoints: checkpointsParameter,
  episode: episodeParameter,
  seconds: number({ default: 0.8, min: 1e-6 }),
  "delay-min": number({ default: 0.2, min: 0 }),
  "delay-max": number({ default: 0.8, min: 0 }),
  credit: oneOf("label", "weighted"),
  silence: oneOf("skip", "zero"),
  fit: oneOf("ridge", "incremental"),
  penalty: number({ default: 0, min: 0 }),
  "step-size": number({ default: 0.2, min: 0, max: 1 }),
  epsilon: number({ default: 0.05, min: 0, max: 1 }),
};

/** What a lesson has come to at a point of its curve. */
interface Taught {
  readonly step: number;
  readonly walk: Walk;
  /** Length P: Ĥ of the walk's legal pairs. */
  readonly estimate: Float64Array;
  /** Length Z: Ĥ of the pair that each outcome belongs to. */
  readonly reward: Float64Array;
}

/** Ĥ by outcomes. Length Z. */
function byOutcome({ dynamics }: OverseenProblem, { legalRow }: Walk, estimate: Float64Array): Float64Array {
  const rows = new Float64Array(dynamics.rowStart.length - 1);
  legalRow.forEach((row, pair) => {
    rows[row] = estimate[pair] ?? 0;
  });
  return Float64Array.from(rowOfOutcome(dynamics), (row) => rows[row] ?? 0);
}

function* teach(
  problem: OverseenProblem,
  settings: Settings,
  at: { readonly rng: Rng; readonly look: (walk: Walk, model: HumanModel) => Outlook },
): Generator<Taught> {
  const { dynamics, sampling, drawOrder, overseer } = problem;
  const walk = layWalk(dynamics, sampling, drawOrder);
  const pairs = walk.legalRow.length;
  const model = settings.fit === "ridge" ? ridgeModel(pairs, settings.penalty) : incrementalModel(pairs, settings["step-size"]);
  const delay = { least: settings["delay-min"], most: settings["delay-max"] };
  const trail = newTrail(walk);
  const run = openLesson(
    { walk, feedback: overseer.uncharged("evaluate") },
    { ...settings, delay },
    {
      window: openWindow({ ...settings, delay }, model),
      outlook: at.look(walk, model),
      trail,
      luck: { ...forkLuck(at.rng), trainer: at.rng.fork("trainer") },
    },
  );
  const meter = {
    affordable: () => overseer.remaining("evaluate"),
    pay({ outcomes }: { readonly outcomes: Float64Array }, steps: number): void {
      overseer.chargeEach("evaluate", outcomes);
      overseer.countSteps(steps);
    },
  };
  for (const step of chunks(settings, meter, { trail, run })) {
    yield { step, walk, estimate: model.estimate, reward: byOutcome(problem, walk, model.estimate) };
  }
}

function* trainTamer(problem: OverseenProblem, settings: Settings, rng: Rng): Generator<Checkpoint> {
  for (const { step, walk, estimate, reward } of teach(problem, settings, { rng, look: (_, model) => myopic(model.estimate) })) {
    const tries = new Int32Array(estimate.length).fill(1); // no word is an opinion too: 0
    const optimal: OptimalActions = { kind: "stationary", mask: greedyMask(walk, { q: estimate, tries, layers: 1 }, 0) };
    yield { step, policy: playUniformly(optimal, walk.actionCount), optimal, proxyReward: reward };
  }
}

function* trainViTamer(problem: OverseenProblem, settings: ValuesOf<ViTamerParameters>, rng: Rng): Generator<Checkpoint> {
  const { dynamics, criterion } = problem;
  if (criterion?.kind !== "discounted") {
    throw new Error("A method that plans on Ĥ was planned without a discount");
  }
  const plan = { discount: criterion.discount, sweeps: settings.sweeps };
  const look = (walk: Walk, model: HumanModel): Outlook => farSighted({ walk, dynamics }, model.estimate, plan);
  for (const { step, reward } of teach(problem, settings, { rng, look })) {
    const { policy, optimal } = solve(dynamics, reward, criterion);
    yield { step, policy, optimal, proxyReward: reward };
  }
}

/** What both have in common. @throws FirebreakError "bad-parameter" for a longest delay below the shortest. */
function taught(id: string, settings: Settings): Pick<Method, "id" | "blockSize" | "tables"> {
  const { "delay-min": least, "delay-max": most } = settings;
  if (most < least) {
    throw new FirebreakError("bad-parameter", `Cannot set 'delay-max' of '${id}' to ${most}: it must be at least 'delay-min', ${least}`);
  }
  return { id, blockSize: SEEDS_A_BLOCK, tables: () => ({}) };
}

/**
 * TAMER (Knox and Stone 2009): acts, hears a trainer's words late, shares each out among the steps it may be about, models how she will
 * judge a pair, and plays what Ĥ has highest. It adds nothing up over time. With `credit=weighted` the loss is Deep TAMER's (Warnell et
 * al. 2018). Departure: words about the last second of a lesson come too late.
 */
export const tamer: Family<Method, TamerParameters> = defineFamily({
  name: "tamer",
  version: 1,
  title: "TAMER: play what a model of the trainer's late words has highest",
  parameters,
  make: (settings, id): Method => ({
    ...taught(id, settings),
    title: "TAMER",
    needs: { world: "simulator", asks: ["evaluate"], criteria: [], sampled: true },
    train: (problem, rng) => trainTamer(problem, settings, rng),
  }),
});

/**
 * VI-TAMER (Knox and Stone 2015): as TAMER, but plays the optimum of Ĥ added up over time, at the criterion's discount. At discount 0 it
 * is TAMER. While it learns it acts by value iteration that never quite settles, in whole sweeps so that no order of states matters; the
 * policy it is measured by is exact. It explores more than TAMER by default: one that looks ahead is content with the first small
 * circuit of praise it finds, where one that does not goes on to what it was last praised for.
 */
export const viTamer: Family<Method, ViTamerParameters> = defineFamily({
  name: "vi-tamer",
  version: 1,
  title: "VI-TAMER: add a model of the trainer's late words up over time",
  parameters: {
    ...parameters,
    epsilon: number({ default: 0.5, min: 0, max: 1 }),
    sweeps: integer({ default: 4, min: 1 }),
  },
  make: (settings, id): Method => ({
    ...taught(id, settings),
    title: "VI-TAMER",
    needs: { world: "model", asks: ["evaluate"], criteria: ["discounted"], sampled: true },
    train: (problem, rng) => trainViTamer(problem, settings, rng),
  }),
});
