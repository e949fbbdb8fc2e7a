import { createRng, finiteHorizon, policyIteration, type Rng } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { type LabelledWorld, randomWorld } from "../../../core/test/random-world.ts";
import { emptyTable } from "../learners/settings.ts";
import { type Pace, runQLearning } from "./q-learning.ts";
import { runSarsa } from "./sarsa.ts";
import { runTimedQLearning } from "./timed-q-learning.ts";
import { forkLuck, layWalk, newTrail } from "./walk.ts";

/** n^(−1/2) up to a length, by square roots: another formula than the product's. */
const rootSchedule = (scale: number, length: number): Float64Array =>
  Float64Array.from({ length }, (_, n) => scale / Math.sqrt(Math.max(1, n)));

const kernels = { "q-learning": runQLearning, sarsa: runSarsa, "timed-q-learning": runTimedQLearning };
type Name = keyof typeof kernels;

/** The values of rows (s·A + a) that a kernel comes to. */
function runKernel(
  name: Name,
  world: LabelledWorld,
  pace: Pace,
  run: { seed: string; chunks: readonly number[]; adaptive?: boolean },
): { q: Float64Array } {
  const walk = layWalk(world.dynamics, world.sampling, world.drawOrder);
  const layers = name === "timed-q-learning" ? pace.episode : 1;
  const table = emptyTable(walk, layers, { "step-size": "adaptive" });
  const trail = newTrail(walk);
  const luck = forkLuck(createRng(run.seed));
  for (const steps of run.chunks) {
    kernels[name]({ walk, reward: world.reward }, pace, table, { trail, luck, steps });
  }
  const q = new Float64Array(world.dynamics.stateCount * world.dynamics.actionCount * layers);
  walk.legalRow.forEach((row, pair) => {
    q.set(table.q.subarray(pair * layers, (pair + 1) * layers), row * layers);
  });
  return { q };
}

/** The three algorithms as their papers have them, on maps and lists, one step at a time. No index order anywhere but the draw order. */
function plainly(name: Name, world: LabelledWorld, pace: Pace, run: { seed: string; steps: number }): Map<string, number> {
  const { dynamics, sampling, drawOrder, reward } = world;
  const root = createRng(run.seed);
  const rngs = { world: root.fork("world"), start: root.fork("world").fork("start"), exploration: root.fork("exploration") };
  const q = new Map<string, number>();
  const tries = new Map<number, Set<number>>();
  const count = new Map<string, number>();
  const bump = (key: string): number => {
    count.set(key, (count.get(key) ?? 0) + 1);
    return count.get(key) ?? 0;
  };
  const value = (row: number, left: number): number => q.get(`${row}/${left}`) ?? 0;
  const legal = (s: number): number[] =>
    [...drawOrder]
      .map((a) => s * dynamics.actionCount + a)
      .filter((row) => (dynamics.rowStart[row] ?? 0) < (dynamics.rowStart[row + 1] ?? 0));
  const drawn = (cumulative: Float64Array, first: number, rng: Rng): number => {
    const u = rng.next();
    return first + [...cumulative.subarray(first)].findIndex((sum) => u < sum);
  };
  const choose = (s: number, left: number): number => {
    const epsilon = pace.epsilon[Math.min(bump(`state ${s}`), pace.epsilon.length - 1)] ?? 0;
    const u = rngs.exploration.next();
    const rows = legal(s);
    if (u < epsilon) {
      return rows[Math.floor((u / epsilon) * rows.length)] ?? -1;
    }
    const best = rows.filter((row) => value(row, left) === Math.max(...rows.map((other) => value(other, left))));
    return best[Math.floor(((u - epsilon) / (1 - epsilon)) * best.length)] ?? -1;
  };
  const timed = name === "timed-q-learning";
  let [s, time, row] = [-1, 0, -1];
  for (let step = 0; step < run.steps; step++) {
    if (s < 0) {
      [s, time, row] = [sampling.start[drawn(sampling.startCumulative, 0, rngs.start)] ?? -1, 0, -1];
      if (legal(s).length === 0) {
        s = -1;
        continue;
      }
    }
    const left = timed ? pace.episode - time : 0;
    row = row < 0 || name !== "sarsa" ? choose(s, left) : row;
    const first = dynamics.rowStart[row] ?? 0;
    const z = dynamics.maxOutcomes === 1 ? first : (sampling.outcome[drawn(sampling.cumulative, first, rngs.world)] ?? -1);
    const next = dynamics.nextState[z] ?? -1;
    const follow = name === "sarsa" && legal(next).length > 0 ? choose(next, 0) : -1;
    const seen = (tries.get(row) ?? new Set<number>()).add(z);
    tries.set(row, seen);
    const alpha = pace.alpha[Math.min(bump(`row ${row}`), pace.alpha.length - 1)] ?? 0;
    const best = (h: number): number => Math.max(...legal(next).map((other) => value(other, h)));
    const ahead = (h: number): number => (legal(next).length === 0 ? 0 : name === "sarsa" ? value(follow, 0) : best(h));
    const layers = timed ? Array.from({ length: pace.episode }, (_, h) => h + 1) : [0];
    const targets = layers.map((h) => (reward[z] ?? 0) + (timed ? (h > 1 ? ahead(h - 1) : 0) : pace.discount * ahead(0)));
    layers.forEach((h, at) => {
      const target = targets[at] ?? 0;
      q.set(`${row}/${h}`, name !== "sarsa" && seen.size === 1 ? target : value(row, h) + alpha * (target - value(row, h)));
    });
    time++;
    s = time === pace.episode || legal(next).length === 0 ? -1 : next;
    row = s < 0 ? -1 : follow;
  }
  return q;
}

describe("learning kernels", () => {
  const pace: Pace = { discount: 0.9, episode: 7, alpha: rootSchedule(1, 200), epsilon: rootSchedule(0.6, 40) };
  for (const name of Object.keys(kernels) as Name[]) {
    it(`${name} does what a plain reference does, to the last bit, whatever the chunks`, () => {
      for (const [seed, outcomes, terminal] of [
        ["one", 1, false],
        ["two", 3, true],
        ["three", 2, false],
      ] as const) {
        const world = randomWorld({ states: 5, actions: 3, outcomes, terminal }, seed);
        const layers = name === "timed-q-learning" ? pace.episode : 1;
        const expected = plainly(name, world, pace, { seed, steps: 1500 });
        const { q } = runKernel(name, world, pace, { seed, chunks: [1, 499, 1000] });
        const plain = Float64Array.from(
          q,
          (_, at) => expected.get(`${Math.floor(at / layers)}/${layers === 1 ? 0 : (at % layers) + 1}`) ?? 0,
        );
        expect(q).toEqual(plain);
        expect(q.some((value) => value !== 0)).toBe(true);
      }
    });
  }
});

/** The largest difference of two tables of Q over legal pairs. */
const distance = (learned: (row: number) => number, exact: Float64Array): number =>
  exact.reduce((worst, value, row) => (value === Number.NEGATIVE_INFINITY ? worst : Math.max(worst, Math.abs(value - learned(row)))), 0);

describe("learned values", () => {
  const alpha = Float64Array.from({ length: 200_001 }, (_, n) => 1 / (1 + Math.max(0, n - 1) / 10));
  const explore = Float64Array.of(0, 0.5);
  const seeds = ["one", "two", "three"];

  it("Q-learning finds Q* exactly where nothing is random", () => {
    for (const seed of seeds) {
      const world = randomWorld({ states: 8, actions: 3, outcomes: 1 }, seed);
      const { q } = runKernel("q-learning", world, { discount: 0.9, episode: 50, alpha, epsilon: explore }, { seed, chunks: [100_000] });
      const exact = policyIteration(world.dynamics, world.reward, { discount: 0.9 });
      const reached = reachableRows(world); // others keep the 0 they began with
      expect(distance((row) => (reached.has(row) ? (q[row] ?? 0) : (exact.q[row] ?? 0)), exact.q)).toBeLessThan(1e-9);
    }
  });

  it("Q-learning comes within 0.1 of Q* where chance decides (rewards ~ N(0, 1), γ = 0.9, 200,000 steps, these three seeds)", () => {
    for (const seed of seeds) {
      const world = randomWorld({ states: 8, actions: 3, outcomes: 3 }, seed);
      const { q } = runKernel("q-learning", world, { discount: 0.9, episode: 50, alpha, epsilon: explore }, { seed, chunks: [200_000] });
      const exact = policyIteration(world.dynamics, world.reward, { discount: 0.9 });
      expect(distance((row) => q[row] ?? 0, exact.q)).toBeLessThan(0.1);
    }
  });

  it("timed Q-learning comes within 0.2 of Q_0 over 10 steps where chance decides, and finds it exactly where nothing is random", () => {
    for (const seed of seeds) {
      for (const [outcomes, tolerance] of [
        [1, 1e-9],
        [3, 0.2],
      ] as const) {
        const world = randomWorld({ states: 8, actions: 3, outcomes }, seed);
        const { q } = runKernel(
          "timed-q-learning",
          world,
          { discount: 1, episode: 10, alpha, epsilon: explore },
          { seed, chunks: [200_000] },
        );
        const exact = finiteHorizon(world.dynamics, world.reward, { horizon: 10 });
        const reached = reachableRows(world);
        expect(distance((row) => (reached.has(row) ? (q[row * 10 + 9] ?? 0) : (exact.q[row] ?? 0)), exact.q)).toBeLessThan(tolerance);
      }
    }
  });
});

/** Rows of states that the start leads to. */
function reachableRows({ dynamics }: LabelledWorld): Set<number> {
  const states = [...dynamics.initial.keys()].filter((state) => (dynamics.initial[state] ?? 0) > 0);
  const rows = new Set<number>();
  for (const state of states) {
    for (let row = state * dynamics.actionCount; row < (state + 1) * dynamics.actionCount; row++) {
      rows.add(row);
      for (const next of dynamics.nextState.subarray(dynamics.rowStart[row], dynamics.rowStart[row + 1])) {
        if (!states.includes(next)) {
          states.push(next);
        }
      }
    }
  }
  return rows;
}
