import { bootstrap, interquartileMean } from "@firebreak/analysis/statistics";
import {
  type Criterion,
  compile,
  createRng,
  type Environment,
  evaluatePolicy,
  type Method,
  type OverseerModel,
  openProblem,
  oversee,
  type Policy,
  referencePolicy,
  solve,
  uniformPolicy,
} from "@firebreak/core";
import { calendar, fireBrigade } from "@firebreak/envs";
import {
  actorCritic,
  cloning,
  type Distiller,
  dagger,
  differentialQLearning,
  expectedSarsa,
  fixedHorizonQLearning,
  imitation,
  type Learner,
  qLambda,
  qLearning,
  reference,
  sarsa,
  sarsaLambda,
  sqil,
  timedQLearning,
  truncatedReturnLearner,
} from "@firebreak/methods";
import { consistent } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";

const SEEDS = 10;
const discounted: Criterion = { kind: "discounted", discount: 0.9 };
const average: Criterion = { kind: "average" };
const lookahead: Criterion = { kind: "lookahead", steps: 10, discount: 1 };
const finite: Criterion = { kind: "finite", horizon: 40 };

interface Board {
  readonly environment: Environment;
  /** Whom imitators watch: their score is out of hers. */
  readonly overseer: OverseerModel;
  readonly distillers: readonly Distiller[];
  readonly learners: readonly (readonly [Learner, Criterion])[];
}

/** 1,000,000 steps. Much exploration: a state met once in 10,000 steps is a trap for life if nothing was learned there. */
const brigade = { steps: 1_000_000, episode: 50 };
/** 4,000,000 steps, of days of 40. */
const days = { steps: 4_000_000, episode: 40 };

/** What was tried, with its budget: 20,000 demonstrations for imitators (SQIL takes 1,000,000 steps of its own besides), steps for learners. */
const BOARDS: readonly Board[] = [
  {
    environment: fireBrigade.with(),
    overseer: consistent.with({ depth: 5, plans: "value" }),
    distillers: [
      cloning.with({ steps: 20_000, episode: 50 }),
      dagger.with({ rounds: 40, steps: 500, episode: 50 }),
      sqil.with({ demonstrations: 20_000, steps: 1_000_000, episode: 50 }),
    ],
    learners: [
      [qLearning.with({ ...brigade, epsilon: 0.5 }), discounted],
      [expectedSarsa.with({ ...brigade, "epsilon-decay": 0.1 }), discounted],
      [sarsa.with({ ...brigade, "epsilon-decay": 0.1 }), discounted],
      [sarsaLambda.with({ ...brigade, "epsilon-decay": 0.1 }), discounted],
      [qLambda.with({ ...brigade, epsilon: 0.5 }), discounted],
      [actorCritic.with(brigade), discounted],
      [actorCritic.with(brigade), average],
      [differentialQLearning.with({ ...brigade, epsilon: 0.5 }), average],
      [fixedHorizonQLearning.with({ ...brigade, epsilon: 0.5 }), lookahead],
      [truncatedReturnLearner.with({ ...brigade, epsilon: 0.5 }), lookahead],
    ],
  },
  {
    environment: calendar.with(),
    overseer: consistent.with(),
    distillers: [
      cloning.with({ steps: 20_000, episode: 40 }),
      dagger.with({ rounds: 40, steps: 500, episode: 40 }),
      sqil.with({ demonstrations: 20_000, steps: 1_000_000, episode: 40 }),
    ],
    learners: [
      [qLearning.with(days), discounted],
      [expectedSarsa.with(days), discounted],
      [sarsa.with(days), discounted],
      [sarsaLambda.with(days), discounted],
      [qLambda.with(days), discounted],
      [actorCritic.with(days), discounted],
      [timedQLearning.with({ steps: 1_000_000 }), finite],
    ],
  },
];

/** The interquartile mean of some scores, with a percentile interval of 95 % over seeds. */
function summary(scores: readonly number[]): { readonly middle: number; readonly line: string } {
  const strata = [{ stratum: "seeds", units: scores }];
  const draws = bootstrap({ strata, statistic: interquartileMean, replicates: 2000 }, createRng("benchmark")).sort();
  const middle = interquartileMean(strata);
  const shown = [middle, draws[50], draws[1949], Math.min(...scores)].map((score) => (score ?? Number.NaN).toFixed(4));
  return { middle, line: `${shown[0]} [${shown[1]}, ${shown[2]}], least ${shown[3]}` };
}

describe.each(BOARDS)("$environment.id", ({ environment, overseer, distillers, learners }) => {
  const overseen = oversee(compile(environment), overseer);
  const { dynamics, trueReward } = overseen.world;
  const { evaluation } = environment.spec;
  const worth = (policy: Policy): number => evaluatePolicy({ dynamics, reward: trueReward, policy, criterion: evaluation });
  const uniform = worth(uniformPolicy(dynamics));
  const best = worth(solve(dynamics, trueReward, evaluation).policy);
  const hers = worth(referencePolicy(overseen) ?? uniformPolicy(dynamics));
  /** (score − uniform)/(top − uniform) of each seed, on the environment's own clock. */
  const scoresOf = (method: Method, criterion: Criterion | null, top: number): readonly number[] =>
    Array.from({ length: SEEDS }, (_, seed) => {
      const problem = openProblem(overseen, { method, criterion, budget: { kind: "unlimited" } });
      const last = [...method.train(problem, createRng(`trial/${environment.id}/${seed}`))].at(-1);
      return (worth(last?.policy ?? uniformPolicy(dynamics)) - uniform) / (top - uniform);
    });

  const cases = [
    ...distillers.map((distiller) => [imitation({ distiller }), null, hers] as const),
    ...learners.map(([learner, criterion]) => [reference({ learner }), criterion, best] as const),
  ].map(([method, criterion, top]) => ({ name: `${method.id}, ${criterion?.kind ?? "of the overseer's"}`, method, criterion, top }));

  it.each(cases)("$name reaches 95 %", ({ name, method, criterion, top }) => {
    const { middle, line } = summary(scoresOf(method, criterion, top));
    console.log(`${environment.id} | ${name} | ${line}`);
    expect(middle).toBeGreaterThanOrEqual(0.95);
  });
});
