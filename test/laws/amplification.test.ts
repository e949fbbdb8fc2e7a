import { type Criterion, type Method, whyRefused } from "@firebreak/core";
import { type MethodSubject, methodLaws } from "@firebreak/core/testing";
import {
  approvalAmplification,
  cloning,
  committee,
  exactDistiller,
  exactLearner,
  ignore,
  imitativeAmplification,
  lookahead,
  qLearning,
} from "@firebreak/methods";
import { evaluativeFeedback, valueDifference } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";
import { failuresOf, missedBy, overseen } from "./catalogs.ts";

const STEPS = 100;
const CRITERIA: readonly Criterion[] = [
  { kind: "discounted", discount: 0.8 },
  { kind: "lookahead", steps: 3, discount: 0.9 },
];

/** Every amplifier with both designs, exact and learned, both starts, and both fates of H. */
const methods: readonly Method[] = [ignore.with(), committee.with(), lookahead.with({ steps: 2, continuation: 1 })].flatMap((amplifier) => [
  imitativeAmplification({ amplifier, distiller: exactDistiller.with(), start: "rock", human: "replaced", rounds: 2 }),
  imitativeAmplification({ amplifier, distiller: cloning.with({ steps: STEPS }), start: "human", human: "same", rounds: 2 }),
  ...[exactLearner.with(), qLearning.with({ steps: STEPS })].flatMap((learner) => [
    approvalAmplification({ amplifier, signal: evaluativeFeedback.with(), learner, start: "human", human: "replaced", rounds: 2 }),
    approvalAmplification({ amplifier, signal: valueDifference.with(), learner, start: "rock", human: "same", rounds: 2 }),
  ]),
]);

/** On every small problem that it is not refused: two rounds in each of many worlds are many methods in one. */
const subjects: readonly MethodSubject[] = methods.flatMap((method) =>
  overseen
    .filter(({ world }) => world.dynamics.stateCount <= 16)
    .flatMap((world) =>
      (method.needs.criteria.length === 0 ? [null] : CRITERIA)
        .filter((criterion) => {
          const cell = { environment: world.world.environment, overseer: world.model, method, criterion };
          return whyRefused({ budget: { kind: "unlimited" } } as Parameters<typeof whyRefused>[0], cell, world.world) === null; // it reads the budget only
        })
        .map((criterion) => ({ method, overseen: world, criterion })),
    ),
);

describe("iterated amplification, on every small problem of the catalogs", () => {
  it("is on the list: each amplifier, design and start, exact and learned", () => {
    expect(new Set(subjects.map(({ method }) => method.id)).size).toBe(methods.length);
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
});
