import {
  type AnswerChannel,
  type Budget,
  type CompiledEnvironment,
  type Criterion,
  compile,
  createRng,
  defineEnvironment,
  type FittedReward,
  type Method,
  type OverseerModel,
  openProblem,
  oversee,
  rowOfOutcome,
  solveSoftly,
  uniformPolicy,
} from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { garden } from "../../test/worlds.ts";
import { consistent } from "../overseers/consistent.ts";
import { fromDemonstrations } from "./from-demonstrations.ts";

const FINITE = { kind: "finite", horizon: 5 } as const;
const method = { needs: {} } as Method; // a problem reads nothing else of it

interface Given {
  readonly budget?: Budget;
  readonly overseer?: OverseerModel;
  readonly world?: CompiledEnvironment;
  readonly criterion?: Criterion;
}

function fitted(settings: Parameters<typeof fromDemonstrations.with>[0], given: Given = {}) {
  const overseen = oversee(given.world ?? garden, given.overseer ?? consistent.with({ temperature: 1 }));
  const budget: Budget = given.budget ?? { kind: "unlimited" };
  const luck = createRng("luck");
  const problem = openProblem(overseen, { method, criterion: given.criterion ?? FINITE, budget, luck });
  const fits: readonly FittedReward[] = [...fromDemonstrations.with(settings).fit(problem, luck)];
  const last = fits.at(-1);
  if (last === undefined) {
    throw new Error("no fit");
  }
  expect(problem.overseer.ledger().environmentSteps).toBe(last.steps);
  return { fits, last, demonstrated: overseen.answers("demonstrate"), asked: problem.overseer.ledger() };
}

/** An overseer whose answers meet a channel. */
const through = (channel: (world: CompiledEnvironment) => AnswerChannel): OverseerModel => ({
  ...consistent.with({ temperature: 1 }),
  id: "interrupted@1",
  channel,
});

describe("a reward from demonstrations", () => {
  it("is softly optimised by what was demonstrated, where each pair has a weight: the table, under a discount", () => {
    const criterion = { kind: "discounted", discount: 0.9 } as const;
    const { last, demonstrated, asked } = fitted({ shown: "table", features: "pair", ridge: 1e-9 }, { criterion });
    const { policy } = solveSoftly(garden.dynamics, last.reward, { criterion, beta: 1, towards: uniformPolicy(garden.dynamics) });
    expect(policy.kind === "stationary" && [...policy.probability]).toEqual(Array.from(demonstrated, (share) => expect.closeTo(share, 4)));
    expect(asked).toMatchObject({ asked: { demonstrate: garden.dynamics.stateCount }, environmentSteps: 0 });
    expect(last.fit).toEqual({ heldOut: 0, heldOutError: null, calibrationError: null });
  });

  it("comes with more demonstrations to the reward of the table, one question a step", () => {
    const exact = fitted({ shown: "table", features: "pair", ridge: 0.1 }).last.reward;
    const far = (questions: number): number => {
      const { last, asked } = fitted({ questions, features: "pair", ridge: 0.1, "held-out": 0, checkpoints: 1 });
      expect(asked.asked.demonstrate).toBe(questions);
      return Math.max(...last.reward.map((r, z) => Math.abs(r - (exact[z] ?? 0))));
    };
    expect(far(20_000)).toBeLessThan(0.05); // seed 'luck'; hundreds of demonstrations a state leave about 0.03
    expect(far(40)).toBeGreaterThan(0.05);
  });

  it("foresees demonstrations held out better than uniform play does", () => {
    const { fit } = fitted({ questions: 3000, features: "pair" }, { overseer: consistent.with({ temperature: 0.3 }) }).last;
    expect(fit.heldOut).toBeGreaterThan(200);
    expect(fit.heldOutError).toBeLessThan(Math.log(2));
    expect(fit.heldOutError).toBeGreaterThan(0);
  });

  it("pays by what the state acted in, the state reached, the pair or the outcome is", () => {
    const rows = rowOfOutcome(garden.dynamics);
    const keys = {
      state: (z: number) => Math.floor((rows[z] ?? 0) / 2),
      next: (z: number) => garden.dynamics.nextState[z] ?? 0,
      pair: (z: number) => rows[z] ?? 0,
    };
    for (const [features, keyOf] of Object.entries(keys)) {
      const { reward } = fitted({ shown: "table", features: features as keyof typeof keys }).last;
      const byKey = new Map<number, number>();
      reward.forEach((r, z) => {
        expect(r).toBe(byKey.get(keyOf(z)) ?? r);
        byKey.set(keyOf(z), r);
      });
      expect(new Set(byKey.values()).size).toBeGreaterThan(1);
    }
  });

  it("stops at its budget, with what it has", () => {
    const { fits, asked } = fitted({ questions: 100, checkpoints: 4 }, { budget: { kind: "cost", limit: 30 } });
    expect(asked.asked.demonstrate).toBe(30);
    expect(fits.map(({ steps }) => steps)).toEqual([25, 30]);
    expect(fitted({ questions: 10, checkpoints: 1 }, { budget: { kind: "cost", limit: 0 } }).last.reward.every((r) => r === 0)).toBe(true);
  });

  it("pays for an overseer who never answers, and takes nothing shown for no preference: a reward of 0", () => {
    const { stateCount } = garden.dynamics;
    const mute = through(() => ({ deviation: 0, absent: 0, unanswered: { demonstrate: new Uint8Array(stateCount).fill(1) } }));
    const { last, asked } = fitted({ questions: 50 }, { overseer: mute });
    expect(asked.asked.demonstrate).toBe(50);
    expect(new Set(last.reward)).toEqual(new Set([0]));
    expect(last.fit.heldOut).toBe(0);
  });

  it("learns from those answers that come: half of them say as much as half as many questions", () => {
    const half = through(() => ({ deviation: 0, absent: 0.5 }));
    const exact = fitted({ shown: "table", features: "pair", ridge: 0.1 }).last.reward;
    const { last } = fitted({ questions: 20_000, features: "pair", ridge: 0.1, "held-out": 0, checkpoints: 1 }, { overseer: half });
    expect(Math.max(...last.reward.map((r, z) => Math.abs(r - (exact[z] ?? 0))))).toBeLessThan(0.08);
  });

  it("yields a reward of nothing in a world that begins at its end", () => {
    const over = compile(
      defineEnvironment({
        name: "over",
        version: 1,
        title: "Over",
        source: "Written for this test",
        actions: ["go"],
        start: () => "end",
        step: () => "end",
        isTerminal: () => true,
        label: (state: string) => state,
        rewards: { true: () => 0 },
        judgement: { value: () => 0, evaluate: () => 0 },
        evaluation: FINITE,
        traits: { deterministic: true, episodic: true },
        workedEpisodes: [],
      }).with(),
    );
    expect(fitted({ questions: 10 }, { world: over }).last).toMatchObject({ steps: 0, reward: new Float64Array(0) });
  });

  it("refuses a horizon of 0 steps", () => {
    expect(() => fitted({ shown: "table" }, { criterion: { kind: "finite", horizon: 0 } })).toThrow("Cannot use 0 as a horizon");
  });
});
