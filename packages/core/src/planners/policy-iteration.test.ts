import { expect, test } from "vitest";
import { drawWorld, type World } from "../../test/drawn-worlds.ts";
import { type Row, smallWorld } from "../../test/small-world.ts";
import { uniformPolicy } from "../policy.ts";
import { createRng } from "../rng.ts";
import { evaluatePolicy, policyValue } from "./evaluate-policy.ts";
import { occupancy } from "./occupancy.ts";
import { policyIteration } from "./policy-iteration.ts";
import { returnRange } from "./return-range.ts";
import { solve } from "./solve.ts";
import { valueIteration } from "./value-iteration.ts";

/** A walk on a ring of n states, left or right with 1/2 each; leaving state 0 pays 1. */
function ring(n: number): ReturnType<typeof smallWorld> {
  const rows = Array.from({ length: n }, (_, s): Row => {
    const reward = s === 0 ? 1 : 0;
    return [
      s,
      0,
      [
        [(s + n - 1) % n, 0.5, reward],
        [(s + 1) % n, 0.5, reward],
      ],
    ];
  });
  return smallWorld(0, rows);
}

test("a walk on a long ring is worth its Green's function, and spends its time as that says", () => {
  // v(d) = ρ^d/√(1 − γ²), ρ = (1 − √(1 − γ²))/γ, on the infinite line; at 2,000 states the way round is below 1e-12 of it.
  const [n, discount] = [2000, 0.9];
  const { dynamics, reward } = ring(n);
  const root = Math.sqrt(1 - discount * discount);
  const ratio = (1 - root) / discount;
  const criterion = { kind: "discounted", discount } as const;
  const { value } = policyValue({ dynamics, reward, policy: uniformPolicy(dynamics), criterion });
  const { mass } = occupancy({ dynamics, policy: uniformPolicy(dynamics), criterion });
  let expected = 1 / root;
  for (let d = 0; d < 60; d++) {
    expect(value[d]).toBeCloseTo(expected, 12);
    expect(value[(n - d) % n]).toBeCloseTo(expected, 12);
    expect(mass[d]).toBeCloseTo((1 - discount) * expected, 12);
    expected *= ratio;
  }
});

/** The same world with its states and actions under other numbers: new = old permuted. */
function renumbered(world: World, states: readonly number[], actions: readonly number[]): World {
  const { dynamics } = world;
  const { stateCount, actionCount, rowStart } = dynamics;
  const order: number[] = [];
  const start = [0];
  for (let state = 0; state < stateCount; state++) {
    for (let action = 0; action < actionCount; action++) {
      const row = states.indexOf(state) * actionCount + actions.indexOf(action);
      const zs = Array.from({ length: (rowStart[row + 1] ?? 0) - (rowStart[row] ?? 0) }, (_, k) => (rowStart[row] ?? 0) + k);
      order.push(...zs.sort((x, y) => (states[dynamics.nextState[x] ?? 0] ?? 0) - (states[dynamics.nextState[y] ?? 0] ?? 0)));
      start.push(order.length);
    }
  }
  const back = Array.from({ length: stateCount }, (_, state) => states.indexOf(state));
  return {
    dynamics: {
      ...dynamics,
      rowStart: Int32Array.from(start),
      nextState: Int32Array.from(order, (z) => states[dynamics.nextState[z] ?? 0] ?? 0),
      probability: Float64Array.from(order, (z) => dynamics.probability[z] ?? 0),
      initial: Float64Array.from(back, (old) => dynamics.initial[old] ?? 0),
      terminal: Uint8Array.from(back, (old) => dynamics.terminal[old] ?? 0),
    },
    reward: Float64Array.from(order, (z) => world.reward[z] ?? 0),
    other: Float64Array.from(order, (z) => world.other[z] ?? 0),
  };
}

test("numbering states and actions otherwise moves no value, no tie and no range", () => {
  const states = [3, 0, 5, 1, 4, 2];
  const actions = [2, 0, 1];
  for (let n = 0; n < 20; n++) {
    const world = drawWorld(createRng(`permute/${n}`), { states: 6, actions: 3, outcomes: 3, terminal: n % 2 === 0 });
    const twin = renumbered(world, states, actions);
    for (const criterion of [
      { kind: "discounted", discount: 0.9 },
      { kind: "average" },
      { kind: "finite", horizon: 4 },
      { kind: "lookahead", steps: 2, discount: 1 },
    ] as const) {
      const here = solve(world.dynamics, world.reward, criterion);
      const there = solve(twin.dynamics, twin.reward, criterion);
      states.forEach((renamed, state) => {
        expect(there.value[renamed]).toBeCloseTo(here.value[state] ?? Number.NaN, 9);
        const mask = here.optimal.mask[state] ?? 0;
        const moved = actions.reduce((bits, to, from) => bits | (((mask >>> from) & 1) << to), 0);
        expect(there.optimal.mask[renamed]).toBe(moved);
      });
      const measured = { criterion: criterion.kind === "lookahead" ? ({ kind: "average" } as const) : criterion };
      const one = returnRange({ dynamics: world.dynamics, reward: world.other, optimal: here.optimal, ...measured });
      const two = returnRange({ dynamics: twin.dynamics, reward: twin.other, optimal: there.optimal, ...measured });
      for (const end of ["min", "mean", "max"] as const) {
        expect(two[end]).toBeCloseTo(one[end], 9);
      }
    }
  }
});

test("an episode that ends is worth the rewards up to its end, and 0 from there", () => {
  const { dynamics, reward } = smallWorld(0, [
    [0, 0, [[1, 1, 4]]],
    [0, 1, [[2, 1, 7]]],
    [1, 0, [[2, 1, 6]]],
  ]);
  const { value, optimal } = policyIteration(dynamics, reward, { discount: 0.5 });
  expect([...value]).toEqual([7, 6, 0]);
  expect([...optimal.mask]).toEqual([0b11, 0b01, 0]); // 4 + 0.5·6 = 7
});

test("allowed actions bind, and one that leaves a state without any is refused", () => {
  const { dynamics, reward } = smallWorld(0, [
    [0, 0, [[0, 1, 1]]],
    [0, 1, [[0, 1, 2]]],
  ]);
  expect(policyIteration(dynamics, reward, { discount: 0.5, allowed: Int32Array.of(0b01) }).startValue).toBe(2);
  // In phases: 1 now, 2 next, and so on.
  const timed = policyIteration(dynamics, reward, { discount: 0.5, allowed: Int32Array.of(0b01, 0b10) });
  expect(timed.optimal).toEqual({ kind: "timed", horizon: 2, mask: Int32Array.of(0b01, 0b10) });
  expect(timed.startValue).toBeCloseTo((1 + 0.5 * 2) / (1 - 0.25), 14);
  expect(() => policyIteration(dynamics, reward, { discount: 0.5, allowed: Int32Array.of(0) })).toThrow("none of them is legal at state 0");
});

test("a discount of 1 is refused, and value iteration that is cut short says so", () => {
  const { dynamics, reward } = smallWorld(0, [[0, 0, [[0, 1, 1]]]]);
  expect(() => policyIteration(dynamics, reward, { discount: 1 })).toThrow("Cannot use 1 as a discount");
  const short = { discount: 0.99, tolerance: 1e-9, maxSweeps: 10 };
  expect(() => valueIteration(dynamics, reward, short)).toThrow(expect.objectContaining({ code: "not-converged" }));
});

test("value iteration that stops early owns up to it: its tie tolerance covers its error", () => {
  const world = drawWorld(createRng("early"), { states: 8, actions: 3, outcomes: 3, terminal: false });
  const exact = policyIteration(world.dynamics, world.reward, { discount: 0.95 });
  const early = valueIteration(world.dynamics, world.reward, { discount: 0.95, tolerance: 1e-2, maxSweeps: 1000 });
  const gap = Math.max(...exact.q.map((q, row) => (q === Number.NEGATIVE_INFINITY ? 0 : Math.abs(q - (early.q[row] ?? 0)))));
  expect(gap).toBeGreaterThan(1e-6);
  expect(gap).toBeLessThanOrEqual(early.tieTolerance);
});

test("the discounted occupancy of a drawn policy is the sum it is defined by", () => {
  const { dynamics, reward } = drawWorld(createRng("visits"), { states: 7, actions: 2, outcomes: 2, terminal: true });
  const policy = uniformPolicy(dynamics);
  const criterion = { kind: "discounted", discount: 0.9 } as const;
  const { mass } = occupancy({ dynamics, policy, criterion });
  // Σ_t γ^t P(s_t = s) is the value of a world that pays 1 on leaving s.
  for (let state = 0; state < 7; state++) {
    if (dynamics.terminal[state] === 0) {
      const paid = reward.map((_, z) => {
        const rowOf = dynamics.rowStart.findLastIndex((first) => first <= z);
        return Math.floor(rowOf / 2) === state ? 1 : 0;
      });
      expect(mass[state]).toBeCloseTo(0.1 * evaluatePolicy({ dynamics, reward: paid, policy, criterion }), 12);
    }
  }
});

test("started near by it finds what it finds from nothing, whatever it is started from", () => {
  for (let at = 0; at < 20; at++) {
    const { dynamics, reward } = drawWorld(createRng(`near ${at}`), { states: 8, actions: 3, outcomes: 3, terminal: at % 2 === 0 });
    const anew = policyIteration(dynamics, reward, { discount: 0.95 });
    const negative = reward.map((r) => -r);
    for (const near of [policyIteration(dynamics, reward, { discount: 0.9 }), policyIteration(dynamics, negative, { discount: 0.5 })]) {
      const found = policyIteration(dynamics, reward, { discount: 0.95, near: near.optimal.mask });
      expect(found.optimal).toEqual(anew.optimal);
      expect([...found.value]).toEqual([...anew.value].map((value) => expect.closeTo(value, 10)));
    }
  }
});
