import { createRng } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { keyedUniform } from "./keyed-uniform.ts";

/** Pearson's χ² of counts against equal ones. */
function chiSquare(counts: Float64Array): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + ((count - expected) * (count - expected)) / expected, 0);
}

describe("uniform numbers by key", () => {
  const uniform = keyedUniform(createRng("keyed"));

  it("are the same in whatever order they are asked for, and others under another seed", () => {
    const forwards = Array.from({ length: 50 }, (_, time) => uniform(3, time));
    const backwards = Array.from({ length: 50 }, (_, time) => uniform(3, 49 - time)).reverse();
    expect(backwards).toEqual(forwards);
    const other = keyedUniform(createRng("another"));
    expect(forwards.filter((u, time) => u === other(3, time))).toEqual([]);
  });

  // Seed "keyed". χ² of 255 degrees of freedom exceeds 350 with probability 7e-5, 65,535 degrees 67,000 with 3e-5: false alarms 3e-4 in all.
  it("fill [0, 1) evenly along time, along episodes, and in pairs of neighbours", () => {
    const side = 256;
    const alone = { time: new Float64Array(side), episode: new Float64Array(side) };
    const pairs = { time: new Float64Array(side * side), episode: new Float64Array(side * side) };
    for (let k = 0; k < 1_000_000; k++) {
      const cell = (u: number): number => Math.floor(u * side);
      const [along, next] = [cell(uniform(7, k)), cell(uniform(7, k + 1))];
      const [across, beside] = [cell(uniform(k, 7)), cell(uniform(k + 1, 7))];
      for (const [counts, at] of [
        [alone.time, along],
        [alone.episode, across],
        [pairs.time, along * side + next],
        [pairs.episode, across * side + beside],
      ] as const) {
        counts[at] = (counts[at] ?? 0) + 1;
      }
    }
    for (const counts of Object.values(alone)) {
      expect(chiSquare(counts)).toBeLessThan(350);
    }
    for (const counts of Object.values(pairs)) {
      expect(chiSquare(counts)).toBeLessThan(67_000);
    }
  });
});
