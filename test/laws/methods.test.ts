import { type Criterion, equipMethod, type Method, type OverseenWorld, whyRefused } from "@firebreak/core";
import { type MethodSubject, methodLaws } from "@firebreak/core/testing";
import {
  actorCritic,
  broadRl,
  cloning,
  coach,
  counterfactualOversight,
  dagger,
  deepTamer,
  differentialQLearning,
  dqn,
  exactDistiller,
  exactLearner,
  expectedSarsa,
  fixedHorizonQLearning,
  imitation,
  inverseRl,
  type Learner,
  learnedReward,
  narrowRl,
  neuralCloning,
  ppo,
  qLambda,
  qLearning,
  quantiliser,
  reference,
  regularisedLearning,
  regularisedRl,
  sarsa,
  sarsaLambda,
  softExact,
  softQLearning,
  sqil,
  tamer,
  tamerRl,
  timedQLearning,
  truncatedReturnExact,
  truncatedReturnLearner,
  uniformPlay,
  viTamer,
} from "@firebreak/methods";
import {
  fromComparisons,
  fromDemonstrations,
  fromEvaluations,
  fromValues,
  neuralFromComparisons,
  neuralFromEvaluations,
  valueDifference,
} from "@firebreak/rewards";
import { beforeAll, describe, expect, it } from "vitest";
import { loadBackend } from "../../apps/runner/src/backend/load-backend.ts";
import { failuresByLaw, isSmall, missedBy, overseen, signals, thinned } from "./catalogs.ts";

const CRITERIA: readonly Criterion[] = [
  { kind: "discounted", discount: 0.8 },
  { kind: "finite", horizon: 6 },
  { kind: "average" },
  { kind: "lookahead", steps: 3, discount: 0.9 },
];
const STEPS = 400;
/** Enough for a law, which runs every method ten times over in every world. */
const BRIEF = { steps: STEPS / 2, checkpoints: 2 } as const;
/** Crossed with every signal: one that plans and one that learns for each kind of table. */
const crossed: readonly Learner[] = [
  exactLearner.with(),
  qLearning.with({ steps: STEPS }),
  sarsa.with({ steps: STEPS }),
  timedQLearning.with({ steps: STEPS }),
];
/** They meet signals, worlds and ledgers through the same few lines as those: one signal is enough for each. */
const learners: readonly Learner[] = [
  expectedSarsa.with({ steps: STEPS }),
  sarsaLambda.with({ steps: STEPS }),
  qLambda.with({ steps: STEPS, trace: "accumulating" }),
  actorCritic.with({ steps: STEPS }),
  differentialQLearning.with({ steps: STEPS }),
  fixedHorizonQLearning.with({ steps: STEPS }),
  truncatedReturnLearner.with({ steps: STEPS }),
  truncatedReturnExact.with(),
  softQLearning.with({ steps: STEPS }),
  softExact.with(),
];

const optimisers: readonly Method[] = [
  ...crossed.flatMap((learner) => [
    ...signals
      .filter(({ readsTrue }) => !readsTrue)
      .map((signal) => (signal.readsObserved ? broadRl({ signal, learner }) : narrowRl({ signal, learner }))),
    reference({ learner }),
  ]),
  ...learners.map((learner) => narrowRl({ signal: valueDifference.with(), learner })),
];
const backend = await loadBackend({ only: "wasm" });
/** Two nets' worth of everything and no more: what they learn is tested where they are. */
const tiny = { steps: 60, checkpoints: 2, "gradient-steps": 4, batch: 4, hidden: 3, layers: 1 };
const small = { steps: 60, checkpoints: 2, batch: 4, hidden: 3, layers: 1 };
const QUESTIONS = { questions: 60, checkpoints: 2 };
const net = { questions: 30, checkpoints: 2, batch: 4, hidden: 3, layers: 1, "gradient-steps": 4, members: 2, pessimism: 0.5 };
const neural: readonly Method[] = [
  imitation({ distiller: neuralCloning.with(tiny) }),
  regularisedRl({ signal: valueDifference.with(), distiller: neuralCloning.with(tiny), beta: 0.01 }),
  narrowRl({ signal: valueDifference.with(), learner: dqn.with({ ...small, warmup: 10 }) }),
  narrowRl({ signal: valueDifference.with(), learner: ppo.with({ ...small, rollout: 20, epochs: 1 }) }),
  learnedReward({ model: neuralFromEvaluations.with(net), learner: exactLearner.with() }),
  learnedReward({
    model: neuralFromComparisons.with({ ...net, basis: "next", candidates: 2 }),
    learner: qLearning.with({ steps: STEPS }),
  }),
  deepTamer.with({ ...small, "train-every": 5 }),
].map((method) => equipMethod(method, backend));
const ensemble = { ...QUESTIONS, members: 3, candidates: 2, noise: 0.1, discount: 0.9, basis: "next", pairs: "any" } as const;
const learnedRewards: readonly Method[] = [
  learnedReward({ model: fromEvaluations.with({ ...QUESTIONS, members: 3, pessimism: 0.5 }), learner: exactLearner.with() }),
  learnedReward({ model: fromValues.with(QUESTIONS), learner: qLearning.with({ steps: STEPS }) }),
  learnedReward({ model: fromComparisons.with(QUESTIONS), learner: exactLearner.with() }),
  learnedReward({ model: fromComparisons.with(ensemble), learner: qLearning.with({ steps: STEPS }) }),
  learnedReward({ model: fromDemonstrations.with({ shown: "table" }), learner: exactLearner.with() }),
  inverseRl({ model: fromDemonstrations.with(QUESTIONS) }),
  inverseRl({ model: fromDemonstrations.with({ shown: "table", features: "next" }) }),
];
/** Larger worlds are met by what plans and by what learns one table: all others reach them through the same few lines. Fits and nets take time. */
const isQuick = (method: Method, { world }: OverseenWorld): boolean =>
  learnedRewards.includes(method) || neural.includes(method)
    ? isSmall(world)
    : world.dynamics.stateCount <= (/learner=(exact|q-learning)@/.test(method.id) ? 2000 : 500);
const others: readonly Method[] = [
  ...neural,
  ...learnedRewards,
  imitation({ distiller: exactDistiller.with() }),
  imitation({ distiller: cloning.with({ steps: STEPS }) }),
  imitation({ distiller: cloning.with({ steps: STEPS, own: 0.5 }) }),
  imitation({ distiller: dagger.with({ rounds: 3, steps: 60, episode: 20, rampdown: 2 }) }),
  imitation({ distiller: sqil.with({ demonstrations: 100, steps: STEPS }) }),
  ...signals.filter(({ readsTrue }) => !readsTrue).map((signal) => regularisedRl({ signal, distiller: exactDistiller.with(), beta: 0.1 })),
  quantiliser({ signal: valueDifference.with(), distiller: exactDistiller.with(), q: 0.1 }),
  regularisedRl({ signal: valueDifference.with(), distiller: cloning.with({ steps: STEPS }), beta: 0.01 }),
  regularisedLearning({
    signal: valueDifference.with(),
    distiller: cloning.with({ steps: 100 }),
    learner: softQLearning.with({ steps: STEPS }),
  }),
  uniformPlay(),
  tamer.with({ ...BRIEF, steps: STEPS }),
  tamer.with({ ...BRIEF, credit: "weighted", fit: "incremental", seconds: 0.1 }),
  ...(["shaping", "feature", "extra-action", "control"] as const).map((combination) =>
    tamerRl.with({ ...BRIEF, combination, lesson: STEPS / 4 }),
  ),
  coach.with({ ...BRIEF, lambda: 0.8 }),
  coach.with({ ...BRIEF, feedback: "plain" }),
  counterfactualOversight.with({ ...BRIEF, looks: 0.3 }),
  counterfactualOversight.with({ ...BRIEF, looks: 0.3, proxy: "learned" }),
  viTamer.with({ ...BRIEF, steps: STEPS / 4, sweeps: 2, silence: "zero", penalty: 0.5 }),
];

/** The methods on the problems that they are not refused, as a study would plan them. */
const planned: readonly MethodSubject[] = [...optimisers, ...others].flatMap((method) =>
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

const subjects = thinned(planned, ({ overseen: { world } }) => world);

describe("every method, on every problem of the catalogs", () => {
  it("is on the list: each learner, distiller and signal, exact and learned", () => {
    const ids = new Set(subjects.map(({ method }) => method.id));
    expect(ids.size).toBe(optimisers.length + others.length);
    expect(new Set(subjects.map(({ overseen: { world } }) => world.id))).toEqual(
      new Set(planned.map(({ overseen: { world } }) => world.id)),
    );
  });

  let failures: ReturnType<typeof failuresByLaw>;

  beforeAll(() => {
    failures = failuresByLaw(methodLaws, subjects);
  }, 600_000);

  for (const law of methodLaws) {
    it(`keeps the law '${law.id}': ${law.title}`, () => {
      expect(failures.get(law.id)).toEqual([]);
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
