import type { TrialAxes } from "@firebreak/core";
import type { Data, Shape } from "plotly.js-dist";
import type { StudyResults } from "../report/study-report.ts";
import { type Arm, missing, type Summarise, summarised, trialsOf } from "./arm.ts";
import { COLOUR_SCALE, inkOn, shadeOf } from "./colour-scale.ts";
import type { Figure, NumbersTable, PlotSpec } from "./figure.ts";
import { formatNumber, plainText } from "./label.ts";
import { DASHES, FONT_SIZE, themed } from "./theme.ts";

type Limits = readonly [number, number];

/** A knob of the study that makes an axis: its value in a trial, null where the trial has none. */
export interface SurfaceKnob {
  readonly title: string;
  /** Where the knob itself ends, and with it the outermost cells: [0, 1] for a discount. Default: nowhere. */
  readonly limits?: Limits;
  valueOf(axes: TrialAxes): number | null;
}

/** A line that theory draws over the surface: where the optimum flips. */
export interface SurfaceCurve {
  readonly label: string;
  /** (x, y) in the units of the knobs, in the order in which they are joined. */
  readonly points: readonly (readonly [number, number])[];
}

export interface SurfaceOptions {
  readonly id: string;
  readonly title: string;
  readonly arm: Arm;
  readonly x: SurfaceKnob;
  readonly y: SurfaceKnob;
  readonly measure: string;
  /** What the colour says: "fires set a step". */
  readonly measureTitle: string;
  readonly curves: readonly SurfaceCurve[];
  readonly summarise: Summarise;
}

export interface SurfaceCell {
  readonly x: number;
  readonly y: number;
  readonly value: number;
  readonly units: number;
}

export interface Surface {
  readonly label: string;
  readonly x: string;
  readonly y: string;
  readonly limits: { readonly x: Limits; readonly y: Limits };
  readonly measure: string;
  readonly cells: readonly SurfaceCell[];
  readonly curves: readonly SurfaceCurve[];
}

/** Pixels: the least and the greatest height of a row of cells. */
const LEAST_ROW = 24;
const MOST_ROW = 60;
const FRAME = 100;
/** Columns up to which there is room for a number in each cell. */
const MOST_WRITTEN = 12;
const UNLIMITED: Limits = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

function select(results: StudyResults, options: SurfaceOptions): Surface {
  const { arm, x, y, measure, measureTitle, curves, summarise } = options;
  const groups = new Map<string, { readonly x: number; readonly y: number; readonly trials: ReturnType<typeof trialsOf>[number][] }>();
  for (const trial of trialsOf(results, arm)) {
    const [across, up] = [x.valueOf(trial.axes), y.valueOf(trial.axes)];
    if (across !== null && up !== null) {
      const group = groups.get(`${across} ${up}`) ?? { x: across, y: up, trials: [] };
      group.trials.push(trial);
      groups.set(`${across} ${up}`, group);
    }
  }
  const cells = [...groups.values()]
    .flatMap(({ trials, ...at }) => {
      const summary = summarised(trials, measure, summarise);
      return summary === null ? [] : [{ ...at, value: summary.value, units: summary.units }];
    })
    .sort((first, second) => first.y - second.y || first.x - second.x);
  if (cells.length === 0) {
    throw missing(options.id, `no ${measure} of '${arm.label}' with a ${x.title} and a ${y.title}`);
  }
  const limits = { x: x.limits ?? UNLIMITED, y: y.limits ?? UNLIMITED };
  return { label: arm.label, x: x.title, y: y.title, limits, measure: measureTitle, cells, curves };
}

/** For each value of a knob, the ends of its cells: half way to its neighbours, within the knob's limits. A single one is a unit wide. */
function edgesOf(values: readonly number[], [least, most]: Limits): ReadonlyMap<number, readonly [number, number]> {
  const distinct = [...new Set(values)].sort((first, second) => first - second);
  return new Map(
    distinct.map((value, at) => {
      const [before, after] = [distinct[at - 1], distinct[at + 1]];
      const half = after !== undefined ? (after - value) / 2 : before !== undefined ? (value - before) / 2 : 0.5;
      return [
        value,
        [
          before === undefined ? Math.max(least, value - half) : (before + value) / 2,
          after === undefined ? Math.min(most, value + half) : (value + after) / 2,
        ],
      ];
    }),
  );
}

/** The share of a value between the least and the greatest; one half where they are the same. */
function shares(cells: readonly SurfaceCell[]): { readonly least: number; readonly greatest: number; of(value: number): number } {
  const least = Math.min(...cells.map(({ value }) => value));
  const greatest = Math.max(...cells.map(({ value }) => value));
  return { least, greatest, of: (value) => (greatest > least ? (value - least) / (greatest - least) : 0.5) };
}

type Edges = ReturnType<typeof edgesOf>;

/** Cells as rectangles: sharp at any size, and no canvas is needed to draw them. */
function cellShapes(cells: readonly SurfaceCell[], edges: { readonly x: Edges; readonly y: Edges }): Partial<Shape>[] {
  const { of } = shares(cells);
  return cells.map(({ x, y, value }) => {
    const [x0, x1] = edges.x.get(x) ?? [x, x];
    const [y0, y1] = edges.y.get(y) ?? [y, y];
    const shade = shadeOf(of(value));
    // A line of the same shade covers the seam that rounding leaves between two cells.
    return { type: "rect", layer: "below", x0, x1, y0, y1, fillcolor: shade, line: { color: shade, width: 1 } };
  });
}

function cellTrace({ label, measure, cells }: Surface): Data {
  const { least, greatest, of } = shares(cells);
  const written = new Set(cells.map(({ x }) => x)).size <= MOST_WRITTEN;
  return {
    type: "scatter",
    mode: "text+markers",
    name: plainText(label),
    x: cells.map(({ x }) => x),
    y: cells.map(({ y }) => y),
    text: cells.map(({ value }) => (written ? formatNumber(value) : "")),
    textfont: { size: FONT_SIZE - 3, color: cells.map(({ value }) => inkOn(of(value))) },
    customdata: cells.map(({ value }) => value),
    hovertemplate: "%{x:.4g}, %{y:.4g}: %{customdata:.4g}<extra></extra>",
    showlegend: false,
    marker: {
      size: 0.1,
      opacity: 0,
      color: cells.map(({ value }) => value),
      cmin: least,
      cmax: greatest > least ? greatest : least + 1,
      colorscale: COLOUR_SCALE,
      showscale: true,
      colorbar: {
        title: { text: plainText(measure), side: "right", font: { size: FONT_SIZE } },
        thickness: 14,
        outlinewidth: 0,
        nticks: 6,
      },
    },
  };
}

/** A dark line inside a light one: seen on every shade. */
function curveTraces({ label, points }: SurfaceCurve, at: number): readonly Data[] {
  const line = { type: "scatter", mode: "lines", x: points.map(([x]) => x), y: points.map(([, y]) => y), hoverinfo: "skip" } as const;
  const name = plainText(label);
  return [
    { ...line, name: `${name}, its edge`, showlegend: false, line: { color: "#ffffff", width: 6 } },
    { ...line, name, showlegend: true, line: { color: "#D55E00", width: 3, dash: DASHES[at % DASHES.length] ?? "solid" } },
  ];
}

function draw(surface: Surface): PlotSpec {
  const { cells, curves, limits } = surface;
  const edges = {
    x: edgesOf(
      cells.map(({ x }) => x),
      limits.x,
    ),
    y: edgesOf(
      cells.map(({ y }) => y),
      limits.y,
    ),
  };
  const span = (of: Edges): [number, number] => [
    Math.min(...[...of.values()].map(([low]) => low)),
    Math.max(...[...of.values()].map(([, high]) => high)),
  ];
  const axis = { showgrid: false, nticks: 11 } as const;
  return {
    data: [cellTrace(surface), ...curves.flatMap(curveTraces)],
    layout: {
      ...themed({
        height: FRAME + Math.min(420, edges.y.size * Math.min(MOST_ROW, Math.max(LEAST_ROW, 300 / edges.y.size))),
        shapes: cellShapes(cells, edges),
        showlegend: curves.length > 0,
      }),
      xaxis: { ...axis, title: { text: plainText(surface.x) }, range: span(edges.x) },
      yaxis: { ...axis, title: { text: plainText(surface.y) }, range: span(edges.y) },
    },
  };
}

function describe({ label, x, y, measure, cells, curves }: Surface): string {
  const rows = [...new Set(cells.map((cell) => cell.y))].map((at) => {
    const row = cells.filter((cell) => cell.y === at);
    return `At ${y} ${formatNumber(at)}: ${row.map((cell) => `${formatNumber(cell.x)}: ${formatNumber(cell.value)}`).join(", ")}.`;
  });
  const lines = curves.map(({ label: name, points }) => {
    const places = points.map(([across, up]) => `(${formatNumber(across)}, ${formatNumber(up)})`);
    return `A line marks "${name}" through ${places.join(", ")}.`;
  });
  return [`A map of ${measure} of ${label} over ${x} and ${y}.`, ...rows, ...lines].join(" ");
}

function tabulate({ x, y, measure, cells }: Surface): NumbersTable {
  return { columns: [y, x, measure, "n"], rows: cells.map((cell) => [cell.y, cell.x, cell.value, cell.units]) };
}

/** One measure over two knobs of a study at once, as shades, with the curve at which theory says that the optimum flips. */
export function measureSurface(options: SurfaceOptions): Figure<StudyResults, Surface> {
  return { id: options.id, title: options.title, select: (results) => select(results, options), draw, describe, tabulate };
}
