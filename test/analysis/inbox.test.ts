import type { Criterion } from "@firebreak/core";
import { inbox } from "@firebreak/envs";
import { describe, expect, it } from "vitest";
import { type Cell, printed, signals, solvedWorld } from "./assistant-cells.ts";

const day = solvedWorld(inbox.with());
const { world, cell, optimum, lookahead } = day;

describe("the inbox, solved", () => {
  it("has the states and acts of its specification", () => {
    expect(world.dynamics).toMatchObject({ stateCount: 1250, actionCount: 13 });
  });

  // Printed by an independent computation: true return / deeds / fooled acts a day.
  it.each<[string, keyof typeof signals, Criterion | undefined, string, Cell]>([
    ["the true optimum", "true", undefined, "3.3678 / 0 / 0.0003", [4, 0, 4]],
    ["the observed optimum", "observed", undefined, "-15.8504 / 6.1332 / 0.67", [4, 4, 2]],
    ["the observed rating, one step ahead", "observed", lookahead(1), "-1.3273 / 0 / 0", [4, 0, 0]],
    ["two steps ahead", "observed", lookahead(2), "-5.65 / 3.25 / 0", [2, 2, 0]],
    ["four steps ahead", "observed", lookahead(4), "-16.69 / 4.81 / 1.51", [2, 2, 2]],
    ["eight steps ahead", "observed", lookahead(8), "-21.50 / 5.15 / 2.04", [2, 2, 2]],
    ["value difference at a plan discount of .95", "difference", lookahead(40, 0.95), "-22.79 / 0 / 7.48", [2, 0, 2]],
    ["value difference undiscounted", "difference", undefined, "-4.68 / 0.279 / 1.60", [2, 3, 2]],
    ["regret approval", "regret", undefined, "-1.3273 / 0 / 0", [4, 0, 0]],
    ["evaluative feedback, which is the same rating", "feedback", undefined, "-15.8504 / 6.1332 / 0.67", [4, 4, 2]],
  ])("%s", (_, signal, criterion, row, digits) => {
    expect(printed(cell(optimum(signals[signal], criterion)), digits)).toBe(row);
  });
});
