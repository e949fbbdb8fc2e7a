import { describe, expect, test } from "vitest";
import { rewardOf, type Signal, type SignalInputs } from "./signal.ts";

const inputs: SignalInputs = {
  dynamics: {
    stateCount: 1,
    actionCount: 2,
    rowStart: Int32Array.of(0, 1, 2),
    nextState: Int32Array.of(0, 0),
    probability: Float64Array.of(1, 1),
    initial: Float64Array.of(1),
    terminal: Uint8Array.of(0),
    maxOutcomes: 1,
  },
  answers: () => new Float64Array(2),
  discount: 1,
};
const paying = (reward: unknown): Signal => ({
  id: "odd@1",
  title: "Odd",
  asks: [],
  readsObserved: false,
  readsTrue: false,
  potential: "none",
  compile: () => reward as Float64Array, // what an author without types may give
  perStep: () => ({}),
  questions: () => ({}),
});

describe("rewardOf", () => {
  test("gives a reward of one finite number an outcome as it is", () => {
    expect(rewardOf(paying(Float64Array.of(1, -2)), inputs)).toEqual(Float64Array.of(1, -2));
  });

  test.each([
    [Float64Array.of(1), /'odd@1': it gave 1 numbers, and the world has 2 outcomes/],
    [[1, 2], /it gave no Float64Array/],
    [Float64Array.of(0, Number.NaN), /its reward of outcome 1 is NaN/],
  ])("refuses %s", (reward, message) => {
    expect(() => rewardOf(paying(reward), inputs)).toThrow(
      expect.objectContaining({ code: "bad-reward", message: expect.stringMatching(message) }),
    );
  });
});
