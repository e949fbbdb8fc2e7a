import { createRng } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { estimateImprovement, probabilityOfImprovement } from "./probability-of-improvement.ts";
import type { Strata } from "./strata.ts";

const tasks = (...columns: number[][]): Strata<number> => columns.map((units, task) => ({ stratum: `task ${task}`, units }));

describe("probabilityOfImprovement", () => {
  it("finds rliable's own answers", () => {
    // rliable's tests: x = [[1,2],[2,2],[1,1],[2,1]], y = [[1,1],[2,2],[3,3]], runs by tasks.
    const x = tasks([1, 2, 1, 2], [2, 2, 1, 1]);
    const y = tasks([1, 2, 3], [1, 2, 3]);
    expect(probabilityOfImprovement(x, y)).toBeCloseTo(1 / 3, 15);
    expect(probabilityOfImprovement(y, x)).toBeCloseTo(2 / 3, 15);
  });

  it("is a half for an arm against itself, and against itself in reverse", () => {
    const columns = Array.from({ length: 16 }, (_, task) => Array.from({ length: 5 }, (_, run) => 16 * run + task));
    expect(probabilityOfImprovement(tasks(...columns), tasks(...columns.map((column) => [...column].reverse())))).toBe(0.5);
  });

  it("matches strata by name and refuses strata on one side only", () => {
    const x = tasks([1, 2], [5]);
    expect(probabilityOfImprovement(x, [...tasks([0, 3], [4])].reverse())).toBe(probabilityOfImprovement(x, tasks([0, 3], [4])));
    expect(() => probabilityOfImprovement(x, tasks([1]))).toThrow(/'task 1' is on one side only/);
    expect(() => probabilityOfImprovement(tasks([1]), x)).toThrow(/'task 1' is on one side only/);
  });
});

describe("estimateImprovement", () => {
  it("has the value, an interval round it, and honours its seed", () => {
    const sides = { x: tasks([1, 2, 1, 2], [2, 2, 1, 1]), y: tasks([1, 2, 3], [1, 2, 3]) };
    const draw = (seed: string) => estimateImprovement(sides, { replicates: 500, level: 0.9 }, createRng(seed));
    const { value, interval } = draw("one");
    expect(value).toBeCloseTo(1 / 3, 15);
    expect(interval?.[0]).toBeLessThan(value);
    expect(interval?.[1]).toBeGreaterThan(value);
    expect(draw("one")).toEqual(draw("one"));
    expect(draw("two").interval).not.toEqual(interval);
  });
});
