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
  // The last is too full for a dense core, and is swept.
  for (const [states, outcomes] of [
    [5, 2],
    [400, 2],
    [4000, 6],
  ] as const) {
    const chain = drawChain(states, outcomes);
    const system = linearSystem(chain, 0.9);
    for (const value of system.values(new Float64Array(states).fill(1))) {
      expect(Math.abs(value - 10)).toBeLessThan(1e-12);
    }
    const rng = createRng("linear/reward");
    const reward = Float64Array.from({ length: states }, () => rng.double());
    const start = Float64Array.from({ length: states }, (_, state) => (state === 0 ? 1 : 0));
    const visits = system.visits(start);
    expect(visits.reduce((sum, visit) => sum + visit, 0)).toBeCloseTo(10, 10);
    const paid = visits.reduce((sum, visit, state) => sum + visit * (reward[state] ?? 0), 0);
    expect(paid).toBeCloseTo(system.values(reward)[0] ?? Number.NaN, 10);
  }
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
