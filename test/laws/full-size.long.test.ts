import { checkEnvironment } from "@firebreak/core/testing";
import { budget, calendar, inbox } from "@firebreak/envs";
import { describe, expect, it } from "vitest";

/** The catalog's laws meet smaller ones of these. */
describe("the offices in their full size", () => {
  it.each([budget.with(), calendar.with(), inbox.with()])("$id keeps the laws of worlds", (environment) => {
    expect(checkEnvironment(environment).filter(({ pass }) => !pass)).toEqual([]);
  });
});
