import {
  averageReward,
  createRng,
  expandCycle,
  finiteHorizon,
  legalMask,
  type MeasuringCriterion,
  type OptimalActions,
  occupancy,
  type Policy,
  policyIteration,
  policyValue,
  repeated,
  returnRange,
  type TabularMdp,
  valueIteration,
} from "@firebreak/core";
import { describe, expect, test } from "vitest";
import { type Draw, drawWorld } from "./drawn-worlds.ts";
import { choicesOf, dense, iterate, longRun, playing } from "./slow-reference.ts";

/** The largest difference between two lists of numbers. */
const gap = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
  Math.max(...Array.from(x, (value, i) => Math.abs(value - (y[i] ?? Number.NaN))));

const at = (dynamics: TabularMdp, value: ArrayLike<number>): number => dynamics.initial.reduce((sum, p, s) => sum + p * (value[s] ?? 0), 0);

const shapes: readonly Draw[] = [
  { states: 4, actions: 3, outcomes: 3, terminal: false },
  { states: 5, actions: 2, outcomes: 1, terminal: false },
  { states: 5, actions: 2, outcomes: 2, terminal: true },
  { states: 6, actions: 2, outcomes: 2, terminal: false },
];
const worlds = shapes.flatMap((shape, kind) =>
  Array.from({ length: 12 }, (_, n) => drawWorld(createRng(`brute-force/${kind}/${n}`), shape)),
);
const discounted = { kind: "discounted", discount: 0.8 } as const;
const STEPS = 160; // 0.8^160 < 1e-15

describe("planners against every deterministic stationary policy of small drawn worlds", () => {
  test("policy iteration and value iteration find the greatest discounted value at every state", () => {
    for (const world of worlds) {
      const { dynamics, reward } = world;
      const best = Array.from({ length: dynamics.stateCount }, () => Number.NEGATIVE_INFINITY);
      for (const choice of choicesOf(legalMask(dynamics))) {
        iterate(world, playing(choice, dynamics.actionCount), { discount: 0.8, steps: STEPS }).forEach((v, s) => {
          best[s] = Math.max(best[s] ?? 0, v);
        });
      }
      const solution = policyIteration(dynamics, reward, discounted);
      expect(gap(solution.value, best)).toBeLessThan(1e-10);
      expect(gap(iterate(world, solution.policy, { discount: 0.8, steps: STEPS }), best)).toBeLessThan(1e-10);
      expect(gap(valueIteration(dynamics, reward, { discount: 0.8, tolerance: 1e-13, maxSweeps: 1000 }).value, best)).toBeLessThan(1e-10);
    }
  });

  test("multichain policy iteration finds the greatest long-run reward from every state", () => {
    for (const world of worlds) {
      const { dynamics, reward } = world;
      const best = Array.from({ length: dynamics.stateCount }, () => Number.NEGATIVE_INFINITY);
      for (const choice of choicesOf(legalMask(dynamics))) {
        longRun(world, playing(choice, dynamics.actionCount)).forEach((v, s) => {
          best[s] = Math.max(best[s] ?? 0, v);
        });
      }
      const solution = averageReward(dynamics, reward);
      expect(gap(solution.value, best)).toBeLessThan(1e-8);
      expect(solution.residual).toBeLessThan(1e-11);
      for (const choice of choicesOf(solution.optimal.mask)) {
        expect(gap(longRun(world, playing(choice, dynamics.actionCount)), best)).toBeLessThan(1e-8);
      }
    }
  });

  test("the return range is that of every deterministic choice among the optimal actions", () => {
    for (const { dynamics, reward, other } of worlds) {
      // Rewards of few values at discount 0 tie often: the sets are wide.
      const { optimal } = policyIteration(dynamics, reward, { discount: 0 });
      for (const criterion of [discounted, { kind: "average" }] as const) {
        const returns = [...choicesOf(optimal.mask)].map((choice) => {
          const policy = playing(choice, dynamics.actionCount);
          const world = { dynamics, reward: other };
          return at(
            dynamics,
            criterion.kind === "average" ? longRun(world, policy) : iterate(world, policy, { discount: 0.8, steps: STEPS }),
          );
        });
        const range = returnRange({ dynamics, reward: other, optimal, criterion });
        expect(range.min).toBeCloseTo(Math.min(...returns), 8);
        expect(range.max).toBeCloseTo(Math.max(...returns), 8);
        expect(range.mean).toBeGreaterThanOrEqual(range.min - 1e-9);
        expect(range.mean).toBeLessThanOrEqual(range.max + 1e-9);
      }
    }
  });
});

describe("timed policies", () => {
  const timed = (world: (typeof worlds)[number], horizon: number): OptimalActions & { kind: "timed" } => {
    const { optimal } = finiteHorizon(world.dynamics, world.reward, { horizon });
    return optimal as OptimalActions & { kind: "timed" }; // finiteHorizon always answers timed masks
  };
  const criteria: readonly MeasuringCriterion[] = [{ kind: "finite", horizon: 7 }, discounted, { kind: "average" }];

  test("are valued past their horizon as if they started again", () => {
    for (const world of worlds) {
      const { kind, horizon, mask } = timed(world, 3);
      const policy: Policy = { kind, horizon, optimal: mask };
      const on = { dynamics: world.dynamics, reward: world.other, policy };
      const reference = { dynamics: world.dynamics, reward: world.other };
      expect(
        gap(policyValue({ ...on, criterion: { kind: "finite", horizon: 7 } }).value, iterate(reference, policy, { discount: 1, steps: 7 })),
      ).toBeLessThan(1e-10);
      expect(
        gap(policyValue({ ...on, criterion: discounted }).value, iterate(reference, policy, { discount: 0.8, steps: 159 })),
      ).toBeLessThan(1e-10);
      expect(gap(policyValue({ ...on, criterion: { kind: "average" } }).value, longRun(reference, policy))).toBeLessThan(1e-8);
    }
  });

  test("have the return range of the stationary policies of the world with a clock in its state", () => {
    for (const world of worlds) {
      const { dynamics, other } = world;
      const optimal = timed(world, 3);
      const wide = expandCycle(dynamics, 3);
      const wideReward = repeated(other, 3);
      for (const criterion of [discounted, { kind: "average" }] as const) {
        const narrow = returnRange({ dynamics, reward: other, optimal, criterion });
        const expanded = returnRange({
          dynamics: wide,
          reward: wideReward,
          optimal: { kind: "stationary", mask: optimal.mask },
          criterion,
        });
        for (const end of ["min", "mean", "max"] as const) {
          expect(narrow[end]).toBeCloseTo(expanded[end], 9);
        }
        for (const [end, policy] of [
          ["min", narrow.worst],
          ["max", narrow.best],
        ] as const) {
          expect(policyValue({ dynamics, reward: other, policy, criterion }).startValue).toBeCloseTo(narrow[end], 9);
        }
      }
    }
  });

  test("have an occupancy whose mean reward is their return, on every clock", () => {
    for (const world of worlds) {
      const { dynamics } = world;
      const { kind, horizon, mask } = timed(world, 3);
      const policy: Policy = { kind, horizon, optimal: mask };
      for (const criterion of criteria) {
        const { phases, mass, absorbed } = occupancy({
          dynamics,
          policy,
          criterion,
          ...(criterion.kind === "finite" ? {} : { phases: 6 }),
        });
        expect(phases).toBe(criterion.kind === "finite" ? 7 : 6);
        expect(mass.reduce((x, y) => x + y, 0)).toBeCloseTo(1, 12);
        let earned = 0;
        let ended = 0;
        for (let phase = 0; phase < phases; phase++) {
          const { r } = dense({ dynamics, reward: world.other }, policy, phase);
          for (let s = 0; s < dynamics.stateCount; s++) {
            const share = mass[phase * dynamics.stateCount + s] ?? 0;
            expect(share).toBeGreaterThanOrEqual(0);
            earned += share * (r[s] ?? 0);
            ended += dynamics.terminal[s] === 1 ? share : 0;
          }
        }
        const unit = criterion.kind === "finite" ? criterion.horizon : criterion.kind === "discounted" ? 1 / (1 - criterion.discount) : 1;
        expect(earned * unit).toBeCloseTo(policyValue({ dynamics, reward: world.other, policy, criterion }).startValue, 10);
        expect(absorbed).toBeCloseTo(ended, 12);
      }
    }
  });
});
