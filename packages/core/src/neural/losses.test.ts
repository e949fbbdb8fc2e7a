import { describe, expect, it } from "vitest";
import { createRng } from "../rng.ts";
import { clippedSurrogate, crossEntropy, type Loss, regression, softmaxRow } from "./losses.ts";

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

describe("the clipped surrogate", () => {
  const chosen = Int32Array.of(0, 1, 2, 0, 1, 1, 0, 2);
  const legal = Int32Array.of(7, 7, 7, 3, 3, 7, 5, 7);
  const advantage = Float64Array.of(1, -1, 2, 0.5, -2, 1, -0.5, 3);
  const weight = Float64Array.of(1, 1, 1, 0, 1, 1, 1, 1);
  /** log π_old of what was chosen, such that the ratio is e^shift at `outputs`. */
  const logBefore = (shift: number): Float64Array =>
    Float64Array.from(chosen, (k, row) => {
      const scale = softmaxRow(outputs, { offset: row * WIDTH, legal: legal[row] ?? 0 }, new Float64Array(WIDTH));
      return (outputs[row * WIDTH + k] ?? 0) - scale - shift;
    });
  const taken = (shift: number): Parameters<typeof clippedSurrogate>[2] => ({
    chosen,
    legal,
    advantage,
    weight,
    clip: 0.2,
    entropyWeight: 0.3,
    logBefore: logBefore(shift),
  });

  it("has the slopes of its value, inside the clip and where it pulls back from beyond it", () => {
    for (const shift of [0, 0.1, -0.1, 0.9, -0.9]) {
      expect(gap((given) => clippedSurrogate(given, { batch: BATCH, width: WIDTH }, taken(shift)))).toBeLessThan(5e-3);
    }
  });

  it("does not pull a good act further above the clip, nor a bad one further below it", () => {
    const only = { chosen: Int32Array.of(0), legal: Int32Array.of(7), weight: Float64Array.of(1), clip: 0.2, entropyWeight: 0 };
    const pull = (gain: number, ratio: number): number | undefined =>
      clippedSurrogate(
        new Float32Array(3),
        { batch: 1, width: 3 },
        { ...only, advantage: Float64Array.of(gain), logBefore: Float64Array.of(-Math.log(3) - Math.log(ratio)) },
      ).byOutputs[0];
    expect(Math.abs(pull(1, 1.3) ?? 1)).toBe(0);
    expect(Math.abs(pull(-1, 0.7) ?? 1)).toBe(0);
    expect(pull(1, 0.7)).toBeCloseTo((-0.7 * 2) / 3, 6);
    expect(pull(-1, 1.3)).toBeCloseTo((1.3 * 2) / 3, 6);
  });
});
