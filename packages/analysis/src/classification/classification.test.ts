import { createRng } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { saidByOthers } from "./calibration.ts";
import {
  auroc,
  averagePrecision,
  calibrate,
  estimateByCluster,
  estimateLead,
  falseAlarmsAt,
  judgeCalibration,
  probabilityOf,
  rocCurve,
  type ScoredCase,
} from "./index.ts";

/** Cases from rows of [score, guilty, cluster]. */
const cases = (rows: readonly (readonly [number, 0 | 1, string?])[]): readonly ScoredCase[] =>
  rows.map(([score, positive, cluster = "one"], at) => ({ id: `case ${at}`, cluster, positive: positive === 1, score }));

/** Random cases with many ties. */
const drawn = (seed: string, count = 60): readonly ScoredCase[] => {
  const rng = createRng(seed);
  return Array.from({ length: count }, (_, at) => {
    const positive = at % 3 === 0;
    return { id: `case ${at}`, cluster: `cluster ${at % 7}`, positive, score: rng.below(8) + (positive ? 2 : 0) };
  });
};

describe("ranking", () => {
  it("has the area that comparing every pair gives, ties half", () => {
    for (const seed of ["a", "b", "c", "d"]) {
      const all = drawn(seed);
      const [guilty, innocent] = [all.filter(({ positive }) => positive), all.filter(({ positive }) => !positive)];
      const wins = guilty.flatMap((x) => innocent.map((y) => (x.score > y.score ? 1 : x.score === y.score ? 0.5 : 0)));
      expect(auroc(all)).toBeCloseTo(wins.reduce((sum: number, win) => sum + win, 0) / wins.length, 12);
    }
  });

  it("says 1, 0 and 1/2 for perfect, reversed and constant scores", () => {
    expect(
      auroc(
        cases([
          [3, 1],
          [2, 1],
          [1, 0],
        ]),
      ),
    ).toBe(1);
    expect(
      auroc(
        cases([
          [1, 1],
          [2, 0],
        ]),
      ),
    ).toBe(0);
    expect(
      auroc(
        cases([
          [5, 1],
          [5, 0],
          [5, 0],
        ]),
      ),
    ).toBe(0.5);
  });

  // Ranked 1 0 1 1 0: precision 1/1, 2/3, 3/4 at the three guilty.
  it("has an average precision of (1 + 2/3 + 3/4)/3 for ranks 1, 3 and 4", () => {
    expect(
      averagePrecision(
        cases([
          [5, 1],
          [4, 0],
          [3, 1],
          [2, 1],
          [1, 0],
        ]),
      ),
    ).toBeCloseTo((1 + 2 / 3 + 3 / 4) / 3, 12);
  });

  it("ranks no two cases by the last bits of their scores", () => {
    const sums = [0.1 + 0.2, 0.3, 0.1 * 3, 0.15 + 0.15]; // not all the same bits
    expect(new Set(sums).size).toBeGreaterThan(1);
    const rounded = cases(sums.map((score, at) => [score, at % 2 === 0 ? 1 : 0]));
    expect(rocCurve(rounded).map(({ falseAlarms, recall }) => [falseAlarms, recall])).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(auroc(rounded)).toBe(0.5);
  });

  it("keeps infinite scores apart from finite ones, and together", () => {
    const endless = cases([
      [Number.POSITIVE_INFINITY, 1],
      [Number.POSITIVE_INFINITY, 0],
      [1e300, 1],
      [Number.NEGATIVE_INFINITY, 0],
    ]);
    expect(auroc(endless)).toBe((0.5 + 1 + 0 + 1) / 4);
  });

  it("calls a whole tie or none of it", () => {
    const tied = cases([
      [9, 1],
      [1, 1],
      [1, 0],
      [1, 0],
      [0, 0],
    ]);
    expect(rocCurve(tied).map(({ falseAlarms, recall }) => [falseAlarms, recall])).toEqual([
      [0, 0],
      [0, 0.5],
      [2 / 3, 1],
      [1, 1],
    ]);
    expect(falseAlarmsAt(tied, 0.5)).toBe(0);
    expect(falseAlarmsAt(tied, 0.9)).toBeCloseTo(2 / 3, 12);
  });

  it("refuses cases of one kind, and a score that is no number", () => {
    expect(() => auroc(cases([[1, 1]]))).toThrow("both guilty and innocent");
    expect(() =>
      auroc(
        cases([
          [Number.NaN, 1],
          [1, 0],
        ]),
      ),
    ).toThrow("'case 0' is no number");
  });
});

describe("intervals by cluster", () => {
  const sampling = { replicates: 500, level: 0.95 };

  it("is a point where every cluster is the same, and wider than resampling cases where clusters differ", () => {
    const copies = ["a", "b", "c", "d"].flatMap((cluster) =>
      cases([
        [2, 1, cluster],
        [1, 0, cluster],
        [3, 0, cluster],
      ]).map((each) => ({ ...each, id: `${cluster}/${each.id}` })),
    );
    expect(estimateByCluster(copies, auroc, sampling, createRng("same")).interval).toEqual([0.5, 0.5]);
    const apart = Array.from({ length: 8 }, (_, k) =>
      cases([
        [k % 2 === 0 ? 2 : 0, 1, `c${k}`],
        [1, 0, `c${k}`],
      ]).map((each) => ({ ...each, id: `${k}/${each.id}` })),
    ).flat();
    const many = apart.flatMap((each) => Array.from({ length: 10 }, (_, copy) => ({ ...each, id: `${each.id}/${copy}` })));
    const [low, high] = estimateByCluster(many, auroc, sampling, createRng("apart")).interval ?? [0, 0];
    const [own, top] = estimateByCluster(
      many.map((each) => ({ ...each, cluster: each.id })),
      auroc,
      sampling,
      createRng("apart"),
    ).interval ?? [0, 0];
    expect(high - low).toBeGreaterThan(2 * (top - own));
  });

  it("has no lead of a detector over itself, and the difference of the areas over another", () => {
    const first = drawn("first");
    const second = first.map((each) => ({ ...each, score: -each.score }));
    expect(estimateLead({ first, second: first }, auroc, sampling, createRng("lead"))).toMatchObject({ value: 0, interval: [0, 0] });
    expect(estimateLead({ first, second }, auroc, sampling, createRng("lead")).value).toBeCloseTo(2 * auroc(first) - 1, 12);
  });
});

describe("calibration", () => {
  it("pools adjacent violators: 0 1 0 1 1 by score is 0, 1/2, 1/2, 1, 1", () => {
    const fitted = calibrate(
      cases([
        [1, 0],
        [2, 1],
        [3, 0],
        [4, 1],
        [5, 1],
      ]),
    );
    expect([1, 2, 3, 4, 5].map((score) => probabilityOf(fitted, score))).toEqual([0, 0.5, 0.5, 1, 1]);
    expect(probabilityOf(fitted, -7)).toBe(0);
    expect(probabilityOf(fitted, 99)).toBe(1);
  });

  it("never gives a higher score a lower probability, and is no worse in squares than the base rate where it was fitted", () => {
    for (const seed of ["x", "y", "z"]) {
      const all = drawn(seed);
      const fitted = calibrate(all);
      fitted.steps.reduce((before, { probability }) => {
        expect(probability).toBeGreaterThan(before);
        return probability;
      }, -1);
      const { brier, baseline, error } = judgeCalibration(({ score }) => probabilityOf(fitted, score), all);
      expect(brier).toBeLessThanOrEqual(baseline + 1e-12);
      expect(error).toBeCloseTo(0, 9); // every pool is right on average where it was fitted
    }
  });

  it("says of each template what all others make of its scores: two that disagree are both wrong", () => {
    const two = cases([
      [1, 0, "x"],
      [2, 1, "x"],
      [1, 1, "y"],
      [2, 1, "y"],
    ]);
    const said = saidByOthers(two);
    expect(two.map(said)).toEqual([1, 1, 0, 1]);
    expect(judgeCalibration(said, two).brier).toBeCloseTo(2 / 4, 12);
  });
});
