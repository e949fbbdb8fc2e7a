import { describe, expect, it } from "vitest";
import { createRng } from "../rng.ts";
import { crossEntropy, type Loss, regression, softmaxRow } from "./losses.ts";

const BATCH = 4;
const WIDTH = 3;
const rng = createRng("losses");
const outputs = Float32Array.from({ length: 2 * BATCH * WIDTH }, () => rng.normal());

/** The gradient by central differences. */
function slopes(loss: (outputs: Float32Array) => Loss): readonly number[] {
  const step = 1 / 64; // exact in float32
  return [...outputs.keys()].map((at) => {
    const moved = [step, -step].map((by) => outputs.map((value, index) => value + (index === at ? by : 0)));
    const [up = 0, down = 0] = moved.map((given) => loss(given).perSeed.reduce((sum, each) => sum + each, 0));
    return (up - down) / (2 * step);
  });
}

/** The largest difference between a loss's gradient and its slopes. */
function gap(loss: (outputs: Float32Array) => Loss): number {
  const { byOutputs } = loss(outputs);
  return slopes(loss).reduce((most, slope, at) => Math.max(most, Math.abs(slope - (byOutputs[at] ?? Number.NaN))), 0);
}

describe("cross-entropy", () => {
  const target = Int32Array.of(0, 1, 2, 0, 1, 1, 0, 2);
  const legal = Int32Array.of(7, 7, 7, 3, 3, 7, 5, 7);

  it("has the slopes of its value, legal actions and entropy included", () => {
    expect(gap((given) => crossEntropy(given, { batch: BATCH, width: WIDTH }, { target, legal, entropyWeight: 0.7 }))).toBeLessThan(2e-4);
  });

  it("is log A − w·log A for equal outputs", () => {
    const { perSeed, byOutputs } = crossEntropy(
      new Float32Array(WIDTH),
      { batch: 1, width: WIDTH },
      { target: Int32Array.of(1), legal: Int32Array.of(7), entropyWeight: 0.25 },
    );
    expect(perSeed[0]).toBeCloseTo(0.75 * Math.log(3), 12);
    [1 / 3, -2 / 3, 1 / 3].forEach((slope, at) => {
      expect(byOutputs[at]).toBeCloseTo(slope, 6);
    });
  });

  it("gives an illegal output no probability and no slope, however large it is", () => {
    const play = new Float64Array(3);
    softmaxRow(Float32Array.of(1, 1, 3e38), { offset: 0, legal: 3 }, play);
    expect([...play]).toEqual([0.5, 0.5, 0]);
    const { byOutputs } = crossEntropy(
      Float32Array.of(1, 1, 3e38),
      { batch: 1, width: 3 },
      { target: Int32Array.of(0), legal: Int32Array.of(3), entropyWeight: 0 },
    );
    expect([...byOutputs]).toEqual([-0.5, 0.5, 0]);
  });
});

describe("regression", () => {
  const target = Float32Array.from({ length: outputs.length }, () => 2 * rng.normal());
  const weight = Float32Array.from({ length: outputs.length }, (_, at) => at % 3);

  it("has the slopes of its value, squared or straight beyond an error, with weights or without", () => {
    expect(gap((given) => regression(given, { batch: BATCH, width: WIDTH }, { target }))).toBeLessThan(2e-4);
    expect(gap((given) => regression(given, { batch: BATCH, width: WIDTH }, { target, weight, delta: 0.8 }))).toBeLessThan(2e-4);
  });

  it("is 1/2 at an error of 1, and δ(|e| − δ/2) at larger ones", () => {
    const of = (error: number, delta?: number): number | undefined =>
      regression(Float32Array.of(error), { batch: 1, width: 1 }, { target: Float32Array.of(0), ...(delta === undefined ? {} : { delta }) })
        .perSeed[0];
    expect(of(1)).toBe(0.5);
    expect(of(-3)).toBe(4.5);
    expect(of(-3, 1)).toBe(2.5);
    expect(of(0.5, 1)).toBe(0.125);
  });
});
