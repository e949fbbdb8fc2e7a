import { expect, test } from "vitest";
import { most } from "./greedy.ts";

test("the most of more items than a call takes arguments is found, and of none is below all", () => {
  const items = Array.from({ length: 300_000 }, (_, at) => (at === 123_456 ? 7 : -at));
  expect(most(items, (item) => item)).toBe(7);
  expect(most([], () => 1)).toBe(Number.NEGATIVE_INFINITY);
});
