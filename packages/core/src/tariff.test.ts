import { expect, it } from "vitest";
import { randomWorld } from "../test/random-world.ts";
import { openAccount } from "./ledger.ts";
import { assumedSecondsTariff, bitTariff, budgetAt, demonstrationBits, questionTariff } from "./tariff.ts";

it("counts the bits of an answer: 3 of 8 levels, 1 of better or worse, log2 3 with ties", () => {
  expect(bitTariff({ levels: 8, ties: false, demonstration: 2 }).price).toEqual({ value: 3, evaluate: 3, demonstrate: 2, compare: 1 });
  expect(bitTariff({ levels: 2, ties: true, demonstration: 0 }).price.compare).toBeCloseTo(1.584962500721156, 14);
  expect(() => bitTariff({ levels: 1, ties: false, demonstration: 2 })).toThrow(/^Cannot count the bits of answers on a scale of 1 levels/);
  expect(() => bitTariff({ levels: 2, ties: false, demonstration: Number.NaN })).toThrow(/at least 0$/);
});

it("counts the bits of a demonstration by the legal actions, terminal states left out: (2 + log2 3 + 0)/3", () => {
  const { dynamics } = randomWorld({ states: 4, actions: 4, outcomes: 1, terminal: true }, "tariff");
  // Rows 4, 3, 1 and 0 legal actions: of one outcome each.
  const legal = [1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0];
  const rowStart = Int32Array.from([0, ...legal.map((_, row) => legal.slice(0, row + 1).reduce((sum, one) => sum + one, 0))]);
  expect(demonstrationBits({ ...dynamics, rowStart })).toBeCloseTo((2 + Math.log2(3)) / 3, 14);
  expect(demonstrationBits({ ...dynamics, rowStart: new Int32Array(17) })).toBe(0);
});

it("buys as many answers as a budget has units: at 120, of 8 levels and 4 actions, 40 ratings, 60 demonstrations or 120 comparisons", () => {
  const { remaining, charge } = openAccount(budgetAt(bitTariff({ levels: 8, ties: false, demonstration: 2 }), 120));
  expect([remaining("evaluate"), remaining("demonstrate"), remaining("compare")]).toEqual([40, 60, 120]);
  charge("demonstrate", 30);
  expect(remaining("value")).toBe(20);
  const minute = openAccount(budgetAt(assumedSecondsTariff, 60));
  expect([minute.remaining("evaluate"), minute.remaining("value"), minute.remaining("compare"), minute.remaining("demonstrate")]).toEqual([
    60, 20, 12, 6,
  ]);
  expect(openAccount(budgetAt(questionTariff, 7)).remaining("value")).toBe(7);
  expect(() => budgetAt(questionTariff, Number.NaN)).toThrow(/^Cannot keep a budget of NaN at the tariff 'questions'/);
});
