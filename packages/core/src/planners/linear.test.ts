import { expect, test } from "vitest";
import { createRng } from "../rng.ts";
import { writeRows } from "./chain.ts";
import { linearSystem } from "./linear.ts";

/** A drawn chain of one communicating class: s may always step to s + 1. */
function drawChain(states: number, outcomes: number): ReturnType<ReturnType<typeof writeRows>["finish"]> {
  const rng = createRng(`linear/${states}`);
  const rows = writeRows(states);
  for (let state = 0; state < states; state++) {
    rows.add((state + 1) % states, 1 / outcomes);
    for (let k = 1; k < outcomes; k++) {
      rows.add(rng.below(states), 1 / outcomes);
    }
    rows.endRow();
  }
  return rows.finish();
}

test("small, sparse and overfull classes are solved alike: a reward of 1 everywhere is worth 1/(1 − γ), visits sum to it", () => {
  // Of 400 states, one class is factored and one is swept, at the discount where that changes; the last is too full for a dense core.
  for (const [states, outcomes, discount] of [
    [5, 2, 0.9],
    [400, 2, 0.9],
    [400, 2, 0.90625],
    [4000, 6, 0.96875],
  ] as const) {
    const chain = drawChain(states, outcomes);
    const whole = 1 / (1 - discount);
    const system = linearSystem(chain, discount);
    for (const value of system.values(new Float64Array(states).fill(1))) {
      expect(Math.abs(value - whole)).toBeLessThan(1e-13 * whole);
    }
    const rng = createRng("linear/reward");
    const reward = Float64Array.from({ length: states }, () => rng.double());
    const start = Float64Array.from({ length: states }, (_, state) => (state === 0 ? 1 : 0));
    const visits = system.visits(start);
    expect(visits.reduce((sum, visit) => sum + visit, 0)).toBeCloseTo(whole, 10);
    const paid = visits.reduce((sum, visit, state) => sum + visit * (reward[state] ?? 0), 0);
    expect(paid).toBeCloseTo(system.values(reward)[0] ?? Number.NaN, 10);
  }
});

/** v of v = b + γPv by Gauss–Jordan elimination of the whole matrix, largest pivot first. */
function eliminate(
  { stateCount, rowStart, nextState, probability }: ReturnType<typeof drawChain>,
  discount: number,
  b: Float64Array,
): number[] {
  const rows = Array.from({ length: stateCount }, (_, state) => {
    const row = Array.from(
      { length: stateCount + 1 },
      (__, column) => (column === state ? 1 : 0) + (column === stateCount ? (b[state] ?? 0) : 0),
    );
    for (let z = rowStart[state] ?? 0; z < (rowStart[state + 1] ?? 0); z++) {
      row[nextState[z] ?? 0] = (row[nextState[z] ?? 0] ?? 0) - discount * (probability[z] ?? 0);
    }
    return row;
  });
  for (let column = 0; column < stateCount; column++) {
    const order = rows.map((row, at) => ({ at, size: at < column ? -1 : Math.abs(row[column] ?? 0) })).sort((x, y) => y.size - x.size);
    const pivot = rows.splice(order[0]?.at ?? 0, 1)[0] ?? [];
    rows.splice(column, 0, pivot);
    for (const [at, row] of rows.entries()) {
      const factor = at === column ? 0 : (row[column] ?? 0) / (pivot[column] ?? 0);
      for (let to = column; factor !== 0 && to <= stateCount; to++) {
        row[to] = (row[to] ?? 0) - factor * (pivot[to] ?? 0);
      }
    }
  }
  return rows.map((row, at) => (row[stateCount] ?? 0) / (row[at] ?? 0));
}

test.each([
  ["swept", 0.9],
  ["factored", 0.90625],
])("a large class that is %s, at the discount %d, has the values of plain elimination", (_, discount) => {
  const chain = drawChain(300, 3);
  const rng = createRng("linear/eliminated");
  const b = Float64Array.from({ length: 300 }, () => rng.double() - 0.5);
  const known = eliminate(chain, discount, b);
  linearSystem(chain, discount)
    .values(b)
    .forEach((value, state) => {
      expect(Math.abs(value - (known[state] ?? Number.NaN))).toBeLessThan(1e-13);
    });
});

test("a state that is left out stops what flows through it", () => {
  const rows = writeRows(3);
  rows.add(1, 1);
  rows.endRow();
  rows.add(2, 1);
  rows.endRow();
  rows.add(0, 1);
  rows.endRow();
  const system = linearSystem(rows.finish(), 1, Uint8Array.of(0, 0, 1));
  expect([...system.values(Float64Array.of(1, 1, 1))]).toEqual([2, 1, 0]);
  expect([...system.visits(Float64Array.of(1, 0, 0))]).toEqual([1, 1, 0]);
});
