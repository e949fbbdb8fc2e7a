import fc from "fast-check";
import { expect, test } from "vitest";
import { createRng } from "../rng.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { actionValues, actionValuesAndBest, backupModel, expectedReward, sweep } from "./backup.ts";

function draw(seed: string, shape: { states: number; actions: number; outcomes: number }): { dynamics: TabularMdp; reward: Float64Array } {
  const rng = createRng(seed);
  const rowStart = [0];
  const nextState: number[] = [];
  const probability: number[] = [];
  for (let row = 0; row < shape.states * shape.actions; row++) {
    const width = rng.next() < 0.2 ? 0 : 1 + rng.below(shape.outcomes);
    for (let k = 0; k < width; k++) {
      nextState.push(rng.below(shape.states));
      probability.push(1 / width);
    }
    rowStart.push(nextState.length);
  }
  const dynamics: TabularMdp = {
    stateCount: shape.states,
    actionCount: shape.actions,
    rowStart: Int32Array.from(rowStart),
    nextState: Int32Array.from(nextState),
    probability: Float64Array.from(probability),
    initial: new Float64Array(shape.states),
    terminal: new Uint8Array(shape.states),
    maxOutcomes: shape.outcomes,
  };
  return { dynamics, reward: Float64Array.from(nextState, () => rng.normal()) };
}

const shapes = fc.record({
  states: fc.integer({ min: 1, max: 9 }),
  actions: fc.integer({ min: 1, max: 6 }),
  outcomes: fc.integer({ min: 1, max: 4 }),
});

test("the backup kernels agree with sums written out, wide rows and deterministic ones alike", () => {
  fc.assert(
    fc.property(shapes, fc.integer({ min: 0, max: 1e6 }), fc.double({ min: 0, max: 1, noNaN: true }), (shape, seed, discount) => {
      const { dynamics, reward } = draw(`backup/${seed}`, shape);
      const allowed = Int32Array.from({ length: shape.states }, (_, s) => (seed >>> s) & 0b111111);
      const from = Float64Array.from({ length: shape.states }, (_, s) => Math.sin(s + seed));
      const model = backupModel(dynamics, reward, allowed);
      const q = new Float64Array(shape.states * shape.actions);
      const to = new Float64Array(shape.states);
      actionValues(model, { discount, value: from, out: q });
      const change = sweep(model, { discount, from, to });
      let largest = 0;
      for (let s = 0; s < shape.states; s++) {
        const options: number[] = [];
        for (let a = 0; a < shape.actions; a++) {
          const row = s * shape.actions + a;
          const zs = [...dynamics.nextState.keys()].filter(
            (z) => z >= (dynamics.rowStart[row] ?? 0) && z < (dynamics.rowStart[row + 1] ?? 0),
          );
          const legal = zs.length > 0 && ((allowed[s] ?? 0) >> a) % 2 === 1;
          const sum = zs.reduce(
            (x, z) => x + (dynamics.probability[z] ?? 0) * ((reward[z] ?? 0) + discount * (from[dynamics.nextState[z] ?? 0] ?? 0)),
            0,
          );
          if (legal) {
            expect(q[row]).toBeCloseTo(sum, 12);
            options.push(sum);
          } else {
            expect(q[row]).toBe(Number.NEGATIVE_INFINITY);
          }
        }
        const best = options.length === 0 ? 0 : Math.max(...options);
        expect(to[s]).toBeCloseTo(best, 12);
        largest = Math.max(largest, Math.abs(best - (from[s] ?? 0)));
      }
      expect(change).toBeCloseTo(largest, 12);
    }),
    { seed: 20261123, numRuns: 200 },
  );
});

test("values and their best in one pass are what the values alone give, to the bit, wide rows and deterministic ones alike", () => {
  fc.assert(
    fc.property(shapes, fc.integer({ min: 0, max: 1e6 }), (shape, seed) => {
      const { dynamics, reward } = draw(`best/${seed}`, shape);
      const model = backupModel(
        dynamics,
        reward,
        Int32Array.from({ length: shape.states }, (_, s) => (seed >>> s) & 0b111111),
      );
      const value = Float64Array.from({ length: shape.states }, (_, s) => Math.sin(s + seed));
      const [wanted, q] = [new Float64Array(shape.states * shape.actions), new Float64Array(shape.states * shape.actions)];
      const best = new Float64Array(shape.states);
      actionValues(model, { discount: 1, value, out: wanted });
      const largest = actionValuesAndBest(model, { value, q, best });
      const finite = (row: ArrayLike<number>): number[] => Array.from(row).filter(Number.isFinite);
      expect(q).toEqual(wanted);
      for (let s = 0; s < shape.states; s++) {
        const options = finite(wanted.subarray(s * shape.actions, (s + 1) * shape.actions));
        expect(best[s]).toBe(options.length === 0 ? 0 : Math.max(...options));
      }
      expect(largest).toBe(Math.max(0, ...finite(wanted).map(Math.abs)));
    }),
    { seed: 20261130, numRuns: 200 },
  );
});

test("the expected reward of a row weighs its outcomes, and that of an empty row is −Infinity", () => {
  const { dynamics } = draw("unused", { states: 1, actions: 1, outcomes: 1 });
  const world = {
    ...dynamics,
    actionCount: 2,
    rowStart: Int32Array.of(0, 2, 2),
    nextState: Int32Array.of(0, 0),
    probability: Float64Array.of(0.25, 0.75),
  };
  expect([...expectedReward(world, Float64Array.of(4, 8))]).toEqual([7, Number.NEGATIVE_INFINITY]);
});
