import { createRng, FirebreakError } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { shadeOf } from "../src/figures/colour-scale.ts";
import {
  type Arm,
  centreOfWorlds,
  discountOf,
  drawFigure,
  estimateOverWorlds,
  harmBars,
  measureSurface,
  type SurfaceOptions,
  type TimeLineArm,
  witnessTimeLine,
} from "../src/figures/index.ts";
import { stored, trial } from "./stored-results.ts";

const byMethod = (label: string, method: string): Arm => ({ label, holds: (axes) => axes.method === method });

const results = stored([
  ...[0, 1, 2].map((world) =>
    trial({ environment: `w@1?p=${world}`, method: "villain" }, { "harm.made": 1 + world / 10, "harm.neglect": 0.5, "harm.accident": 0 }),
  ),
  trial({ environment: "w@1", method: "idle" }, { "harm.made": 0, "harm.neglect": 2 }),
  ...[0.5, 0.7, 0.9].flatMap((discount) =>
    [0, 1].map((c) =>
      trial(
        { environment: `fire@1?c=${c}`, method: "swept", criterion: `discounted-${discount}` },
        { deeds: c === 0 && discount > 0.6 ? 0.5 : 0 },
      ),
    ),
  ),
  trial({ environment: "fire@1?c=0", method: "swept" }, { deeds: 99 }),
]);

const harm = harmBars({
  id: "harm",
  title: "Harm",
  arms: [byMethod("the <b>villain</b>", "villain"), byMethod("idle", "idle"), byMethod("never run", "none")],
  parts: [
    { title: "manufactured", measure: "harm.made" },
    { title: "neglect", measure: "harm.neglect" },
    { title: "accident", measure: "harm.accident" },
  ],
  axis: "true reward lost per step",
  summarise: estimateOverWorlds({ level: 0.95, replicates: 200, method: "percentile" }, createRng("test")),
});

const surfaceOptions: SurfaceOptions = {
  id: "surface",
  title: "Surface",
  arm: byMethod("swept", "swept"),
  x: { title: "plan discount", valueOf: discountOf },
  y: { title: "disapproval", valueOf: ({ environment }) => Number(/c=(.*)$/.exec(environment)?.[1] ?? Number.NaN) },
  measure: "deeds",
  measureTitle: "deeds a step",
  curves: [
    {
      label: "flip",
      points: [
        [0.6, 0],
        [0.65, 0.4],
      ],
    },
  ],
  summarise: centreOfWorlds,
};
const surface = measureSurface(surfaceOptions);

const step = { value: 0, praise: 0.1, damage: 0, trueReward: 0.3 };
const arms: readonly TimeLineArm[] = [
  {
    label: "as it acted",
    steps: [
      { action: "wait", ...step },
      { action: "<ignite>", value: -1, praise: -0.2, damage: 1.25, trueReward: -1 },
      { action: "extinguish", value: 0, praise: 1, damage: 0, trueReward: 0 },
    ],
  },
  { label: "the repair", steps: Array.from({ length: 3 }, () => ({ action: "deliver", ...step })) },
];
const line = witnessTimeLine<readonly TimeLineArm[]>({ id: "line", title: "Line", armsOf: (given) => given });

const drawn = { harm: drawFigure(harm, results), surface: drawFigure(surface, results), line: drawFigure(line, arms) };

/** Every number in a value, however deep. */
function numbersIn(value: unknown): readonly number[] {
  return typeof value === "number" ? [value] : value !== null && typeof value === "object" ? Object.values(value).flatMap(numbersIn) : [];
}
/** What a trace draws along an axis: these figures draw numbers only. */
const along = (trace: object | undefined, axis: "x" | "y"): readonly number[] =>
  (trace as { readonly x: readonly number[]; readonly y: readonly number[] } | undefined)?.[axis] ?? []; // as above

describe.each(Object.entries(drawn))("the figure '%s'", (_, { spec, numbers }) => {
  it("is JSON with finite numbers, a height, a name for every trace and a table", () => {
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
    expect(numbersIn(spec).every(Number.isFinite)).toBe(true);
    expect(spec.layout.height).toBeGreaterThan(100);
    expect(spec.data.every(({ name }) => typeof name === "string" && name !== "")).toBe(true);
    expect(numbers?.rows.every((row) => row.length === numbers.columns.length)).toBe(true);
    expect(numbers?.rows.length).toBeGreaterThan(0);
  });
});

it("each refuses where there is nothing to draw", () => {
  expect(() => harm.select(stored([]))).toThrow(FirebreakError);
  expect(() => surface.select(stored([]))).toThrow("no deeds of 'swept' with a plan discount and a disapproval");
  expect(() => line.select([])).toThrow("no episode to draw");
});

describe("the harm bars", () => {
  it("stack the parts of each arm, told apart by pattern too, and write their sum", () => {
    const bars = drawn.harm.spec.data.filter(({ type }) => type === "bar");
    expect(bars.map((bar) => along(bar, "x"))).toEqual([
      [expect.closeTo(1.1, 12), 0],
      [0.5, 2],
      [0, 0],
    ]);
    expect(
      new Set(bars.map((bar) => JSON.stringify((bar as { readonly marker: { readonly pattern: unknown } }).marker.pattern))).size,
    ).toBe(3); // bars are made with one
    expect(drawn.harm.spec.layout["yaxis2"]).toMatchObject({
      side: "right",
      tickvals: [0, 1],
      ticktext: ["<b>1.6</b> in all", "<b>2</b> in all"],
    });
    // Plotly leaves out an axis that no trace is on.
    expect(drawn.harm.spec.data.filter((trace) => "yaxis" in trace && trace.yaxis === "y2")).toHaveLength(1);
  });

  it("put an interval at the end of the part that varies, and none where nothing does", () => {
    const whiskers = drawn.harm.spec.data.filter(({ name }) => name?.endsWith(", interval"));
    expect(whiskers.map(({ name }) => name)).toEqual(["manufactured, interval"]);
    expect(along(whiskers[0], "x")).toEqual([expect.closeTo(1.1, 12)]);
  });

  it("say every part in words, which is missing, and which arm has none", () => {
    expect(drawn.harm.alt).toContain("idle: 2 in all, manufactured 0, neglect 2, accident: no result.");
    expect(drawn.harm.notes).toEqual(["No result for: never run."]);
    expect(JSON.stringify(drawn.harm.spec.layout.yaxis)).toContain("&lt;b&gt;villain");
  });
});

describe("the surface", () => {
  it("has a cell for each pair of values, half way to its neighbours, and none for trials without them", () => {
    const { shapes } = drawn.surface.spec.layout;
    expect(shapes).toHaveLength(6);
    expect(shapes?.[1]).toMatchObject({ x0: 0.6, x1: 0.8, y0: -0.5, y1: 0.5, fillcolor: shadeOf(1) });
    expect(shapes?.map(({ fillcolor }) => fillcolor === shadeOf(1))).toEqual([false, true, true, false, false, false]);
  });

  it("has no cell beyond the limits of a knob", () => {
    const within = measureSurface({
      ...surfaceOptions,
      x: { ...surfaceOptions.x, limits: [0, 0.95] },
      y: { ...surfaceOptions.y, limits: [0, Number.POSITIVE_INFINITY] },
    });
    const { layout } = drawFigure(within, results).spec;
    expect(layout.shapes?.[2]).toMatchObject({ x0: 0.8, x1: 0.95, y0: 0, y1: 0.5 });
    expect(layout.xaxis?.range).toEqual([expect.closeTo(0.4, 12), 0.95]);
    expect(layout.yaxis?.range).toEqual([0, 1.5]);
  });

  it("draws the curve over its own edge, so that it is seen on every shade", () => {
    const curves = drawn.surface.spec.data.slice(1);
    expect(curves.map((curve) => [curve.name, "showlegend" in curve && curve.showlegend])).toEqual([
      ["flip, its edge", false],
      ["flip", true],
    ]);
    expect(curves.map((curve) => along(curve, "y"))).toEqual([
      [0, 0.4],
      [0, 0.4],
    ]);
  });

  it("says every cell and the curve in words", () => {
    expect(drawn.surface.alt).toContain("At disapproval 0: 0.5: 0, 0.7: 0.5, 0.9: 0.5.");
    expect(drawn.surface.alt).toContain('A line marks "flip" through (0.6, 0), (0.65, 0.4).');
  });
});

describe("the time line of a witness", () => {
  it("has a panel for V, approval, damage and true reward, with both arms in each", () => {
    const { data, layout } = drawn.line.spec;
    expect(data.map(({ name }) => name)).toEqual(Array.from({ length: 4 }, () => ["as it acted", "the repair"]).flat());
    expect(data.filter((_, at) => at % 2 === 0).map((trace) => along(trace, "y"))).toEqual([
      [0, -1, 0],
      [0.1, -0.2, 1],
      [0, 1.25, 0],
      [0.3, -1, 0],
    ]);
    expect(Object.keys(layout).filter((key) => key.startsWith("yaxis"))).toHaveLength(4);
  });

  it("names the deed where its damage is done, as text", () => {
    expect(drawn.line.spec.layout.annotations).toMatchObject([{ text: "&lt;ignite&gt;", x: 2, y: 1.25, yref: "y3" }]);
    expect(drawn.line.alt).toContain("Damage is done at step 2, <ignite> (1.25).");
    expect(drawn.line.alt).toContain(
      "as it acted: 3 steps, V from −1 to 0, approval 0.9 in all, damage 1.25 in all, true reward −0.7 in all.",
    );
  });

  it("leaves out what nobody knows", () => {
    const blind = arms.map((arm) => ({ ...arm, steps: arm.steps.map((each) => ({ ...each, value: null, damage: null })) }));
    const { spec, alt } = drawFigure(line, blind);
    expect(spec.data).toHaveLength(4);
    expect(alt).not.toMatch(/V |[Dd]amage/);
  });
});
