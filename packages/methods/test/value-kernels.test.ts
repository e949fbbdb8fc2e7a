import { createRng, type Rng } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { type LabelledWorld, randomWorld } from "../../core/test/random-world.ts";
import { runDifferentialQLearning } from "../src/kernels/differential-q-learning.ts";
import { runExpectedSarsa } from "../src/kernels/expected-sarsa.ts";
import type { Pace, QTable } from "../src/kernels/q-learning.ts";
import { runSarsa } from "../src/kernels/sarsa.ts";
import { runStackedQLearning } from "../src/kernels/stacked-q-learning.ts";
import { runTimedQLearning } from "../src/kernels/timed-q-learning.ts";
import { noTraces, runTraces } from "../src/kernels/traces.ts";
import { forkLuck, type Luck, layWalk, newTrail, type Trail, type Walk } from "../src/kernels/walk.ts";
import { emptyTable } from "../src/learners/settings.ts";
import { at, counter, greedily, legalRows, type PlainAgent, rootSchedule, walkPlainly } from "./plain-walk.ts";

const PACE: Pace = { discount: 0.9, episode: 7, alpha: rootSchedule(1, 200), epsilon: rootSchedule(0.6, 40) };

/** Worlds without luck, with luck and an end, and with luck that never end. */
const WORLDS = [
  ["one", 1, false],
  ["two", 3, true],
  ["three", 2, false],
] as const;

type Run = { readonly trail: Trail; readonly luck: Luck; readonly steps: number };

/** What a kernel comes to in 1,500 steps, in chunks: values by row and layer. */
function ran(
  world: LabelledWorld,
  seed: string,
  kernelOn: (walk: Walk) => { layers?: number; kernel: (world: { walk: Walk; reward: Float64Array }, table: QTable, run: Run) => void },
): ReadonlyMap<string, number> {
  const walk = layWalk(world.dynamics, world.sampling, world.drawOrder);
  const { layers = 1, kernel } = kernelOn(walk);
  const table = emptyTable(walk, layers, { "step-size": "adaptive" });
  const trail = newTrail(walk);
  const luck = forkLuck(createRng(seed));
  for (const steps of [1, 499, 1000]) {
    kernel({ walk, reward: world.reward }, table, { trail, luck, steps });
  }
  return new Map(
    [...walk.legalRow].flatMap((row, pair) => Array.from({ length: layers }, (_, h) => [`${row}/${h}`, table.q[pair * layers + h] ?? 0])),
  );
}

/** What a plain agent's own table comes to, laid out alike. */
function plain(
  world: LabelledWorld,
  seed: string,
  agentOf: (exploration: Rng, q: Map<string, number>) => PlainAgent,
  episode = 7,
): ReadonlyMap<string, number> {
  const q = new Map<string, number>();
  walkPlainly(world, { seed, steps: 1500, episode }, (exploration) => agentOf(exploration, q));
  return q;
}

/** Every value equal to the last bit, and something learned. */
function expectEqual(kernel: ReadonlyMap<string, number>, reference: ReadonlyMap<string, number>): void {
  expect([...kernel].map(([key]) => [key, reference.get(key) ?? 0])).toEqual([...kernel]);
  expect([...kernel.values()].some((value) => value !== 0)).toBe(true);
}

const valueIn =
  (q: Map<string, number>, layer = 0) =>
  (row: number): number =>
    q.get(`${row}/${layer}`) ?? 0;

describe("expected Sarsa", () => {
  it("does what its paper's formula says, to the last bit, whatever the chunks", () => {
    for (const [seed, outcomes, terminal] of WORLDS) {
      const world = randomWorld({ states: 5, actions: 3, outcomes, terminal }, seed);
      const reference = plain(world, seed, (exploration, q) => {
        const [stay, tried] = [counter(), counter()];
        const stays = new Map<number, number>();
        const explored = (s: number): number => at(PACE.epsilon, stays.get(s) ?? 0);
        return {
          choose(s) {
            stays.set(s, stay(s));
            return greedily(legalRows(world, s), valueIn(q), { epsilon: explored(s), u: exploration.next() });
          },
          learn({ row, z, next, ended }) {
            const values = legalRows(world, next).map(valueIn(q));
            const epsilon = at(PACE.epsilon, (stays.get(next) ?? 0) + 1);
            const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
            const ahead = ended ? 0 : (1 - epsilon) * Math.max(...values) + epsilon * mean;
            const target = (world.reward[z] ?? 0) + PACE.discount * ahead;
            const old = valueIn(q)(row);
            q.set(`${row}/0`, old + at(PACE.alpha, tried(row)) * (target - old));
          },
        };
      });
      expectEqual(
        ran(world, seed, () => ({ kernel: (of, table, run) => runExpectedSarsa(of, PACE, table, run) })),
        reference,
      );
    }
  });
});

describe("eligibility traces", () => {
  const kernelWith =
    (options: { lambda: number; replacing: boolean; watkins: boolean }) =>
    ({ legalRow }: Walk) => {
      const traces = noTraces(legalRow.length);
      return {
        kernel: (of: { walk: Walk; reward: Float64Array }, table: QTable, run: Run) =>
          runTraces(of, { ...PACE, ...options }, { ...table, traces }, run),
      };
    };

  for (const watkins of [false, true]) {
    for (const replacing of [false, true]) {
      it(`${watkins ? "Q(λ)" : "Sarsa(λ)"}, ${replacing ? "replacing" : "accumulating"}, does what the book's figure says, but for traces under 2^-30`, () => {
        for (const [seed, outcomes, terminal] of WORLDS) {
          const world = randomWorld({ states: 5, actions: 3, outcomes, terminal }, seed);
          const reference = plain(world, seed, (exploration, q) => {
            const [stay, tried] = [counter(), counter()];
            const tries = new Map<number, number>();
            const trace = new Map<number, number>();
            let follow = -1;
            const pick = (s: number): number =>
              greedily(legalRows(world, s), valueIn(q), { epsilon: at(PACE.epsilon, stay(s)), u: exploration.next() });
            return {
              begin() {
                follow = -1;
                trace.clear();
              },
              choose: (s) => (follow === -1 ? pick(s) : follow),
              learn({ row, z, next, ended }) {
                follow = ended ? -1 : pick(next);
                tries.set(row, tried(row));
                const best = Math.max(...legalRows(world, next).map(valueIn(q)));
                const played = valueIn(q)(follow);
                const surprise = (world.reward[z] ?? 0) + PACE.discount * (ended ? 0 : watkins ? best : played) - valueIn(q)(row);
                trace.set(row, replacing ? 1 : (trace.get(row) ?? 0) + 1);
                for (const [each, share] of trace) {
                  q.set(`${each}/0`, valueIn(q)(each) + at(PACE.alpha, tries.get(each) ?? 0) * (surprise * share));
                  trace.set(each, watkins && played < best ? 0 : share * (PACE.discount * 0.8));
                }
              },
            };
          });
          const kernel = ran(world, seed, kernelWith({ lambda: 0.8, replacing, watkins }));
          for (const [key, value] of kernel) {
            expect(Math.abs(value - (reference.get(key) ?? 0))).toBeLessThan(1e-6);
          }
          expect([...kernel.values()].some((value) => value !== 0)).toBe(true);
        }
      });
    }
  }

  it("without traces (λ = 0) is Sarsa, to the last bit", () => {
    const world = randomWorld({ states: 6, actions: 3, outcomes: 3, terminal: true }, "none");
    const traced = ran(world, "none", kernelWith({ lambda: 0, replacing: false, watkins: false }));
    expect(traced).toEqual(ran(world, "none", () => ({ kernel: (of, table, run) => runSarsa(of, PACE, table, run) })));
  });
});

describe("differential Q-learning", () => {
  it("does what its paper's equations say, to the last bit, the reward a step included", () => {
    for (const [seed, outcomes, terminal] of WORLDS) {
      const world = randomWorld({ states: 5, actions: 3, outcomes, terminal }, seed);
      let rate = 0;
      const reference = plain(world, seed, (exploration, q) => {
        const [stay, tried] = [counter(), counter()];
        return {
          choose: (s) => greedily(legalRows(world, s), valueIn(q), { epsilon: at(PACE.epsilon, stay(s)), u: exploration.next() }),
          learn({ row, z, next, ended }) {
            const best = ended ? 0 : Math.max(...legalRows(world, next).map(valueIn(q)));
            const move = at(PACE.alpha, tried(row)) * ((world.reward[z] ?? 0) - rate + best - valueIn(q)(row));
            q.set(`${row}/0`, valueIn(q)(row) + move);
            rate += 0.5 * move;
          },
        };
      });
      const learned = new Float64Array(1);
      const kernel = ran(world, seed, () => ({
        kernel: (of, table, run) => runDifferentialQLearning(of, { ...PACE, eta: 0.5 }, { ...table, rate: learned }, run),
      }));
      expectEqual(kernel, reference);
      expect(learned[0]).toBe(rate);
    }
  });
});

describe("stacked Q-learning", () => {
  for (const later of ["best", "own"] as const) {
    it(`does what the definition of its ${later === "best" ? "shrinking" : "constant"} look says, to the last bit`, () => {
      for (const [seed, outcomes, terminal] of WORLDS) {
        const world = randomWorld({ states: 5, actions: 3, outcomes, terminal }, seed);
        const [layers, within] = [4, later === "best" ? 7 : Number.POSITIVE_INFINITY];
        const reference = plain(world, seed, (exploration, q) => {
          const [stay, tried] = [counter(), counter()];
          const seen = new Map<number, Set<number>>();
          const after = (next: number, h: number): number => {
            const rows = legalRows(world, next);
            if (rows.length === 0 || h === 0) {
              return 0;
            }
            const top = Math.max(...rows.map(valueIn(q, layers - 1)));
            const best = rows.filter((row) => valueIn(q, layers - 1)(row) === top);
            return later === "best"
              ? Math.max(...rows.map(valueIn(q, h - 1)))
              : best.reduce((sum, row) => sum + valueIn(q, h - 1)(row) / best.length, 0);
          };
          return {
            choose: (s, time) =>
              greedily(legalRows(world, s), valueIn(q, Math.min(layers, within - time) - 1), {
                epsilon: at(PACE.epsilon, stay(s)),
                u: exploration.next(),
              }),
            learn({ row, z, next }) {
              const shown = (seen.get(row) ?? new Set()).add(z);
              seen.set(row, shown);
              const size = shown.size === 1 ? 1 : at(PACE.alpha, tried(row));
              if (shown.size === 1) {
                tried(row);
              }
              const targets = Array.from({ length: layers }, (_, h) => (world.reward[z] ?? 0) + PACE.discount * after(next, h));
              targets.forEach((target, h) => {
                const old = valueIn(q, h)(row);
                q.set(`${row}/${h}`, size === 1 ? target : old + size * (target - old));
              });
            },
          };
        });
        const kernel = ran(world, seed, () => ({
          layers,
          kernel: (of, table, run) => runStackedQLearning(of, { ...PACE, layers, within, later }, table, run),
        }));
        expectEqual(kernel, reference);
      }
    });
  }

  it("within an episode as long as the look, undiscounted, is timed Q-learning, to the last bit", () => {
    const world = randomWorld({ states: 6, actions: 3, outcomes: 3, terminal: true }, "timed");
    const pace = { ...PACE, discount: 1 };
    const stacked = ran(world, "timed", () => ({
      layers: 7,
      kernel: (of, table, run) => runStackedQLearning(of, { ...pace, layers: 7, within: 7, later: "best" }, table, run),
    }));
    expect(stacked).toEqual(
      ran(world, "timed", () => ({ layers: 7, kernel: (of, table, run) => runTimedQLearning(of, pace, table, run) })),
    );
  });
});
