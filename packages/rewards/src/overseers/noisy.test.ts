import { compile, createRng, defineEnvironment, oversee } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { garden, smallHero } from "../../test/worlds.ts";
import { consistent } from "./consistent.ts";
import { noisy } from "./noisy.ts";

const line = compile(
  defineEnvironment({
    name: "line",
    version: 1,
    title: "Line",
    source: "Written for this test: 2,000 states in a ring, judged 0 everywhere",
    actions: ["on"],
    start: () => 0,
    step: (state) => (state + 1) % 2000,
    label: (state) => `cell ${state}`,
    rewards: { true: () => 0 },
    judgement: { value: () => 0, evaluate: () => 0 },
    evaluation: { kind: "average" },
    traits: { deterministic: true, episodic: false },
    workedEpisodes: [],
  }).with(),
);

const moments = (numbers: Float64Array): { mean: number; deviation: number } => {
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  return { mean, deviation: Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / numbers.length) };
};

describe("the noisy overseer", () => {
  it("is the consistent one, bit for bit, without noise", () => {
    for (const world of [smallHero("seen"), smallHero("covert"), garden]) {
      const silent = oversee(world, noisy.with({ feedbackNoise: 0, valueNoise: 0, depth: 2, temperature: 0.3 }));
      const plain = oversee(world, consistent.with({ depth: 2, temperature: 0.3 }));
      for (const kind of ["value", "evaluate", "demonstrate"] as const) {
        expect(silent.answers(kind)).toEqual(plain.answers(kind));
      }
    }
  });

  // Seed "overseer/line@1". 2,000 draws: mean within 4.5/√2000 σ and deviation within 4.5/√4000 σ, false alarm below 2e-5 in all.
  it("errs by Gaussian noise of the stated deviations, independently in value and feedback", () => {
    const { answers } = oversee(line, noisy.with({ feedbackNoise: 0.5, valueNoise: 2 }));
    const value = moments(answers("value"));
    expect(Math.abs(value.mean)).toBeLessThan((2 * 4.5) / Math.sqrt(2000));
    expect(Math.abs(value.deviation - 2)).toBeLessThan((2 * 4.5) / Math.sqrt(4000));
    const feedback = moments(answers("evaluate"));
    expect(Math.abs(feedback.deviation - 0.5)).toBeLessThan((0.5 * 4.5) / Math.sqrt(4000));
    const product = answers("value").map((x, state) => (x / 2) * ((answers("evaluate")[state] ?? 0) / 0.5));
    expect(Math.abs(moments(product).mean)).toBeLessThan(4.5 / Math.sqrt(2000));
  });

  it("errs alike about states that look alike to her, and apart about those that do not", () => {
    const value = oversee(garden, noisy.with({ valueNoise: 1 })).answers("value");
    const of = (label: string): number => value[garden.labels.indexOf(label)] ?? Number.NaN;
    expect(of("dry")).toBe(of("dry, gnome"));
    expect(of("green")).toBe(of("green, gnome"));
    expect(of("green") - 2).not.toBe(of("dry") - 1);
  });

  it("demonstrates from the same noisy feedback that she gives", () => {
    const world = smallHero("seen");
    for (let draw = 0; draw < 40; draw++) {
      const { answers } = oversee(world, noisy.with({ feedbackNoise: 3, draw }));
      const [work = 0, cause = 0] = answers("evaluate");
      expect([...answers("demonstrate").subarray(0, 3)]).toEqual(work > cause ? [1, 0, 0] : [0, 1, 0]);
    }
  });

  it("errs alike when asked again, and differently in another draw or under another stream", () => {
    const build = (draw: number, seed: string): number =>
      noisy
        .with({ draw })
        .build(garden, createRng(seed))
        .value(0 as never);
    expect(build(0, "a")).toBe(build(0, "a"));
    expect(build(0, "a")).not.toBe(build(1, "a"));
    expect(build(0, "a")).not.toBe(build(0, "b"));
  });
});
