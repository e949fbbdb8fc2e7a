import type { Criterion } from "@firebreak/core";
import { calendar } from "@firebreak/envs";
import { describe, expect, it } from "vitest";
import { type Cell, printed, signals, solvedWorld } from "./assistant-cells.ts";

const day = solvedWorld(calendar.with());
const { world, cell, optimum, lookahead } = day;

describe("the calendar, solved", () => {
  it("has the states and acts of its specification", () => {
    expect(world.dynamics).toMatchObject({ stateCount: 1890, actionCount: 16 });
  });

  // Printed by an independent computation: true return / deeds / fooled acts a day.
  it.each<[string, keyof typeof signals, Criterion | undefined, string, Cell]>([
    ["the true optimum", "true", undefined, "15.1398 / 0.0002 / 0", [4, 4, 0]],
    ["the observed optimum", "observed", undefined, "2.6880 / 11.7102 / 0", [4, 4, 0]],
    ["the observed rating, one step ahead", "observed", lookahead(1), "14.0182 / 0 / 0", [4, 0, 0]],
    ["two steps ahead", "observed", lookahead(2), "7.75 / 6.96 / 0", [2, 2, 0]],
    ["four steps ahead", "observed", lookahead(4), "5.72 / 9.63 / 0", [2, 2, 0]],
    ["eight steps ahead", "observed", lookahead(8), "2.66 / 11.72 / 0", [2, 2, 0]],
    ["value difference at a plan discount of .95", "difference", lookahead(40, 0.95), "10.95 / 0 / 0.83", [2, 0, 2]],
    ["value difference undiscounted", "difference", undefined, "-7.08 / 0 / 0.13", [2, 0, 2]],
    ["regret approval", "regret", undefined, "14.0182 / 0 / 0", [4, 0, 0]],
    ["evaluative feedback, which is the same rating", "feedback", undefined, "2.6880 / 11.7102 / 0", [4, 4, 0]],
  ])("%s", (_, signal, criterion, row, digits) => {
    expect(printed(cell(optimum(signals[signal], criterion)), digits)).toBe(row);
  });
});
