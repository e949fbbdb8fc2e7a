import { describe, expect, test } from "vitest";
import { openAccount } from "./ledger.ts";

describe("an account", () => {
  test("counts repeats in asked and items in distinct", () => {
    const account = openAccount({ kind: "unlimited" });
    account.chargeEach("value", Float64Array.of(2, 0, 1));
    account.chargeEach("value", Float64Array.of(1, 0, 0));
    account.charge("compare", 3);
    expect(account.ledger()).toEqual({
      asked: { value: 4, evaluate: 0, demonstrate: 0, compare: 3 },
      distinct: { value: 2, evaluate: 0, demonstrate: 0, compare: 3 },
      environmentSteps: 0,
    });
  });

  test("refuses a question beyond the budget and counts nothing of it", () => {
    const account = openAccount({ kind: "cost", limit: 1, price: { demonstrate: 0.1, evaluate: 0.5 } });
    account.charge("demonstrate", 5);
    expect(account.remaining("demonstrate")).toBe(5);
    expect(account.remaining("evaluate")).toBe(1);
    expect(() => account.charge("evaluate", 2)).toThrow(expect.objectContaining({ code: "budget-exceeded" }));
    account.charge("evaluate", 1);
    expect(account.remaining("demonstrate")).toBe(0);
    expect(account.ledger().asked).toEqual({ value: 0, evaluate: 1, demonstrate: 5, compare: 0 });
  });

  test("spends ten questions at a tenth each from a budget of one", () => {
    const account = openAccount({ kind: "cost", limit: 1, price: { value: 0.1 } });
    for (let question = 0; question < 10; question++) {
      account.charge("value", 1);
    }
    expect(account.remaining("value")).toBe(0);
  });
});
