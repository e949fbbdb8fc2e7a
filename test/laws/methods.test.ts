import { type Criterion, type Method, type OverseenWorld, whyRefused } from "@firebreak/core";
import { type MethodSubject, methodLaws } from "@firebreak/core/testing";
import {
  broadRl,
  cloning,
  exactDistiller,
  exactLearner,
  imitation,
  type Learner,
  learnedReward,
  narrowRl,
  qLearning,
  quantiliser,
  reference,
  regularisedRl,
  sarsa,
  timedQLearning,
  uniformPlay,
} from "@firebreak/methods";
import { fromComparisons, fromEvaluations, fromValues, valueDifference } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";
import { failuresOf, missedBy, overseen, signals } from "./catalogs.ts";

const CRITERIA: readonly Criterion[] = [
  { kind: "discounted", discount: 0.8 },
  { kind: "finite", horizon: 6 },
  { kind: "average" },
  { kind: "lookahead", steps: 3, discount: 0.9 },
];
const STEPS = 400;
const learners: readonly Learner[] = [
  exactLearner.with(),
  qLearning.with({ steps: STEPS }),
  sarsa.with({ steps: STEPS }),
  timedQLearning.with({ steps: STEPS }),
];

const optimisers: readonly Method[] = learners.flatMap((learner) => [
  ...signals
    .filter(({ readsTrue }) => !readsTrue)
    .map((signal) => (signal.readsObserved ? broadRl({ signal, learner }) : narrowRl({ signal, learner }))),
  reference({ learner }),
]);
const QUESTIONS = { questions: 60, checkpoints: 2 };
const ensemble = { ...QUESTIONS, members: 3, candidates: 2, noise: 0.1, discount: 0.9, basis: "next" } as const;
const learnedRewards: readonly Method[] = [
  learnedReward({ model: fromEvaluations.with({ ...QUESTIONS, members: 3, pessimism: 0.5 }), learner: exactLearner.with() }),
  learnedReward({ model: fromValues.with(QUESTIONS), learner: qLearning.with({ steps: STEPS }) }),
  learnedReward({ model: fromComparisons.with(QUESTIONS), learner: exactLearner.with() }),
  learnedReward({ model: fromComparisons.with(ensemble), learner: qLearning.with({ steps: STEPS }) }),
];
/** Fits take time: worlds of hundreds of states are left to the methods that read tables. */
const isQuick = (method: Method, { world }: OverseenWorld): boolean => !learnedRewards.includes(method) || world.dynamics.stateCount <= 64;
const others: readonly Method[] = [
  ...learnedRewards,
  imitation({ distiller: exactDistiller.with() }),
  imitation({ distiller: cloning.with({ steps: STEPS }) }),
  imitation({ distiller: cloning.with({ steps: STEPS, own: 0.5 }) }),
  ...signals.filter(({ readsTrue }) => !readsTrue).map((signal) => regularisedRl({ signal, distiller: exactDistiller.with(), beta: 0.1 })),
  quantiliser({ signal: valueDifference.with(), distiller: exactDistiller.with(), q: 0.1 }),
  regularisedRl({ signal: valueDifference.with(), distiller: cloning.with({ steps: STEPS }), beta: 0.01 }),
  uniformPlay(),
];

/** Every method on every problem that it is not refused, as a study would plan it. */
const subjects: readonly MethodSubject[] = [...optimisers, ...others].flatMap((method) =>
  overseen
    .filter((world) => isQuick(method, world))
    .flatMap((world) =>
      (method.needs.criteria.length === 0 ? [null] : CRITERIA)
        .filter((criterion) => {
          const cell = { environment: world.world.environment, overseer: world.model, method, criterion };
          return whyRefused({ budget: { kind: "unlimited" } } as Parameters<typeof whyRefused>[0], cell, world.world) === null; // it reads the budget only
        })
        .map((criterion) => ({ method, overseen: world, criterion })),
    ),
);

describe("every method, on every problem of the catalogs", () => {
  it("is on the list: each learner, distiller and signal, exact and learned", () => {
    const ids = new Set(subjects.map(({ method }) => method.id));
    expect(ids.size).toBe(optimisers.length + others.length);
  });

  for (const law of methodLaws) {
    it(`keeps the law '${law.id}': ${law.title}`, () => {
      expect(failuresOf(law, subjects)).toEqual([]);
    });

    it(`'${law.id}' catches its seeded fault: ${law.fault.title}`, () => {
      expect(
        missedBy(
          law,
          subjects.filter((_, at) => at % 7 === 0),
        ),
      ).toEqual([]);
    });
  }

  it("would be told on, if ties were broken to the action told first: the boat race under value difference is one great tie", () => {
    const [symmetry] = methodLaws.filter(({ id }) => id === "symmetry");
    const method = narrowRl({ signal: valueDifference.with(), learner: exactLearner.with() });
    const first: Method = {
      ...method,
      *train(problem, rng) {
        for (const checkpoint of method.train(problem, rng)) {
          const { policy } = checkpoint;
          yield policy.kind === "timed"
            ? { ...checkpoint, policy: { ...policy, optimal: policy.optimal.map((mask) => mask & -mask) } }
            : checkpoint;
        }
      },
    };
    const world = overseen.find((candidate) => candidate.world.id === "boat-race@1");
    const subject = world && { overseen: world, criterion: { kind: "finite", horizon: 5 } as const };
    expect(subject && symmetry?.check({ ...subject, method }).pass).toBe(true);
    expect(subject && symmetry?.check({ ...subject, method: first }).pass).toBe(false);
  });
});
