import {
  type Checkpoint,
  defineFamily,
  type Family,
  integer,
  type Method,
  number,
  type OverseenProblem,
  type Parameter,
  type Rng,
  solve,
  type ValuesOf,
} from "@firebreak/core";
import type { Walk } from "../kernels/walk.ts";
import type { HumanModel } from "./human-model.ts";
import { farSighted, type Outlook } from "./outlook.ts";
import { type TamerParameters, tabular, tamerParameters, teach } from "./teach.ts";
import { taught, trainTamer } from "./train-tamer.ts";

type ViTamerParameters = TamerParameters & {
  /** Sweeps of value iteration a step. */
  readonly sweeps: Parameter<number>;
};

function* trainViTamer(problem: OverseenProblem, settings: ValuesOf<ViTamerParameters>, rng: Rng): Generator<Checkpoint> {
  const { dynamics, criterion } = problem;
  if (criterion?.kind !== "discounted") {
    throw new Error("A method that plans on Ĥ was planned without a discount");
  }
  const plan = { discount: criterion.discount, sweeps: settings.sweeps };
  const look = (walk: Walk, model: HumanModel): Outlook => farSighted({ walk, dynamics }, model.estimate, plan);
  for (const { step, reward } of teach(problem, settings, { rng, model: tabular(settings), look })) {
    const { policy, optimal } = solve(dynamics, reward, criterion);
    yield { step, policy, optimal, proxyReward: reward };
  }
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
  parameters: tamerParameters,
  make: (settings, id): Method => ({
    ...taught(id, settings),
    title: "TAMER",
    needs: { world: "simulator", asks: ["evaluate"], criteria: [], sampled: true },
    train: (problem, rng) => trainTamer(problem, settings, { rng, model: tabular(settings) }),
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
    ...tamerParameters,
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
