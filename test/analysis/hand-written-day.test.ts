import { createRng, uniformPolicy } from "@firebreak/core";
import { assistantDay, tabulateDay } from "@firebreak/envs/day";
import { expect, it } from "vitest";
import { handWrittenDay } from "./hand-written-day.ts";
import { simulatedDay } from "./simulated-day.ts";

it.each(["one", "two", "three"])("plays the same day as the world itself, draw by draw (%s)", (seed) => {
  const streams = () => [createRng(`luck-${seed}`), createRng(`choices-${seed}`)] as const;
  const written = handWrittenDay(...streams(), 5000);
  const simulated = simulatedDay(...streams(), 5000);
  expect(simulated.observed).toBeCloseTo(written.observed, 6);
  expect(simulated.true).toBeCloseTo(written.true, 6);
});

it("plays the day that its tables play, in distribution", () => {
  const DAYS = 4000;
  const tables = tabulateDay(assistantDay({ size: "whole", coupling: 0.5, hands: "each", rounds: 36 }));
  const play = tables.player(tables.worlds.map(({ dynamics }) => uniformPolicy(dynamics)));
  const luck = { world: createRng("luck"), choices: createRng("choices") };
  const sides = [() => handWrittenDay(luck.world, luck.choices, 36), () => play(luck)].map((day) => {
    const days = Array.from({ length: DAYS }, day);
    return (["observed", "true"] as const).map((channel) => {
      const mean = days.reduce((sum, one) => sum + one[channel], 0) / DAYS;
      return { mean, variance: days.reduce((sum, one) => sum + (one[channel] - mean) * (one[channel] - mean), 0) / (DAYS - 1) };
    });
  });
  const [written, tabulated] = sides;
  written?.forEach(({ mean, variance }, channel) => {
    const other = tabulated?.[channel] ?? { mean: Number.NaN, variance: Number.NaN };
    expect(Math.abs(mean - other.mean)).toBeLessThan(4 * Math.sqrt((variance + other.variance) / DAYS));
  });
});
