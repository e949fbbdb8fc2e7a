import {
  FirebreakError,
  integer,
  number,
  type OverseenProblem,
  oneOf,
  type Parameter,
  type Rng,
  rowOfOutcome,
  type ValuesOf,
} from "@firebreak/core";
import { forkLuck, layWalk, newTrail, type Walk } from "../kernels/walk.ts";
import { checkpointsParameter, episodeParameter } from "../learners/settings.ts";
import { chunks } from "../learners/training.ts";
import { openWindow } from "./credit-window.ts";
import { type HumanModel, incrementalModel, ridgeModel } from "./human-model.ts";
import { pupil } from "./lesson.ts";
import type { Outlook } from "./outlook.ts";
import { openPlay } from "./play.ts";

/** How a lesson is given. */
export type LessonParameters = {
  /** Steps of the lesson; one question each. A budget may stop it sooner. */
  readonly steps: Parameter<number>;
  readonly checkpoints: Parameter<number>;
  readonly episode: Parameter<number>;
  /** Simulated seconds a step, and the shortest and the longest that the trainer takes to react. */
  readonly seconds: Parameter<number>;
  readonly "delay-min": Parameter<number>;
  readonly "delay-max": Parameter<number>;
  /** Steps taken at random. The paper's agents explore by what they are told only. */
  readonly epsilon: Parameter<number>;
};
export type LessonSettings = ValuesOf<LessonParameters>;

/** How it is given, and taken by a table. */
export type TamerParameters = LessonParameters & {
  readonly credit: Parameter<"label" | "weighted">;
  readonly silence: Parameter<"skip" | "zero">;
  /** How Ĥ is fitted: a (penalised) mean of its samples, or gradient steps of `step-size`. */
  readonly fit: Parameter<"ridge" | "incremental">;
  readonly penalty: Parameter<number>;
  readonly "step-size": Parameter<number>;
};
export type TamerSettings = ValuesOf<TamerParameters>;

/** Steps, delays and step size of the TAMER project's own configuration. */
export const lessonParameters: LessonParameters = {
  steps: integer({ default: 2_000, min: 1 }),
  checkpoints: checkpointsParameter,
  episode: episodeParameter,
  seconds: number({ default: 0.8, min: 1e-6 }),
  "delay-min": number({ default: 0.2, min: 0 }),
  "delay-max": number({ default: 0.8, min: 0 }),
  epsilon: number({ default: 0.05, min: 0, max: 1 }),
};

export const tamerParameters: TamerParameters = {
  ...lessonParameters,
  credit: oneOf("label", "weighted"),
  silence: oneOf("skip", "zero"),
  fit: oneOf("ridge", "incremental"),
  penalty: number({ default: 0, min: 0 }),
  "step-size": number({ default: 0.2, min: 0, max: 1 }),
};

/** Ĥ of a table, fitted as its settings say. */
export function tabular(settings: Pick<TamerSettings, "fit" | "penalty" | "step-size">): (walk: Walk) => HumanModel {
  return ({ legalRow }) =>
    settings.fit === "ridge" ? ridgeModel(legalRow.length, settings.penalty) : incrementalModel(legalRow.length, settings["step-size"]);
}

/** What a lesson has come to at a point of its curve. */
export interface Taught {
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

/** Gives a lesson, and yields what it has come to at each point of its curve. One question for every step. */
export function* teach(
  problem: OverseenProblem,
  settings: LessonSettings & Pick<TamerSettings, "credit" | "silence">,
  at: { readonly rng: Rng; readonly model: (walk: Walk) => HumanModel; readonly look: (walk: Walk, model: HumanModel) => Outlook },
): Generator<Taught> {
  const { dynamics, sampling, drawOrder, overseer } = problem;
  const walk = layWalk(dynamics, sampling, drawOrder);
  const model = at.model(walk);
  const delay = { least: settings["delay-min"], most: settings["delay-max"] };
  const trail = newTrail(walk);
  const luck = { ...forkLuck(at.rng), trainer: at.rng.fork("trainer") };
  const window = openWindow({ ...settings, delay }, model);
  const world = { walk, feedback: overseer.uncharged("evaluate") };
  const player = pupil(world, { ...settings, delay }, { window, outlook: at.look(walk, model), luck });
  const run = openPlay(walk, settings.episode, { player, trail, luck });
  const meter = {
    affordable: () => overseer.remaining("evaluate"),
    pay({ outcomes }: { readonly outcomes: Float64Array }, steps: number): void {
      overseer.chargeEach("evaluate", outcomes);
      overseer.countSteps(steps);
    },
  };
  for (const step of chunks(settings, meter, { trail, run })) {
    model.settle?.();
    yield { step, walk, estimate: model.estimate, reward: byOutcome(problem, walk, model.estimate) };
  }
}

/** @throws FirebreakError "bad-parameter" for a longest delay below the shortest. */
export function checkDelay(id: string, { "delay-min": least, "delay-max": most }: Pick<LessonSettings, "delay-min" | "delay-max">): void {
  if (most < least) {
    throw new FirebreakError("bad-parameter", `Cannot set 'delay-max' of '${id}' to ${most}: it must be at least 'delay-min', ${least}`);
  }
}
