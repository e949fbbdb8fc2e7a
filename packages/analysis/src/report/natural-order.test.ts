import { expect, it } from "vitest";
import { byNaturalOrder } from "./natural-order.ts";

it("numbers inside of ids are in order of size, whatever their number of digits", () => {
  const sorted = ["-", "discounted-0", "discounted-0.5", "discounted-0.95", "finite-1", "finite-2", "finite-12", "finite-100"];
  expect([...sorted].reverse().sort(byNaturalOrder)).toEqual(sorted);
});

it("ids that differ in how a number is written have an order, the same both ways", () => {
  expect(byNaturalOrder("a-1", "a-1.0")).toBe(-byNaturalOrder("a-1.0", "a-1"));
  expect(byNaturalOrder("a-1", "a-1.0")).not.toBe(0);
});
