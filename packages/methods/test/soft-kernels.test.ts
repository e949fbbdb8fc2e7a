import { createRng, policyIteration, softOptimum, uniformPolicy } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { randomWorld } from "../../core/test/random-world.ts";
import { runActorCritic } from "../src/kernels/actor-critic.ts";
import { runSoftQLearning } from "../src/kernels/soft-q-learning.ts";
import { forkLuck, layWalk, newTrail } from "../src/kernels/walk.ts";
import { emptyTable } from "../src/learners/settings.ts";
import { softQLearning } from "../src/learners/soft-q-learning.ts";
import { at, counter, legalRows, rootSchedule, walkPlainly } from "./plain-walk.ts";

/** Worlds without luck, with luck and an end, and with luck that never end. */
const WORLDS = [
  ["one", 1, false],
  ["two", 3, true],
  ["three", 2, false],
] as const;

const CHUNKS = [1, 499, 1000];

/** The row at a share u of weights that sum to 1. */
function drawn(rows: readonly number[], weights: readonly number[], u: number): number {
  const upTo = (k: number): number => weights.slice(0, k + 1).reduce((sum, weight) => sum + weight, 0);
  return rows.find((_, k) => u < upTo(k)) ?? rows.at(-1) ?? -1;
}

/** prior·exp(score) made to sum to 1, by the formula as it stands. */
function soften(scores: readonly number[], prior: readonly number[]): readonly number[] {
  const weights = scores.map((score, k) => (prior[k] ?? 0) * Math.exp(score));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

describe("soft Q-learning", () => {
  it("does what its formula says on a prior that is not uniform", () => {
    for (const [seed, outcomes, terminal] of WORLDS) {
      const world = randomWorld({ states: 5, actions: 3, outcomes, terminal }, seed);
      const walk = layWalk(world.dynamics, world.sampling, world.drawOrder);
      const rng = createRng(`prior/${seed}`);
      const weight = new Map([...walk.legalRow].map((row) => [row, 0.2 + rng.next()]));
      const share = (row: number): number => {
        const rows = legalRows(world, Math.floor(row / 3));
        return (weight.get(row) ?? 0) / rows.reduce((sum, other) => sum + (weight.get(other) ?? 0), 0);
      };
      const pace = { discount: 0.9, episode: 7, alpha: rootSchedule(1, 200), epsilon: rootSchedule(0.6, 40), temperature: 0.7 };
      const q = new Map<number, number>();
      const value = (row: number): number => q.get(row) ?? 0;
      walkPlainly(world, { seed, steps: 1500, episode: 7 }, (exploration) => {
        const [stay, tried] = [counter(), counter()];
        const seen = new Map<number, Set<number>>();
        return {
          choose(s) {
            const [rows, epsilon, u] = [legalRows(world, s), at(pace.epsilon, stay(s)), exploration.next()];
            const prior = rows.map(share);
            const play = soften(
              rows.map((row) => value(row) / pace.temperature),
              prior,
            );
            return u < epsilon ? drawn(rows, prior, u / epsilon) : drawn(rows, play, (u - epsilon) / (1 - epsilon));
          },
          learn({ row, z, next, ended }) {
            const rows = legalRows(world, next);
            const sum = rows.reduce((total, other) => total + share(other) * Math.exp(value(other) / pace.temperature), 0);
            const target = (world.reward[z] ?? 0) + (ended ? 0 : pace.discount * pace.temperature * Math.log(sum));
            const shown = (seen.get(row) ?? new Set()).add(z);
            seen.set(row, shown);
            const alpha = at(pace.alpha, tried(row));
            q.set(row, shown.size === 1 ? target : value(row) + alpha * (target - value(row)));
          },
        };
      });
      const table = emptyTable(walk, 1, { "step-size": "adaptive" });
      const trail = newTrail(walk);
      const luck = forkLuck(createRng(seed));
      for (const steps of CHUNKS) {
        const prior = Float64Array.from(walk.legalRow, share);
        runSoftQLearning({ walk, reward: world.reward }, { ...pace, prior }, table, { trail, luck, steps });
      }
      walk.legalRow.forEach((row, pair) => {
        expect(table.q[pair]).toBeCloseTo(value(row), 9);
      });
      expect(q.size).toBeGreaterThan(5);
    }
  });

  it("finds the soft optimum exactly where nothing is random, and within 0.02 where chance decides, towards uniform play or another", () => {
    for (const [outcomes, tolerance, steps] of [
      [1, 1e-9, 40_000],
      [3, 0.02, 400_000],
    ] as const) {
      const world = randomWorld({ states: 6, actions: 3, outcomes }, `soft ${outcomes}`);
      const { dynamics, reward } = world;
      const uniform = uniformPolicy(dynamics);
      const leaning = policyIteration(
        dynamics,
        reward.map((r) => -r),
        { discount: 0.5 },
      ).policy;
      const halfway = [uniform, leaning].map((policy) => (policy.kind === "stationary" ? policy.probability : new Float64Array(0)));
      const mixed = {
        kind: "stationary",
        probability: Float64Array.from(halfway[0] ?? [], (p, row) => (p + (halfway[1]?.[row] ?? 0)) / 2),
      } as const;
      for (const towards of [undefined, mixed]) {
        const task = { ...world, criterion: { kind: "discounted", discount: 0.9 } as const, ...(towards && { towards }) };
        const meter = { affordable: () => Number.POSITIVE_INFINITY, pay: () => undefined };
        const learner = softQLearning.with({ steps, temperature: 0.5, epsilon: 0.5, checkpoints: 1 });
        const [last] = learner.learn({ ...task, meter }, createRng("soft"));
        const exact = softOptimum(dynamics, reward, { discount: 0.9, beta: 0.5, towards: towards ?? uniform }).policy;
        const [learned, wanted] = [last?.policy, exact].map((policy) => (policy?.kind === "stationary" ? policy.probability : undefined));
        wanted?.forEach((share, row) => {
          expect(Math.abs((learned?.[row] ?? 0) - share)).toBeLessThan(tolerance);
        });
      }
    }
  });
});

describe("actor–critic", () => {
  it("does what its formulas say, discounted and for the long-run reward, with and without a price on certainty", () => {
    for (const [seed, outcomes, terminal] of WORLDS) {
      for (const [discount, eta, entropy] of [
        [0.9, 0, 0],
        [1, 0.3, 0.2],
      ] as const) {
        const world = randomWorld({ states: 5, actions: 3, outcomes, terminal }, seed);
        const [alpha, actor] = [rootSchedule(0.5, 200), rootSchedule(0.3, 50)];
        const logit = new Map<number, number>();
        const value = new Map<number, number>();
        let rate = 0;
        walkPlainly(world, { seed, steps: 1500, episode: 7 }, (exploration) => {
          const stay = counter();
          let n = 0;
          const playAt = (s: number): readonly number[] => {
            const rows = legalRows(world, s);
            return soften(
              rows.map((row) => logit.get(row) ?? 0),
              rows.map(() => 1),
            );
          };
          return {
            choose(s) {
              n = stay(s);
              return drawn(legalRows(world, s), playAt(s), exploration.next());
            },
            learn({ s, row, z, next }) {
              const play = playAt(s);
              const surprise = (world.reward[z] ?? 0) - rate + discount * (value.get(next) ?? 0) - (value.get(s) ?? 0);
              value.set(s, (value.get(s) ?? 0) + at(alpha, n) * surprise);
              rate += eta * at(alpha, n) * surprise;
              // The gradient of −Σ π log π in a logit is −π (log π + H).
              const spread = -play.reduce((sum, share) => sum + share * Math.log(share), 0);
              legalRows(world, s).forEach((each, k) => {
                const share = play[k] ?? 0;
                const climb = surprise * (Number(each === row) - share) - entropy * share * (Math.log(share) + spread);
                logit.set(each, (logit.get(each) ?? 0) + at(actor, n) * climb);
              });
            },
          };
        });
        const walk = layWalk(world.dynamics, world.sampling, world.drawOrder);
        const pairs = walk.legalRow.length;
        const table = { logit: new Float64Array(pairs), value: new Float64Array(5), stays: new Int32Array(5), rate: new Float64Array(1) };
        const trail = newTrail(walk);
        const luck = forkLuck(createRng(seed));
        const prior = new Float64Array(pairs).fill(1);
        for (const steps of CHUNKS) {
          runActorCritic({ walk, reward: world.reward, prior }, { discount, episode: 7, alpha, actor, entropy, eta }, table, {
            trail,
            luck,
            steps,
          });
        }
        walk.legalRow.forEach((row, pair) => {
          expect(table.logit[pair]).toBeCloseTo(logit.get(row) ?? 0, 8);
        });
        table.value.forEach((learned, s) => {
          expect(learned).toBeCloseTo(value.get(s) ?? 0, 8);
        });
        expect(table.rate[0]).toBeCloseTo(rate, 8);
        expect(Math.max(...table.logit.map(Math.abs))).toBeGreaterThan(0.1);
      }
    }
  });
});
