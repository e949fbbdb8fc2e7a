import { describe, expect, test } from "vitest";
import { compile } from "./compile.ts";
import { defineEnvironment, type EnvironmentSpec } from "./environment.ts";
import { answerTables } from "./overseer.ts";

const spec: EnvironmentSpec<number, "stay"> = {
  title: "A room",
  source: "this test",
  actions: ["stay"],
  start: () => 0,
  step: (state) => state,
  label: String,
  rewards: { true: () => 0 },
  evaluation: { kind: "average" },
  traits: { deterministic: true, episodic: false },
  workedEpisodes: [],
};
const room = (change: object): unknown => defineEnvironment({ name: "room", version: 1, ...spec, ...change }).with();

describe("defineEnvironment", () => {
  test.each<[string, object, RegExp]>([
    ["no evaluation", { evaluation: undefined }, /its 'evaluation' is missing/],
    ["no title", { title: undefined }, /its 'title' is missing/],
    ["no step", { step: undefined }, /its 'step' is missing/],
    ["no true reward", { rewards: {} }, /its 'rewards.true' is missing/],
    ["no action", { actions: [] }, /it has 0 actions, and needs 1 to 32/],
    ["33 actions", { actions: Array.from({ length: 33 }, (_, action) => `a${action}`) }, /it has 33 actions/],
    ["two actions of one name", { actions: ["stay", "stay"] }, /two of its actions are named 'stay'/],
    ["an action with a space in its name", { actions: ["stay here"] }, /'stay here' is empty or has a space/],
    ["a discount of 1", { evaluation: { kind: "discounted", discount: 1 } }, /Cannot use 1 as a discount/],
  ])("refuses a world with %s", (_, change, message) => {
    expect(() => room(change)).toThrow(expect.objectContaining({ message: expect.stringMatching(message) }));
  });

  test("refuses a name that cannot stand in an id", () => {
    expect(() => defineEnvironment({ ...spec, name: "My Room", version: 1 })).toThrow(/'My Room'.*lower-case/);
  });
});

describe("answerTables", () => {
  test("refuses an overseer whose answers are not finite, naming her, the question and the world", () => {
    const world = compile(defineEnvironment({ ...spec, name: "room", version: 1 }).with());
    const overseer = { id: "blank@1", value: () => Number.NaN, evaluate: () => 0, demonstrate: () => undefined, compare: () => 0 as const };
    const tables = answerTables(world, { id: "blank@1", title: "Blank", answers: () => ["value"], build: () => overseer }, overseer);
    expect(() => tables("value")).toThrow(/'blank@1' to value in 'room@1': answer 0 of 1 is NaN/);
    expect(() => tables("evaluate")).toThrow(expect.objectContaining({ code: "not-implemented-here" }));
  });
});
