import {
  type Budget,
  type CompiledEnvironment,
  createRng,
  FirebreakError,
  type FittedReward,
  type Method,
  type OverseerModel,
  openProblem,
  oversee,
  type RewardModel,
  rowOfOutcome,
} from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { garden } from "../../test/worlds.ts";
import { consistent } from "../overseers/consistent.ts";
import { fromComparisons } from "./from-comparisons.ts";
import { fromEvaluations } from "./from-evaluations.ts";
import { fromValues } from "./from-values.ts";

const UNLIMITED: Budget = { kind: "unlimited" };

function fitted(
  model: RewardModel,
  given: { readonly budget?: Budget; readonly overseer?: OverseerModel; readonly world?: CompiledEnvironment } = {},
): { readonly fits: readonly FittedReward[]; readonly last: FittedReward; readonly asked: Readonly<Record<string, number>> } {
  const overseen = oversee(given.world ?? garden, given.overseer ?? consistent.with());
  const method = { needs: {} } as Method; // a problem reads nothing else of it
  const problem = openProblem(overseen, { method, criterion: { kind: "finite", horizon: 5 }, budget: given.budget ?? UNLIMITED });
  const fits = [...model.fit(problem, createRng("models"))];
  const last = fits.at(-1);
  if (last === undefined) {
    throw new Error("no fit");
  }
  expect(problem.overseer.ledger().environmentSteps).toBe(last.steps);
  return { fits, last, asked: problem.overseer.ledger().asked };
}

const { evaluate, value } = garden.judgement;

describe("a reward from evaluations", () => {
  it("comes to the overseer's own, outcome by outcome, for one question a step", () => {
    const { last, asked } = fitted(fromEvaluations.with({ questions: 3000, basis: "outcome", ridge: 1e-9 }));
    last.reward.forEach((reward, z) => {
      expect(reward).toBeCloseTo(evaluate?.[z] ?? Number.NaN, 6);
    });
    expect(asked).toEqual({ value: 0, evaluate: 3000, demonstrate: 0, compare: 0 });
    expect(last.fit.heldOutError).toBeLessThan(1e-6);
    expect(last.fit.heldOut).toBeGreaterThan(200);
  });

  it("averages what shares a weight, pulled to 0 by the ridge: Σy/(n + ridge)", () => {
    const { last } = fitted(fromEvaluations.with({ questions: 4000, ridge: 1e-9, "held-out": 0 }));
    const rows = rowOfOutcome(garden.dynamics);
    const row = garden.dynamics.rowStart.findIndex((first, at) => (garden.dynamics.rowStart[at + 1] ?? 0) - first > 1 && at > 0);
    const outcomes = [...rows.keys()].filter((z) => rows[z] === row);
    const mean = outcomes.reduce((sum, z) => sum + (garden.dynamics.probability[z] ?? 0) * (evaluate?.[z] ?? 0), 0);
    expect(Math.abs((last.reward[outcomes[0] ?? 0] ?? 0) - mean)).toBeLessThan(0.6); // some hundred answers between 1 and -6
    const held = fitted(fromEvaluations.with({ questions: 4000, ridge: 1e9, "held-out": 0 }));
    expect(held.last.fit).toEqual({ heldOut: 0, heldOutError: null, calibrationError: null });
    expect(Math.max(...held.last.reward.map(Math.abs))).toBeLessThan(1e-4);
  });

  it("stops at its budget, with what it has", () => {
    const { fits, asked } = fitted(fromEvaluations.with({ questions: 100, checkpoints: 4 }), { budget: { kind: "cost", limit: 30 } });
    expect(asked["evaluate"]).toBe(30);
    expect(fits.map(({ steps }) => steps)).toEqual([25, 30]);
  });

  it("is pessimistic where it knows least: less for what was never met than for anything met", () => {
    const { last } = fitted(fromEvaluations.with({ questions: 3, members: 5, pessimism: 1, basis: "outcome", "held-out": 0 }));
    const unseen = last.reward.filter((_, z) => last.uncertainty?.[z] === 10); // 1/√0.01
    expect(unseen.length).toBeGreaterThan(0);
    expect([...new Set(unseen)]).toEqual([-10]);
    expect(Math.max(...last.reward)).toBeGreaterThan(-10);
  });

  it("refuses pessimism without an ensemble, which would have no deviation to take off", () => {
    expect(() => fromEvaluations.with({ pessimism: 1 })).toThrow(FirebreakError);
    expect(() => fromValues.with({ pessimism: 1 })).toThrow("'members' must be at least 2");
    expect(() => fromComparisons.with({ pessimism: 1 })).toThrow("Cannot set 'pessimism'");
  });
});

describe("a reward from values", () => {
  it("comes to V(s') − V(s), or to V(s')", () => {
    const rows = rowOfOutcome(garden.dynamics);
    const of = (state: number): number => value?.[state] ?? Number.NaN;
    const { last } = fitted(fromValues.with({ questions: 3000, ridge: 1e-9 }));
    const reached = fitted(fromValues.with({ questions: 3000, ridge: 1e-9, pays: "reached" })).last;
    garden.dynamics.nextState.forEach((next, z) => {
      expect(last.reward[z]).toBeCloseTo(of(next) - of(Math.floor((rows[z] ?? 0) / 2)), 6);
      expect(reached.reward[z]).toBeCloseTo(of(next), 6);
    });
  });
});

describe("a reward from comparisons", () => {
  it("orders steps as the overseer does, where segments are single steps", () => {
    const { last } = fitted(fromComparisons.with({ questions: 3000, length: 1, basis: "outcome" }));
    const order = [...(evaluate ?? []).keys()];
    for (const x of order) {
      for (const y of order) {
        if ((evaluate?.[x] ?? 0) > (evaluate?.[y] ?? 0)) {
          expect(last.reward[x]).toBeGreaterThan(last.reward[y] ?? Number.NaN);
        }
      }
    }
  });

  it("compares a new segment with any met before it, for half the steps that neighbours take", () => {
    const [neighbours, any] = (["adjacent", "any"] as const).map((pairs) =>
      fitted(fromComparisons.with({ questions: 100, length: 1, pairs })),
    );
    expect([neighbours?.last.steps, any?.last.steps]).toEqual([200, 101]);
    expect(any?.asked["compare"]).toBe(100);
  });

  it("foresees answers held out far better than a coin, and its stated chances are near the frequencies", () => {
    const { fit } = fitted(fromComparisons.with({ questions: 1000 })).last;
    expect(fit.heldOut).toBeGreaterThan(50);
    expect(fit.heldOutError).toBeLessThan(Math.log(2) / 2);
    expect(fit.calibrationError).toBeLessThan(0.1);
  });

  it("pays for an overseer who only abstains, and learns nothing", () => {
    const mute: OverseerModel = {
      ...consistent.with(),
      id: "mute@1",
      build: (world, rng) => ({ ...consistent.with().build(world, rng), compare: () => "abstain" }),
    };
    const { last, asked } = fitted(fromComparisons.with({ questions: 50 }), { overseer: mute });
    expect(asked["compare"]).toBe(50);
    expect([...new Set(last.reward)]).toEqual([0]);
  });

  it("asks about the pairs that members disagree on, at the price of more steps and no more questions", () => {
    const plain = fitted(fromComparisons.with({ questions: 100, members: 3 }));
    const active = fitted(fromComparisons.with({ questions: 100, members: 3, candidates: 4 }));
    expect(active.asked["compare"]).toBe(100);
    expect(active.last.steps).toBeGreaterThan(3 * plain.last.steps);
    expect(active.last.uncertainty?.some((sd) => sd > 0)).toBe(true);
  });
});
