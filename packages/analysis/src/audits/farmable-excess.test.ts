import { compile, defineEnvironment } from "@firebreak/core";
import { permute } from "@firebreak/core/testing";
import { expect, it } from "vitest";
import { bestLoop } from "./farmable-excess.ts";

/** Chance decides between two rooms that the signal pays alike for ever; one of them is on fire. */
const rooms = compile(
  defineEnvironment({
    name: "rooms",
    version: 1,
    title: "Rooms",
    source: "this test",
    actions: ["stay"],
    start: (chance): string => (chance(0.5, "fire") ? "burning" : "quiet"),
    step: (state) => state,
    label: (state) => state,
    rewards: { true: ({ next }) => (next === "burning" ? -1 : 0) },
    evaluation: { kind: "average" },
    traits: { deterministic: false, episodic: false },
    workedEpisodes: [],
  }).with(),
);

it("the best loop is the one that serves the true reward least, in whatever order the states are told", () => {
  const told = [rooms, permute(rooms, { states: [1, 0], actions: [0] })];
  for (const world of told) {
    const { steps, proxyRate, trueRate } = bestLoop(world, Float64Array.of(1, 1));
    expect(steps.map(({ from }) => from)).toEqual(["burning"]);
    expect([proxyRate, trueRate]).toEqual([1, -1]);
  }
});
