import { compile, createRng, FirebreakError } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { inkOn, shadeOf } from "../src/figures/colour-scale.ts";
import {
  type Arm,
  centreOfWorlds,
  criterionSweep,
  type DrawnFigure,
  discountOf,
  drawFigure,
  estimateOverWorlds,
  type Figure,
  formatInterval,
  formatNumber,
  formatPercent,
  occupancyMap,
  PALETTE,
  returnsByMethod,
  type SweepOptions,
  situationBars,
  tilesOf,
  worldMap,
} from "../src/figures/index.ts";
import { plainText, wrapLabel } from "../src/figures/label.ts";
import type { StudyResults } from "../src/report/study-report.ts";
import { corridor } from "./corridor.ts";
import { stored, trial } from "./stored-results.ts";

const byMethod = (label: string, method: string): Arm => ({ label, holds: (axes) => axes.method === method });

const worlds = [-0.5, -0.4, -0.3, -0.2, -0.1];
const results = stored([
  ...worlds.map((score, at) =>
    trial(
      { environment: `w@1?h=${at}`, method: "narrow" },
      {
        "returns.true": score,
        "returns.trueMin": -1,
        "returns.trueMax": score,
        "situations.delta": 0.3,
        "situations.shapleyConduct": -0.225,
        "situations.shapleySituations": 0.525,
      },
    ),
  ),
  trial({ environment: "w@1", method: "uniform" }, { "returns.true": -0.25 }),
  ...[0, 0.5, 0.9].map((discount) =>
    trial(
      { environment: "one@1", method: "swept", criterion: `discounted-${discount}` },
      {
        "returns.true": 0 - discount,
        "returns.trueMin": discount === 0.5 ? -1 : 0 - discount,
        "returns.trueMax": 0 - discount,
      },
    ),
  ),
  trial({ environment: "one@1", method: "level" }, { "returns.true": -0.125, "returns.trueMin": -0.125, "returns.trueMax": -0.125 }),
  trial({ environment: "corridor@1", method: "walker" }, { "occupancy.west": 0.75, "occupancy.east": 0.25 }),
]);

const returns = returnsByMethod({
  id: "returns",
  title: "Returns",
  axis: "true return per step",
  arms: [
    { ...byMethod("narrow RL on <b>feedback</b>", "narrow"), group: "narrow RL", role: "contestant" },
    { ...byMethod("uniform play", "uniform"), group: "uniform play", role: "uniform play" },
    { ...byMethod("never run", "none"), group: "narrow RL", role: "contestant" },
  ],
  summarise: estimateOverWorlds({ level: 0.95, replicates: 200, method: "percentile" }, createRng("test")),
});
const sweep = criterionSweep({
  id: "sweep",
  title: "Sweep",
  arms: [byMethod("swept", "swept"), byMethod("level", "level")],
  knob: { title: "discount", valueOf: discountOf },
  panels: [{ title: "true return", measure: "returns.true", ties: ["returns.trueMin", "returns.trueMax"] }],
  flips: [{ at: 0.6, label: "flip at 0.6" }],
  summarise: centreOfWorlds,
});
const occupancy = occupancyMap({
  id: "occupancy",
  title: "Occupancy",
  map: worldMap(compile(corridor.with())),
  arms: [byMethod("walker", "walker")],
  summarise: centreOfWorlds,
});
const situations = situationBars({
  id: "situations",
  title: "Situations",
  arms: [byMethod("narrow", "narrow")],
  summarise: centreOfWorlds,
  verdictOf: ({ delta, trueReturn }) => (delta.value > 0 && trueReturn.value < 0 ? "gaming" : "harmless"),
});
const figures: readonly Figure<StudyResults>[] = [returns, sweep, occupancy, situations];

const drawn = (id: string): DrawnFigure => {
  const figure = figures.find((each) => each.id === id);
  if (figure === undefined) {
    throw new Error(`no figure ${id}`);
  }
  return drawFigure(figure, results);
};

/** Every number in a value, however deep. */
function numbersIn(value: unknown): readonly number[] {
  return typeof value === "number" ? [value] : value !== null && typeof value === "object" ? Object.values(value).flatMap(numbersIn) : [];
}

describe.each(figures.map(({ id }) => id))("the figure '%s'", (id) => {
  it("is JSON, with finite numbers only, and the same bytes when drawn again", () => {
    const { spec } = drawn(id);
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
    expect(numbersIn(spec).every(Number.isFinite)).toBe(true);
    expect(JSON.stringify(drawn(id))).toBe(JSON.stringify(drawn(id)));
  });

  it("names every trace and states its height", () => {
    const { spec } = drawn(id);
    expect(spec.data.every((trace) => typeof trace.name === "string" && trace.name !== "")).toBe(true);
    expect(spec.layout.height).toBeGreaterThan(100);
  });

  it("refuses results that hold none of its trials", () => {
    const figure = figures.find((each) => each.id === id);
    expect(() => figure?.select(stored([]))).toThrow(FirebreakError);
  });

  it("has tables whose rows are as long as their head", () => {
    const { numbers } = drawn(id);
    expect(numbers?.rows.length).toBeGreaterThan(0);
    expect(numbers?.rows.every((row) => row.length === numbers.columns.length)).toBe(true);
  });
});

describe("returns by method", () => {
  it("summarises by the interquartile mean over worlds: the middle three of five", () => {
    const [row] = returns.select(results).rows;
    expect(row?.value).toBeCloseTo((-0.4 - 0.3 - 0.2) / 3, 12);
    expect(row?.units).toBe(5);
    expect(row?.interval?.[0]).toBeLessThan(-0.3);
    expect(row?.interval?.[1]).toBeGreaterThan(-0.3);
  });

  it("shows the range over ties only where there is one, and no interval for one world", () => {
    const [narrow, uniform] = returns.select(results).rows;
    expect(narrow?.ties).toEqual([-1, expect.closeTo(-0.3, 12)]);
    expect(uniform).toMatchObject({ ties: null, interval: null, role: "uniform play" });
  });

  it("says in words every number it draws, and which arm has none", () => {
    const { alt } = drawn("returns");
    expect(alt).toContain("−0.3,");
    expect(alt).toContain("from −1 to −0.3");
    expect(alt).toContain("uniform play (uniform play): −0.25, no interval, n = 1");
    expect(alt).toContain("No result for: never run");
    expect(drawn("returns").notes).toEqual(["No result for: never run."]);
    expect(drawn("sweep").notes).toEqual([]);
  });

  it("draws markup in a label as text", () => {
    expect(JSON.stringify(drawn("returns").spec.layout.yaxis)).toContain("&lt;b&gt;feedback");
  });

  it("colours contestants from the palette and nothing else", () => {
    const traces = JSON.stringify(drawn("returns").spec.data);
    expect(PALETTE.filter((colour) => traces.includes(colour))).toEqual([PALETTE[0]]);
  });
});

describe("the criterion sweep", () => {
  it("sorts by the knob, and draws what optimises nothing as a level line", () => {
    const [panel] = sweep.select(results).panels;
    expect(panel?.lines.map(({ label, points }) => [label, points.map(({ at, value }) => [at, value])])).toEqual([
      [
        "swept",
        [
          [0, 0],
          [0.5, -0.5],
          [0.9, -0.9],
        ],
      ],
      [
        "level",
        [
          [0, -0.125],
          [0.5, -0.125],
          [0.9, -0.125],
        ],
      ],
    ]);
  });

  it("marks many points by turns, so that lines that coincide have marks of their own", () => {
    const fine = stored(
      ["one", "two"].flatMap((method) =>
        Array.from({ length: 40 }, (_, at) =>
          trial(
            { environment: "w@1", method, criterion: `discounted-${at / 40}` },
            { "returns.true": 0, "returns.trueMin": 0, "returns.trueMax": 0 },
          ),
        ),
      ),
    );
    const figure = criterionSweep({
      id: "fine",
      title: "Fine",
      arms: [byMethod("one", "one"), byMethod("two", "two")],
      knob: { title: "discount", valueOf: discountOf },
      panels: [{ title: "true return", measure: "returns.true" }],
      flips: [],
      summarise: centreOfWorlds,
    });
    const marks = drawFigure(figure, fine).spec.data.flatMap((trace) =>
      "mode" in trace && "x" in trace && trace.mode === "lines+markers" ? [(trace.x as (number | null)[]).filter((x) => x !== null)] : [],
    ); // drawn from numbers and nulls
    expect(marks).toHaveLength(2);
    expect(marks.every((places) => places.length >= 5)).toBe(true);
    expect(marks[0]?.filter((place) => marks[1]?.includes(place))).toEqual([]);
  });

  it("gives panels of one title one range from 0 on, each its heading, and each line one entry of the legend", () => {
    const headed = stored(
      [0, 1, 2, 3].flatMap((discount) => [
        trial({ environment: "w@1", method: "one", criterion: `discounted-${discount}` }, { high: 5, low: 0.01, "returns.true": -2 }),
        trial({ environment: "w@1", method: "two", criterion: `discounted-${discount}` }, { low: 0.02, "returns.true": -1 }),
      ]),
    );
    const options: SweepOptions = {
      id: "headed",
      title: "Headed",
      arms: [byMethod("one", "one"), byMethod("two", "two")],
      knob: { title: "round", valueOf: discountOf },
      panels: [
        { heading: "alone", title: "harm", measure: "high" },
        { heading: "a <committee>", title: "harm", measure: "low" },
        { title: "return", measure: "returns.true" },
      ],
      flips: [],
      summarise: centreOfWorlds,
    };
    const { spec, alt, numbers } = drawFigure(criterionSweep(options), headed);
    const { layout } = spec;
    const [least, greatest] = (layout.yaxis?.range ?? []) as readonly number[]; // set by the figure, to numbers
    expect(least).toBeLessThan(0);
    expect(greatest).toBeGreaterThan(5);
    expect(layout["yaxis2"]?.range).toEqual(layout.yaxis?.range);
    expect(layout["yaxis3"]?.range?.[0]).toBeLessThan(-2);
    expect(layout["yaxis3"]?.range?.[1]).toBeGreaterThan(0);
    expect(layout.annotations?.map(({ text }) => text)).toEqual(["<b>alone</b>", "<b>a &lt;committee&gt;</b>"]);
    const named = spec.data.filter((trace) => "showlegend" in trace && trace.showlegend === true);
    expect(named.map(({ name }) => name)).toEqual(["one", "two"]);
    const wordy = criterionSweep({
      ...options,
      arms: ["one", "two"].map((method) => byMethod(`${method}, ${"told at length ".repeat(4)}`, method)),
    });
    const higher = drawFigure(wordy, headed).spec.layout;
    expect((higher.margin?.t ?? 0) - (layout.margin?.t ?? 0)).toBe(20); // two rows of the legend, and the headings below them
    expect((higher.height ?? 0) - (layout.height ?? 0)).toBe(20);
    expect(alt).toContain("harm, a <committee>, two, at round 0 to 3: 0.02.");
    expect(numbers?.rows.at(-1)?.slice(0, 4)).toEqual(["return", "two", 3, -1]);
  });

  it("draws a band only where the ends of the ties differ", () => {
    const band = drawn("sweep").spec.data.find(({ name }) => name?.includes("range over ties"));
    expect(band).toMatchObject({ x: [0.5, 0.5, 0.5, null], y: [-0.5, -1, -0.5, null] });
  });

  it("marks the closed form with a line and a label", () => {
    const { layout } = drawn("sweep").spec;
    expect(layout.shapes).toMatchObject([{ type: "line", x0: 0.6, x1: 0.6 }]);
    expect(JSON.stringify(layout.annotations)).toContain("flip at 0.6");
  });
});

describe("the occupancy map", () => {
  it("puts each state's share on its tile and shades it by the greatest share", () => {
    const { spec, alt } = drawn("occupancy");
    expect(spec.data[0]).toMatchObject({ x: [1, 2], y: [1, 1], text: ["75", "←<br>25"] });
    expect(spec.layout.shapes?.map(({ fillcolor }) => fillcolor)).toEqual([
      expect.stringMatching(/^rgba/),
      shadeOf(1),
      shadeOf(0.25 / 0.75),
    ]);
    expect(alt).toContain("west: 75 %, east: 25 %");
  });

  it("writes on every shade with a contrast of at least 4.5", () => {
    const luminance = (colour: readonly number[]): number => {
      const [red = 0, green = 0, blue = 0] = colour.map((channel) => {
        const part = channel / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    for (let share = 0; share <= 1; share += 0.01) {
      const shade = luminance(shadeOf(share).match(/\d+/g)?.map(Number) ?? []);
      const ink = inkOn(share) === "#ffffff" ? 1 : 0;
      expect((Math.max(shade, ink) + 0.05) / (Math.min(shade, ink) + 0.05)).toBeGreaterThan(4.5);
    }
  });

  it("reads words as one tile, and blanks as floor only inside walls", () => {
    expect(tilesOf(["calm  threat"]).map(({ kind, column, width }) => [kind, column, width])).toEqual([
      ["word", 0, 4],
      ["word", 6, 6],
    ]);
    expect(tilesOf(["# #"]).map(({ kind }) => kind)).toEqual(["wall", "floor", "wall"]);
  });
});

describe("the situation bars", () => {
  it("stack conduct and situations to Δ, and name the verdict", () => {
    const { spec, alt } = drawn("situations");
    const [conduct, situation, delta] = spec.data.map((trace) => ("x" in trace ? Number((trace.x as number[])[0]) : Number.NaN)); // drawn from numbers
    expect((conduct ?? 0) + (situation ?? 0)).toBeCloseTo(delta ?? 0, 12);
    expect(alt).toContain("Δ = 0.3, −0.225 by conduct and 0.525 by situations");
    expect(alt).toContain("verdict: gaming");
  });
});

describe("labels", () => {
  it("write three significant digits with a true minus", () => {
    expect([0, -0, 0.123456, -12.345, 1234.5, 0.0000123, 1 / 3].map(formatNumber)).toEqual([
      "0",
      "0",
      "0.123",
      "−12.3",
      "1235",
      "1.2×10⁻⁵",
      "0.333",
    ]);
    expect([1e-4, -1e-12, -2.5e7, 1e6, 0.0005].map(formatNumber)).toEqual(["10⁻⁴", "−10⁻¹²", "−2.5×10⁷", "10⁶", "0.0005"]);
    expect(formatInterval([-1, 2])).toBe("[−1, 2]");
    expect([0, 0.0004, 0.055, 0.1234, 1].map(formatPercent)).toEqual(["0", "<0.1", "5.5", "12", "100"]);
  });

  it("break at spaces and never inside a word", () => {
    expect(wrapLabel("narrow RL on evaluative-feedback", 12)).toBe("narrow RL on<br>evaluative-feedback");
    expect(plainText("a<b>&")).toBe("a&lt;b&gt;&amp;");
  });
});
