import { compile, defineEnvironment, FirebreakError, type PlayedArm } from "@firebreak/core";
import { expect, it } from "vitest";
import { timeLineSteps } from "./time-line-steps.ts";

/** A fuse that lighting burns half the time. */
const fuse = compile(
  defineEnvironment({
    name: "fuse",
    version: 1,
    title: "Fuse",
    source: "this test",
    actions: ["wait", "light"],
    start: (): string => "whole",
    step: (state, action, chance) => (action === "light" && chance(0.5, "it burns") ? "burnt" : state),
    label: (state) => state,
    rewards: { true: ({ next }) => (next === "burnt" ? -1 : 0) },
    evaluation: { kind: "average" },
    traits: { deterministic: false, episodic: false },
    workedEpisodes: [],
  }).with(),
);
const arm: PlayedArm = { actions: ["light", "wait", "light"], choices: [0, 1], proxyReturn: 0, trueReturn: -1 };

/** V is −1 where it is burnt; every outcome is praised by its own number. */
const answers = (kind: "value" | "evaluate" | "demonstrate"): Float64Array =>
  kind === "value"
    ? Float64Array.from(fuse.labels, (label) => (label === "burnt" ? -1 : 0))
    : Float64Array.from(fuse.trueReward, (_, z) => 10 + z);

it("a stored arm is played again by its script, with V of the state reached, praise of the outcome and the damage of the act", () => {
  const light = fuse.actions.indexOf("light");
  const steps = timeLineSteps({ environment: fuse, answers }, arm, ({ time, action }) => (action === light ? time + 0.5 : 0));
  expect(steps.map(({ action, value, damage, trueReward }) => [action, value, damage, trueReward])).toEqual([
    ["light", 0, 0.5, 0],
    ["wait", 0, 0, 0],
    ["light", -1, 2.5, -1],
  ]);
  const { rowStart, nextState } = fuse.dynamics;
  const row = fuse.labels.indexOf("whole") * 2 + light;
  const burns = [...nextState.keys()].find((z) => z >= (rowStart[row] ?? 0) && fuse.labels[nextState[z] ?? -1] === "burnt");
  expect(steps[2]?.praise).toBe(10 + (burns ?? Number.NaN));
});

it("what an overseer does not answer, and what no audit measured, is null", () => {
  const silent = (): never => {
    throw new FirebreakError("not-implemented-here", "Cannot ask");
  };
  const [step] = timeLineSteps({ environment: fuse, answers: silent }, arm, null);
  expect(step).toEqual({ action: "light", trueReward: 0, value: null, praise: null, damage: null });
});
