import {
  type Checkpoint,
  defineFamily,
  type Family,
  integer,
  type Method,
  number,
  type OptimalActions,
  type OverseenProblem,
  type Parameter,
  playUniformly,
  type Rng,
  solve,
  type ValuesOf,
} from "@firebreak/core";
import type { Walk } from "../kernels/walk.ts";
import { greedyMask } from "../learners/greedy.ts";
import { SEEDS_A_BLOCK } from "../optimise.ts";
import type { HumanModel } from "./human-model.ts";
import { farSighted, myopic, type Outlook } from "./outlook.ts";
import { checkDelay, type LessonSettings, lessonParameters, type TamerParameters, teach } from "./teach.ts";

type ViTamerParameters = TamerParameters & {
  /** Sweeps of value iteration a step. */
  readonly sweeps: Parameter<number>;
};

function* trainTamer(problem: OverseenProblem, settings: LessonSettings, rng: Rng): Generator<Checkpoint> {
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

/** What both have in common. */
function taught(id: string, settings: LessonSettings): Pick<Method, "id" | "blockSize" | "tables"> {
  checkDelay(id, settings);
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
  title: "TAMER: play what a model of the trainer has highest",
  parameters: lessonParameters,
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
  title: "VI-TAMER: add a model of the trainer up over time",
  parameters: {
    ...lessonParameters,
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
