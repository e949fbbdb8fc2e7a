import { expect, it } from "vitest";
import { knobTicks } from "./knob-ticks.ts";

it("gives whole numbers whole ticks, at most eleven", () => {
  expect(knobTicks("linear", [0, 1, 2, 3, 3])).toEqual({ tick0: 0, dtick: 1 });
  expect(knobTicks("linear", [2])).toEqual({ tick0: 0, dtick: 1 });
  expect(knobTicks("linear", [0, 36])).toEqual({ tick0: 0, dtick: 4 });
  expect(knobTicks("linear", [0, 0.5, 1])).toEqual({ nticks: 11 });
});

it("has a logarithmic tick at every value that was run, and leaves out a label that would meet the one before", () => {
  expect(knobTicks("log", [4, 1, 2, 1])).toEqual({ type: "log", tickvals: [1, 2, 4], ticktext: ["1", "2", "4"] });
  // Four decades: from 0.02 to 0.03 are 4.4 % of them, from 0.03 to 0.05 are 5.5 %.
  expect(knobTicks("log", [0.001, 0.01, 0.02, 0.03, 0.05, 0.1, 10]).ticktext).toEqual(["0.001", "0.01", "0.02", "", "0.05", "0.1", "10"]);
  expect(knobTicks("log", [8]).ticktext).toEqual(["8"]);
});
