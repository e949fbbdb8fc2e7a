import type { TrialAxes } from "@firebreak/core";
import type { Annotation, Data, LayoutAxis } from "plotly.js-dist";
import type { StudyResults } from "../report/study-report.ts";
import { type Arm, errorBars, missing, type Summarise, type Summary, summarised, trialsOf } from "./arm.ts";
import type { Figure, NumbersTable, PlotSpec } from "./figure.ts";
import { formatNumber, plainText } from "./label.ts";
import { paddedRange } from "./padded-range.ts";
import { panelHeading } from "./panel-domains.ts";
import { axisSuffix } from "./sweep-lines.ts";
import { styleAt, themed } from "./theme.ts";

/** One small picture of a grid: what is swept in it, and which trials stand at each place. */
export interface GridPanel {
  readonly title: string;
  /** A second, smaller line. */
  readonly note: string;
  readonly places: readonly { readonly at: number; holds(axes: TrialAxes): boolean }[];
}

export interface GridOptions {
  readonly id: string;
  readonly title: string;
  readonly arms: readonly Arm[];
  readonly panels: readonly GridPanel[];
  readonly measure: string;
  /** What is across and what is up, in words. */
  readonly across: string;
  readonly up: string;
  readonly summarise: Summarise;
}

type Point = Summary & { readonly at: number };

export interface SweepGrid {
  readonly across: string;
  readonly up: string;
  readonly panels: readonly {
    readonly title: string;
    readonly note: string;
    readonly lines: readonly { readonly label: string; readonly points: readonly Point[] }[];
  }[];
}

const COLUMNS = 3;
/** Pixels: a row of panels with its titles; legend and the words of the axes. */
const ROW = 215;
const FRAME = { above: 8, below: 48, left: 64 };
/** Pixels of a row that are its titles'. */
const TITLES = 72;
/** The share of the paper between two columns. */
const GAP = 0.05;

function select(results: StudyResults, options: GridOptions): SweepGrid {
  const { id, arms, measure, across, up, summarise } = options;
  const ofArms = arms.map((arm) => ({ label: arm.label, trials: trialsOf(results, arm) }));
  const panels = options.panels.map(({ title, note, places }) => ({
    title,
    note,
    lines: ofArms.map(({ label, trials }) => ({
      label,
      points: places.flatMap(({ at, holds }): readonly Point[] => {
        const summary = summarised(
          trials.filter(({ axes }) => holds(axes)),
          measure,
          summarise,
        );
        return summary === null ? [] : [{ at, ...summary }];
      }),
    })),
  }));
  if (panels.every(({ lines }) => lines.every(({ points }) => points.length === 0))) {
    throw missing(id, `no '${measure}' of ${arms.map(({ label }) => `'${label}'`).join(", ")}`);
  }
  return { across, up, panels };
}

/** The parts of the paper, in [0, 1] from the left and from the bottom, of a panel of `count`. */
function placeOf(index: number, count: number): { readonly x: [number, number]; readonly y: [number, number] } {
  const rows = Math.ceil(count / COLUMNS);
  const width = (1 - GAP * (COLUMNS - 1)) / COLUMNS;
  const left = (index % COLUMNS) * (width + GAP);
  const top = 1 - (Math.floor(index / COLUMNS) + TITLES / ROW) / rows;
  return { x: [left, Math.min(1, left + width)], y: [Math.max(0, top - (1 - TITLES / ROW) / rows), top] };
}

interface Place {
  readonly panel: number;
  readonly line: number;
  readonly count: number;
}

function lineOf({ label, points }: SweepGrid["panels"][number]["lines"][number], { panel, line, count }: Place): Data {
  const { color, symbol, dash } = styleAt(line);
  return {
    type: "scatter",
    mode: "lines+markers",
    name: plainText(label),
    legendgroup: label,
    showlegend: panel === 0,
    x: points.map(({ at }) => at),
    y: points.map(({ value }) => value),
    error_y: { ...errorBars(points), color, thickness: 1.2, width: 0 },
    line: { color, dash, width: 2 },
    // Marks shrink from line to line, so that lines that coincide can all be seen.
    marker: { color, symbol: `${symbol}-open`, size: 5 + 2 * (count - 1 - line), line: { width: 1.6, color } },
    hovertemplate: `${plainText(label)}<br>%{x:.3g}: %{y:.4g}<extra></extra>`,
    xaxis: `x${axisSuffix(panel)}`,
    yaxis: `y${axisSuffix(panel)}`,
  } as Data; // Plotly's types know the axes by a pattern that a computed name does not match
}

const titlesOf = ({ panels }: SweepGrid): Partial<Annotation>[] =>
  panels.map(({ title, note }, index) => {
    const { x, y } = placeOf(index, panels.length);
    return panelHeading(`<b>${plainText(title)}</b><br><span style="font-size:11px">${plainText(note)}</span>`, y[1], x[0]);
  });

/** The axes of all panels, over the same range everywhere. */
function axesOf({ panels }: SweepGrid): Record<string, Partial<LayoutAxis>> {
  const points = panels.flatMap(({ lines }) => lines.flatMap((line) => line.points));
  const up = paddedRange([0, ...points.flatMap(({ value, interval }) => [value, ...(interval ?? [])])]);
  const across = paddedRange(points.map(({ at }) => at));
  const axes: Record<string, Partial<LayoutAxis>> = {};
  panels.forEach((_, index) => {
    const { x, y } = placeOf(index, panels.length);
    const suffix = axisSuffix(index);
    axes[`xaxis${suffix}`] = { domain: x, anchor: `y${suffix}`, range: across, nticks: 4 } as Partial<LayoutAxis>; // as above
    axes[`yaxis${suffix}`] = {
      domain: y,
      anchor: `x${suffix}`,
      range: up,
      nticks: 5,
      zeroline: true,
      showticklabels: index % COLUMNS === 0,
    } as Partial<LayoutAxis>; // as above
  });
  return axes;
}

function draw(grid: SweepGrid): PlotSpec {
  const { panels, across, up } = grid;
  const rows = Math.ceil(panels.length / COLUMNS);
  return {
    data: panels.flatMap(({ lines }, panel) => lines.map((line, at) => lineOf(line, { panel, line: at, count: lines.length }))),
    layout: themed({
      ...axesOf(grid),
      height: FRAME.above + FRAME.below + ROW * rows,
      margin: { l: FRAME.left, r: 12, t: FRAME.above, b: FRAME.below },
      annotations: [
        ...titlesOf(grid),
        { ...panelHeading(plainText(across), 0), yanchor: "top", yshift: -26 },
        { ...panelHeading(plainText(up), 0.5), yanchor: "middle", xanchor: "right", xshift: 24 - FRAME.left, textangle: -90 },
      ],
      showlegend: true,
    }),
  };
}

function describe({ across, up, panels }: SweepGrid): string {
  const told = panels.map(({ title, lines }) => {
    const ends = lines.flatMap(({ label, points }) => {
      const [first, last] = [points[0], points.at(-1)];
      return first === undefined || last === undefined ? [] : [`${label} ${formatNumber(first.value)} to ${formatNumber(last.value)}`];
    });
    return `${title}: ${ends.join(", ")}.`;
  });
  return `Lines of ${up} against ${across}, ${panels.length} small panels, each from its first value to its last. ${told.join(" ")}`;
}

/** Says which lines stop short in a panel. */
function notesOf({ panels }: SweepGrid): readonly string[] {
  const most = Math.max(...panels.flatMap(({ lines }) => lines.map(({ points }) => points.length)));
  return panels.flatMap(({ title, lines }) => {
    const short = lines.filter(({ points }) => points.length < most).map(({ label }) => label);
    const which = short.length === lines.length ? "every line" : short.map((label) => `'${label}'`).join(", ");
    return short.length === 0 ? [] : [`'${title}' has no result for part of ${which}.`];
  });
}

function tabulate({ panels }: SweepGrid): NumbersTable {
  return {
    columns: ["panel", "line", "at", "value", "from", "to", "n"],
    rows: panels.flatMap(({ title, lines }) =>
      lines.flatMap(({ label, points }) =>
        points.map(({ at, value, interval, units }) => [title, label, at, value, interval?.[0] ?? null, interval?.[1] ?? null, units]),
      ),
    ),
  };
}

/** One measure in many small panels of equal axes, each a sweep of its own, with a line for each arm. */
export function sweepGrid(options: GridOptions): Figure<StudyResults, SweepGrid> {
  return {
    id: options.id,
    title: options.title,
    select: (results) => select(results, options),
    draw,
    describe,
    notes: notesOf,
    tabulate,
  };
}
