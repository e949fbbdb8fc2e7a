import { describe, expect, it } from "vitest";
import { rareMean } from "./rare-mean.ts";
import { studentMean, studentRatio } from "./student.ts";

describe("Student's intervals", () => {
  // Student (1908), the sleep data, differences of ten patients; R 4's t.test prints the mean 1.58 and the interval 0.7001142 to 2.4598858.
  it("have the textbook's ends", () => {
    const { value, interval } = studentMean([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4], 0.95);
    expect(value).toBeCloseTo(1.58, 12);
    expect(interval[0]).toBeCloseTo(0.7001142, 7);
    expect(interval[1]).toBeCloseTo(2.4598858, 7);
  });

  it("are points where nothing varies", () => {
    expect(studentMean([3, 3, 3], 0.95)).toEqual({ value: 3, interval: [3, 3] });
    expect(studentRatio([1, 2, 3], [2, 4, 6], 0.95)).toEqual({ value: 0.5, interval: [0.5, 0.5] });
  });

  it("are of the mean where a ratio's bottoms are all 1, and null where there is nothing to divide by", () => {
    const tops = [1, 4, 2, 8];
    expect(studentRatio(tops, [1, 1, 1, 1], 0.9)).toEqual(studentMean(tops, 0.9));
    expect(studentRatio(tops, [0, 0, 0, 0], 0.9)).toBeNull();
  });

  it("are refused for a single unit or a level outside (0, 1)", () => {
    expect(() => studentMean([1], 0.95)).toThrow(expect.objectContaining({ code: "bad-argument" }));
    expect(() => studentMean([1, 2], 1)).toThrow(expect.objectContaining({ code: "bad-argument" }));
  });
});

describe("the mean of what rarely happens", () => {
  it("has the rule of three's upper end where nothing happened: 1 − 0.025^(1/n) of the bound", () => {
    const { value, interval } = rareMean(
      Array.from({ length: 60 }, () => 0),
      2,
      0.95,
    );
    const greatest = 2 * (1 - Math.exp(Math.log(0.025) / 60));
    expect(value).toBe(0);
    expect(interval[0]).toBeCloseTo(-greatest, 9);
    expect(interval[1]).toBeCloseTo(greatest, 9);
  });

  // Clopper and Pearson's upper end for 2 of 20 at 0.95 is 0.3170 in their tables, for 0 of 20 0.1684.
  it("counts harm and good apart", () => {
    const units = [0.5, 1, ...Array.from({ length: 18 }, () => 0)];
    const { value, interval } = rareMean(units, 1, 0.95);
    expect(value).toBeCloseTo(0.075, 12);
    expect(interval[0]).toBeCloseTo(-0.1684, 4);
    expect(interval[1]).toBeCloseTo(0.317, 3);
  });
});
