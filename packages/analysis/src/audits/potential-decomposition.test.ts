import { averageReward, createRng, type Rng, type TabularMdp } from "@firebreak/core";
import { matrix, multiply, pinv } from "mathjs";
import { describe, expect, it } from "vitest";
import { randomWorld, stateOfOutcome } from "../../test/random-world.ts";
import { metBy, potentialFit } from "./potential-decomposition.ts";

const worldOf = (at: number) => randomWorld(`potential-${at}`, { states: 7, actions: 2, outcomes: 1 + (at % 3), ends: at % 4 === 0 });

/** γV(s') − V(s) of every outcome. */
function differences(dynamics: TabularMdp, potential: Float64Array, discount: number): Float64Array {
  const states = stateOfOutcome(dynamics);
  return Float64Array.from(dynamics.nextState, (next, z) => discount * (potential[next] ?? 0) - (potential[states[z] ?? 0] ?? 0));
}

/** The pseudo-inverse of the whole matrix of outcomes, times the reward: slow, dense, from another library. */
function denselyBest(dynamics: TabularMdp, reward: Float64Array, discount: number): readonly number[] {
  const states = stateOfOutcome(dynamics);
  const rows = Array.from(dynamics.nextState, (next, z) => {
    const row = Array.from({ length: dynamics.stateCount }, () => 0);
    row[next] = discount;
    row[states[z] ?? 0] = (row[states[z] ?? 0] ?? 0) - 1;
    return row;
  });
  return multiply(pinv(matrix(rows)), matrix([...reward])).toArray() as number[];
}

/** A closed walk along steps and against them: out and back by other steps, where there are any. Signs with outcomes. */
function closedWalk(dynamics: TabularMdp, rng: Rng): readonly { readonly z: number; readonly sign: number }[] {
  const states = stateOfOutcome(dynamics);
  const edges = Array.from(dynamics.nextState, (next, z) => ({ z, from: states[z] ?? 0, to: next }));
  const walk: { z: number; sign: number }[] = [];
  const begin = rng.below(dynamics.stateCount);
  for (let at = begin; walk.length < 400; ) {
    const ways = edges.flatMap(({ z, from, to }) => [
      ...(from === at ? [{ z, sign: 1, to }] : []),
      ...(to === at ? [{ z, sign: -1, to: from }] : []),
    ]);
    const way = ways[rng.below(Math.max(1, ways.length))];
    if (way === undefined) {
      return [];
    }
    walk.push(way);
    at = way.to;
    if (at === begin && walk.length > 3) {
      return walk;
    }
  }
  return [];
}

const sumAlong = (walk: ReturnType<typeof closedWalk>, reward: Float64Array): number =>
  walk.reduce((sum, { z, sign }) => sum + sign * (reward[z] ?? 0), 0);

describe("the potential decomposition", () => {
  it("leaves nothing over of a difference of potentials, at its own discount, and finds the potential of least norm", () => {
    for (let at = 0; at < 30; at++) {
      const { dynamics, potential } = worldOf(at);
      for (const discount of [1, 0.9]) {
        const reward = differences(dynamics, potential(), discount);
        const fit = potentialFit(dynamics, reward, { discount });
        expect(fit.largest).toBeLessThan(1e-10);
        expect(Math.abs(fit.loopRate)).toBeLessThan(1e-9);
        const dense = denselyBest(dynamics, reward, discount);
        expect([...fit.potential]).toEqual(dense.map((value) => expect.closeTo(value, 8)));
      }
    }
  });

  it("leaves over of any other reward what a dense pseudo-inverse leaves", () => {
    for (let at = 0; at < 30; at++) {
      // With several outcomes a row rewards read the next state; with one it makes no difference.
      const { dynamics, first } = worldOf(at);
      for (const discount of [1, 0.9]) {
        const fit = potentialFit(dynamics, first, { discount });
        const dense = Float64Array.from(denselyBest(dynamics, first, discount));
        const left = differences(dynamics, dense, discount).map((explained, z) => (first[z] ?? 0) - explained);
        expect([...fit.leftOver]).toEqual([...left].map((value) => expect.closeTo(value, 8)));
        const squares = (numbers: Float64Array): number => numbers.reduce((sum, value) => sum + value * value, 0);
        expect(fit.share).toBeCloseTo(squares(left) / squares(first), 9);
      }
    }
  });

  it("leaves nothing over if and only if signed closed walks sum to 0: one changed step breaks both", () => {
    const rng = createRng("signed walks");
    let broken = 0;
    for (let at = 0; at < 40; at++) {
      const { dynamics, potential } = worldOf(at);
      const reward = differences(dynamics, potential(), 1);
      const walks = Array.from({ length: 60 }, () => closedWalk(dynamics, rng));
      expect(Math.max(...walks.map((walk) => Math.abs(sumAlong(walk, reward))))).toBeLessThan(1e-9);
      const changed = Float64Array.from(reward);
      const z = rng.below(changed.length);
      changed[z] = (changed[z] ?? 0) + 1;
      const off = Math.max(...walks.map((walk) => Math.abs(sumAlong(walk, changed))));
      const { largest } = potentialFit(dynamics, changed);
      // A walk that is off proves that something is left over; where none is, the step is on no cycle.
      expect(largest > 1e-3).toBe(off > 1e-3);
      broken += off > 1e-3 ? 1 : 0;
    }
    expect(broken).toBeGreaterThan(20);
  });

  it("explains any reward of a world without signed cycles, and calls loops alone no proof", () => {
    // Two ways from 0 to 3 that never come back: no loop pays anything, and the ways differ.
    const dynamics: TabularMdp = {
      stateCount: 4,
      actionCount: 2,
      rowStart: Int32Array.from([0, 1, 2, 3, 3, 4, 4, 4, 4]),
      nextState: Int32Array.from([1, 2, 3, 3]),
      probability: new Float64Array(4).fill(1),
      initial: Float64Array.from([1, 0, 0, 0]),
      terminal: Uint8Array.from([0, 0, 0, 1]),
      maxOutcomes: 1,
    };
    // The signed cycle sums to 4 and has four steps: 1 is left over of each.
    const fit = potentialFit(dynamics, Float64Array.from([4, 0, 0, 0]));
    expect(fit).toMatchObject({ largest: expect.closeTo(1, 9), share: expect.closeTo(4 / 16, 9), loopRate: expect.closeTo(0, 9) });
    const alone = {
      ...dynamics,
      rowStart: Int32Array.from([0, 1, 1, 2, 2, 3, 3, 3, 3]),
      nextState: Int32Array.from([1, 3, 3]),
      probability: new Float64Array(3).fill(1),
    };
    expect(potentialFit(alone, Float64Array.from([4, -7, 2.5])).largest).toBeLessThan(1e-12);
  });

  it("has loops that collect of what is left over what they collect of the reward, undiscounted", () => {
    for (let at = 0; at < 20; at++) {
      const { dynamics, first } = worldOf(at);
      expect(potentialFit(dynamics, first).loopRate).toBeCloseTo(Math.max(...averageReward(dynamics, first).value), 8);
    }
  });

  it("takes a reward of rows by rows: the expected potential after a step", () => {
    const { dynamics, potential } = worldOf(2);
    const rows = differences(dynamics, potential(), 1);
    const reward = new Float64Array(rows.length);
    for (let row = 0; row + 1 < dynamics.rowStart.length; row++) {
      const [first, end] = [dynamics.rowStart[row] ?? 0, dynamics.rowStart[row + 1] ?? 0];
      let mean = 0;
      for (let z = first; z < end; z++) {
        mean += (dynamics.probability[z] ?? 0) * (rows[z] ?? 0);
      }
      reward.fill(mean, first, end);
    }
    expect(potentialFit(dynamics, reward).largest).toBeLessThan(1e-10);
  });

  it("fits what is hardly ever met as well as the rest: weights over twelve orders of magnitude", () => {
    // Two steps lead from each state to the next, weighed 1 to 3: whatever they weigh together, a quarter and three quarters of how they differ are left.
    const length = 300;
    const outcomes = 2 * length;
    const dynamics: TabularMdp = {
      stateCount: length + 1,
      actionCount: 2,
      rowStart: Int32Array.from({ length: outcomes + 3 }, (_, row) => Math.min(row, outcomes)),
      nextState: Int32Array.from({ length: outcomes }, (_, z) => Math.floor(z / 2) + 1),
      probability: new Float64Array(outcomes).fill(1),
      initial: Float64Array.from({ length: length + 1 }, (_, state) => (state === 0 ? 1 : 0)),
      terminal: Uint8Array.from({ length: length + 1 }, (_, state) => (state === length ? 1 : 0)),
      maxOutcomes: 1,
    };
    const rng = createRng("weights");
    const reward = Float64Array.from({ length: outcomes }, () => rng.double() - 0.5);
    const weight = Float64Array.from({ length: outcomes }, (_, z) => (z % 2 === 0 ? 1 : 3) * 10 ** (-12 * (Math.floor(z / 2) / length)));
    const { leftOver, potential } = potentialFit(dynamics, reward, { weight });
    for (let state = 0; state < length; state++) {
      const apart = (reward[2 * state] ?? 0) - (reward[2 * state + 1] ?? 0);
      expect(leftOver[2 * state]).toBeCloseTo(0.75 * apart, 9);
      expect(leftOver[2 * state + 1]).toBeCloseTo(-0.25 * apart, 9);
    }
    // Of least norm: a constant is free, and the mean is 0.
    expect(potential.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 8);
  });

  it("weighs steps as a policy takes them: what it never does is not counted", () => {
    for (let at = 0; at < 20; at++) {
      const { dynamics, first, policy } = worldOf(at);
      const clock = { kind: "discounted", discount: 0.9 } as const;
      const weight = metBy(dynamics, clock, policy("ρ"));
      // Time after the end is met by no step.
      expect(weight.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-12);
      const fit = potentialFit(dynamics, first, { weight });
      const squares = fit.leftOver.reduce((sum, left, z) => sum + (weight[z] ?? 0) * left * left, 0);
      // No other potential does better: neither does any small step from this one.
      const rng = createRng(`step-${at}`);
      for (let step = 0; step < 20; step++) {
        const other = fit.potential.map((value) => value + 0.01 * (rng.double() - 0.5));
        const left = differences(dynamics, other, 1).map((explained, z) => (first[z] ?? 0) - explained);
        expect(left.reduce((sum, value, z) => sum + (weight[z] ?? 0) * value * value, 0)).toBeGreaterThanOrEqual(squares - 1e-9);
      }
    }
  });
});
