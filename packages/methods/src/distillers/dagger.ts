import {
  checkName,
  defineFamily,
  type Family,
  frequencies,
  integer,
  number,
  type OverseenProblem,
  oneOf,
  type Parameter,
  type Policy,
  type Rng,
} from "@firebreak/core";
import { type RoundCounts, runRound } from "../kernels/dagger.ts";
import { clearCounts, forkLuck, layWalk, newTrail } from "../kernels/walk.ts";
import { episodeParameter } from "../learners/settings.ts";
import { demonstrationLine } from "./demonstration-line.ts";
import type { Distiller } from "./distiller.ts";
import { type Expert, tableOf } from "./expert.ts";
import { constantMixture, exponentialMixture, linearMixture, type Mixture } from "./mixture.ts";

/** How DAgger goes about it. Of `rampdown`, `p` and `beta` it reads the one that its schedule has. */
export interface DaggerSettings {
  readonly rounds: number;
  /** A round has at least so many steps and so many episodes, and ends with an episode. */
  readonly steps: number;
  readonly episodes: number;
  readonly episode: number;
  readonly schedule: "linear" | "exponential" | "constant";
  readonly rampdown: number;
  readonly p: number;
  readonly beta: number;
}

/** One round: what it added, and what is played after it. */
export interface DaggerRound extends RoundCounts {
  /** From 0. */
  readonly round: number;
  /** The share of steps that the expert decided, as scheduled. */
  readonly beta: number;
  /** Length S·A: this round's own data, how often each row was shown in it. */
  readonly shown: Float64Array;
  /** Steps of all rounds so far. */
  readonly step: number;
  /** What was shown in all rounds so far, as often as it was shown. */
  readonly policy: Policy;
}

function mixtureOf({ schedule, rampdown, p, beta }: DaggerSettings): Mixture {
  return { linear: () => linearMixture(rampdown), exponential: () => exponentialMixture(p), constant: () => constantMixture(beta) }[
    schedule
  ]();
}

/**
 * DAgger round by round (Ross et al. 2011): each plays a mixture of the expert and what was learned so far, has the expert show what to do in every
 * state met, and adds that to everything shown before. The expert is the overseer, or another, whose answers are counted and paid
 * for like hers. A budget that runs out ends the last round in the middle.
 *
 * @throws FirebreakError "bad-parameter" for the schedule, or whatever `tableOf` throws for an expert.
 */
export function* daggerRounds(problem: OverseenProblem, settings: DaggerSettings, rng: Rng, expert?: Expert): Generator<DaggerRound> {
  const { dynamics, sampling, drawOrder, overseer } = problem;
  const walk = layWalk(dynamics, sampling, drawOrder);
  const betaIn = mixtureOf(settings);
  const table = expert === undefined ? overseer.uncharged("demonstrate") : tableOf(expert, problem);
  const line = expert === undefined ? demonstrationLine(overseer, rng) : undefined;
  const trail = newTrail(walk);
  const luck = { ...forkLuck(rng), demonstration: rng.fork("demonstration"), mixture: rng.fork("mixture") };
  const all = new Float64Array(dynamics.stateCount * dynamics.actionCount);
  let policy = frequencies(dynamics, all);
  let step = 0;
  for (let round = 0; round < settings.rounds; round++) {
    const beta = betaIn(round);
    const counts = { shown: new Float64Array(all.length), asked: new Float64Array(dynamics.stateCount) };
    const pace = { ...settings, beta, most: overseer.remaining("demonstrate") };
    const done = runRound({ walk, expert: table, learner: policy.probability, line }, pace, counts, { trail, luck });
    overseer.chargeEach("demonstrate", counts.asked);
    overseer.countSteps(done.steps);
    clearCounts(trail);
    counts.shown.forEach((count, row) => {
      all[row] = (all[row] ?? 0) + count;
    });
    policy = frequencies(dynamics, all);
    step += done.steps;
    yield { ...done, round, beta, shown: counts.shown, step, policy };
  }
}

function distillerOf(id: string, settings: DaggerSettings, expert?: Expert): Distiller {
  return {
    id,
    title: expert === undefined ? "DAgger" : `DAgger from ${expert.name}`,
    sampled: true,
    bears: ["gaps"],
    upFront: () => 0,
    *distil(problem, rng) {
      for (const { step, policy } of daggerRounds(problem, settings, rng, expert)) {
        yield { step, policy };
      }
    },
  };
}

const parameters = {
  rounds: integer({ default: 20, min: 1 }),
  steps: integer({ default: 500, min: 1 }),
  episodes: integer({ default: 3, min: 1 }),
  episode: episodeParameter,
  schedule: oneOf("linear", "exponential", "constant"),
  rampdown: integer({ default: 15, min: 1 }),
  p: number({ default: 0.5, min: 1e-6, max: 1 }),
  beta: number({ default: 0.5, min: 0, max: 1 }),
};

/** DAgger with the overseer for its expert, by default with the schedule and rounds of the Python library `imitation`. One checkpoint a round. */
export const dagger: Family<Distiller> = defineFamily({
  name: "dagger",
  version: 1,
  title: "DAgger: cloning of demonstrations met on its own way, round by round",
  parameters,
  make: (settings, id) => distillerOf(id, settings),
});

/** The name of an expert: never its default, so always part of the id. */
const expertParameter: Parameter<string> = {
  kind: "choice",
  default: "",
  domain: "the name of an expert",
  parse: (text) => text,
  admits: (value) => typeof value === "string",
};

/**
 * DAgger with another expert: a function of a state's label. Its answers count as demonstrations, so that budgets stay equal; the id has the
 * expert's name, which must tell experts apart.
 */
export function daggerFrom(expert: Expert, settings: Partial<DaggerSettings> = {}): Distiller {
  checkName("an expert", expert.name);
  const family = defineFamily({
    name: "dagger-from",
    version: 1,
    title: "DAgger from another expert than the overseer",
    parameters: { ...parameters, expert: expertParameter },
    make: (values, id) => distillerOf(id, values, expert),
  });
  return family.with({ ...settings, expert: expert.name });
}
