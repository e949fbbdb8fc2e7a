import { expect, test } from "vitest";
import { createRng } from "../rng.ts";
import { multiplyRows, type StochasticRows } from "./sparse-product.ts";

type Dense = readonly (readonly number[])[];

/** A matrix of which each row has so many entries, whose columns are drawn. */
function drawn(states: number, entries: number, path: string): Dense {
  const rng = createRng(path);
  return Array.from({ length: states }, () => {
    const row = Array.from({ length: states }, () => 0);
    for (let entry = 0; entry < entries; entry++) {
      row[rng.below(states)] = rng.double();
    }
    return row;
  });
}

function rowsOf(dense: Dense): StochasticRows {
  const kept = dense.map((row) => row.flatMap((share, next) => (share === 0 ? [] : [[next, share] as const])));
  return {
    stateCount: dense.length,
    rowStart: Int32Array.from({ length: kept.length + 1 }, (_, row) => kept.slice(0, row).flat().length),
    nextState: Int32Array.from(kept.flat(), ([next]) => next),
    probability: Float64Array.from(kept.flat(), ([, share]) => share),
  };
}

/** Σ_k x(i, k) y(k, j), k ascending. */
const product = (x: Dense, y: Dense): Dense =>
  x.map((row) =>
    y.map((_, j) => row.reduce((sum, share, k) => (share === 0 || y[k]?.[j] === 0 ? sum : sum + share * (y[k]?.[j] ?? 0)), 0)),
  );

test.each([
  ["sparse", 90, 1],
  ["half full", 40, 6],
  ["full", 12, 200],
  ["empty", 5, 0],
] as const)("the product of %s matrices is the textbook's, to the bit, columns ascending", (_, states, entries) => {
  const [x, y] = [drawn(states, entries, "x"), drawn(states, entries, "y")];
  expect(multiplyRows(rowsOf(x), rowsOf(y))).toEqual(rowsOf(product(x, y)));
});
