import { describe, expect, it } from "vitest";
import { interquartileMean } from "./interquartile-mean.ts";
import { meanOfStrata, type Strata } from "./strata.ts";

const one = (...units: number[]): Strata<number> => [{ stratum: "only", units }];

describe("interquartileMean", () => {
  it("leaves out a quarter at each end, rounded down", () => {
    // Known answers: scipy.stats.trim_mean(scores, 0.25), as rliable computes them.
    expect(interquartileMean(one(0, 0.1, 0.4, 0.9, 2))).toBeCloseTo(0.4666667, 7);
    expect(interquartileMean(one(1, 2, 3, 4, 5, 6, 7))).toBe(4);
    expect(interquartileMean(one(9, 8, 7, 6, 5, 4, 3, 2, 1, 0))).toBe(4.5);
    expect(interquartileMean(one(0, 0, 1))).toBeCloseTo(1 / 3, 15);
  });

  it("takes the strata together, as rliable flattens its matrix", () => {
    // arange(80) as 5 runs of 16 tasks: task t has the scores t, 16 + t, …
    const tasks = Array.from({ length: 16 }, (_, task) => ({
      stratum: `task ${task}`,
      units: Array.from({ length: 5 }, (_, run) => 16 * run + task),
    }));
    expect(interquartileMean(tasks)).toBe(39.5);
    expect(meanOfStrata(tasks)).toBe(39.5);
    // rliable's own test: runs [[1,2],[2,2],[1,1],[2,1]].
    expect(interquartileMean([one(1, 2, 1, 2), one(2, 2, 1, 1)].flat())).toBe(1.5);
  });

  it("does not depend on order", () => {
    expect(interquartileMean(one(2, 0.9, 0, 0.4, 0.1))).toBe(interquartileMean(one(0, 0.1, 0.4, 0.9, 2)));
  });

  it("refuses no scores", () => {
    expect(() => interquartileMean([])).toThrow(/Cannot take the mean of no numbers/);
  });
});
