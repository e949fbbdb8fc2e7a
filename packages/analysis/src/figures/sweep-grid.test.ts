import type { TrialResult } from "@firebreak/core";
import { expect, it } from "vitest";
import type { StudyResults } from "../report/study-report.ts";
import { type SweepGrid, sweepGrid } from "./sweep-grid.ts";

/** A trial of a method under an overseer called by a number, with a measure `m`. */
const trial = (method: string, overseer: string, m: number): TrialResult => ({
  schema: "trial@1",
  key: `door@1|${overseer}|${method}|-|-`,
  axes: { environment: "door@1", overseer, method, criterion: "-", seed: null },
  status: "done",
  measures: { m },
  curve: [],
  policy: { kind: "stationary", sha256: "" },
  ledger: {
    asked: { value: 0, evaluate: 0, demonstrate: 0, compare: 0 },
    distinct: { value: 0, evaluate: 0, demonstrate: 0, compare: 0 },
    environmentSteps: 0,
  },
});

const results = (trials: readonly TrialResult[]): StudyResults =>
  ({ study: { id: "s", title: "", question: "", seeds: 1, claims: [] }, results: trials }) as unknown as StudyResults; // a figure reads nothing else

const grid = sweepGrid({
  id: "grid",
  title: "A grid",
  measure: "m",
  across: "degree",
  up: "m",
  arms: ["plan@1", "copy@1"].map((label) => ({ label, holds: ({ method }) => method === label })),
  panels: ["a", "b", "c", "d"].map((name) => ({
    title: name,
    note: "1: all",
    places: [0, 1].map((at) => ({ at, holds: ({ overseer }) => overseer === `${name}${at}` })),
  })),
  summarise: (trials) => ({
    value: trials.reduce((sum, { score }) => sum + score, 0) / trials.length,
    interval: null,
    units: trials.length,
  }),
});

const stored = results([trial("plan@1", "a0", 1), trial("plan@1", "a1", 3), trial("copy@1", "a0", 2), trial("copy@1", "d1", -1)]);

it("puts every trial into its panel, line and place", () => {
  const { panels } = grid.select(stored);
  expect(panels.map(({ lines }) => lines.map(({ points }) => points.map(({ at, value }) => [at, value])))).toEqual([
    [
      [
        [0, 1],
        [1, 3],
      ],
      [[0, 2]],
    ],
    [[], []],
    [[], []],
    [[], [[1, -1]]],
  ]);
});

it("draws panels that do not overlap, three abreast, over the same ranges", () => {
  const { data, layout } = grid.draw(grid.select(stored));
  expect(data).toHaveLength(8);
  // Only axes are read of it.
  const axes = layout as unknown as Readonly<
    Record<string, { readonly domain: readonly [number, number]; readonly range: readonly [number, number] }>
  >;
  const names = ["", "2", "3", "4"];
  const [first, second, , fourth] = names.map((name) => ({ x: axes[`xaxis${name}`], y: axes[`yaxis${name}`] }));
  expect(first?.x?.domain[1]).toBeLessThan(second?.x?.domain[0] ?? 0);
  expect(fourth?.y?.domain[1]).toBeLessThan(first?.y?.domain[0] ?? 0);
  expect(fourth?.x?.domain).toEqual(first?.x?.domain);
  for (const name of names) {
    expect(axes[`yaxis${name}`]?.range).toEqual(first?.y?.range);
    expect([...(axes[`xaxis${name}`]?.domain ?? []), ...(axes[`yaxis${name}`]?.domain ?? [])].every((end) => end >= 0 && end <= 1)).toBe(
      true,
    );
  }
  expect(first?.y?.range[0]).toBeLessThan(-1);
  expect(first?.y?.range[1]).toBeGreaterThan(3);
});

it("says in words and numbers what it draws, and which lines stop short", () => {
  const selected: SweepGrid = grid.select(stored);
  expect(grid.describe(selected)).toContain("a: plan@1 1 to 3, copy@1 2 to 2.");
  expect(grid.notes?.(selected)[0]).toBe("'a' has no result for part of 'copy@1'.");
  expect(grid.notes?.(selected)[1]).toBe("'b' has no result for part of every line.");
  expect(grid.tabulate?.(selected).rows).toContainEqual(["d", "copy@1", 1, -1, null, null, 1]);
  expect(() => grid.select(results([]))).toThrow(/^Cannot draw figure 'grid': the results hold no 'm' of 'plan@1', 'copy@1'/);
});
