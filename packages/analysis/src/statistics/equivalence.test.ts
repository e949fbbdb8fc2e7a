import { describe, expect, it } from "vitest";
import { twoOneSidedTests, withinMargin } from "./equivalence.ts";

describe("twoOneSidedTests", () => {
  it("agrees with a test worked by hand", () => {
    // Mean ± t(.95, 9)·s/√10, with t(.95, 9) = 1.833113 from tables.
    const differences = [-0.1, 0, 0.1, 0.2, 0.05, 0.05, -0.15, 0.25, 0.1, 0];
    const error = Math.sqrt(differences.reduce((sum, value) => sum + (value - 0.05) * (value - 0.05), 0) / 9 / 10);
    const { difference, interval, equivalent, pValues } = twoOneSidedTests(differences, [-0.2, 0.2], 0.05);
    expect(difference).toBeCloseTo(0.05, 15);
    expect(interval[0]).toBeCloseTo(0.05 - 1.833113 * error, 6);
    expect(interval[1]).toBeCloseTo(0.05 + 1.833113 * error, 6);
    expect(equivalent).toBe(true);
    expect(pValues[0]).toBeLessThan(pValues[1]);
  });

  it("says equivalent exactly when the interval lies in the margin", () => {
    const differences = [0.3, -0.2, 0.4, 0.1, 0.2, -0.1];
    for (let margin = 0.05; margin < 1; margin += 0.05) {
      const { interval, equivalent } = twoOneSidedTests(differences, [-margin, margin], 0.05);
      expect(equivalent).toBe(withinMargin({ interval }, [-margin, margin]) === "equivalent");
    }
  });

  it("is certain where the differences have no spread", () => {
    expect(twoOneSidedTests([0.1, 0.1, 0.1], [-0.2, 0.2], 0.05)).toMatchObject({ pValues: [0, 0], equivalent: true });
    expect(twoOneSidedTests([0.5, 0.5], [-0.2, 0.2], 0.05)).toMatchObject({ pValues: [0, 1], equivalent: false });
  });

  it("refuses a single difference", () => {
    expect(() => twoOneSidedTests([1], [-1, 1], 0.05)).toThrow(/at least 2 are needed/);
  });
});

describe("withinMargin", () => {
  it("tells inside, outside and undecided apart", () => {
    const verdicts = [
      [-0.1, 0.1],
      [0.3, 0.4],
      [-0.5, -0.3],
      [0.1, 0.3],
      [-1, 1],
    ].map(([low = 0, high = 0]) => withinMargin({ interval: [low, high] }, [-0.2, 0.2]));
    expect(verdicts).toEqual(["equivalent", "different", "different", "undecided", "undecided"]);
    expect(withinMargin({ interval: null }, [-0.2, 0.2])).toBe("undecided");
    expect(withinMargin({ interval: [-0.1, 5] }, [-0.2, Number.POSITIVE_INFINITY])).toBe("equivalent");
  });

  it("refuses numbers that would decide by themselves: no number, an empty margin, an alpha of 2", () => {
    const bad = expect.objectContaining({ code: "bad-argument" });
    expect(() => twoOneSidedTests([Number.NaN, 1], [-1, 1], 0.05)).toThrow(bad);
    expect(() => twoOneSidedTests([1, 2], [1, -1], 0.05)).toThrow(bad);
    expect(() => twoOneSidedTests([1, 2], [-1, 1], 2)).toThrow(bad);
  });
});
