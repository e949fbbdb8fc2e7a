import { describe, expect, it } from "vitest";
import { scaleByInterval } from "./scale-by-interval.ts";

// The cases, weights, losses and intervals of imitation's tests/test_regularization.py.
describe.each([
  [0.9, 1],
  [0.01, 10],
])("scaling by a half outside of %f to %f", (from, to) => {
  const scaling = { by: 0.5, from, to };
  const scaled = (weight: number, training: number, heldOut: number): number => scaleByInterval(weight, { training, heldOut }, scaling);

  it.each([10, 0.001])("multiplies %f by 1.5 above the interval, by 0.5 below it, and leaves it inside", (weight) => {
    for (const training of [100, 10, 0.1]) {
      expect(scaled(weight, training, 2 * to * training)).toBe(weight * 1.5);
      expect(scaled(weight, training, (from / 2) * training)).toBe(weight * 0.5);
      expect(scaled(weight, training, ((from + to) / 2) * training)).toBe(weight);
    }
  });

  it.each([10, 0.001])("leaves %f at a loss of 0 over 0, and raises it at any other over 0", (weight) => {
    for (const nothing of [0, 1e-16]) {
      expect(scaled(weight, nothing, 0)).toBe(weight);
      expect(scaled(weight, nothing, 1e-16)).toBe(weight);
      expect(scaled(weight, nothing, 1)).toBe(weight * 1.5);
    }
    expect(scaled(weight, 1, 0)).toBe(weight * 0.5); // 0 over something is below the interval
  });
});

it("takes the ends of the interval for inside", () => {
  const scaling = { by: 0.25, from: 0.5, to: 2 };
  expect([1, 4].map((heldOut) => scaleByInterval(3, { training: 2, heldOut }, scaling))).toEqual([3, 3]);
  expect([0.99, 4.01].map((heldOut) => scaleByInterval(3, { training: 2, heldOut }, scaling))).toEqual([2.25, 3.75]);
});
