import type { Data } from "plotly.js-dist";
import { errorBars } from "./arm.ts";
import { plainText } from "./label.ts";
import { styleAt } from "./theme.ts";

export interface SweepPoint {
  readonly at: number;
  readonly value: number;
  readonly least: number;
  readonly greatest: number;
  /** Of the value; null where `summarise` gives none. */
  readonly interval: readonly [number, number] | null;
  readonly units: number;
}

/** Where a line stands among the lines of its figure. */
interface Place {
  readonly panel: number;
  readonly line: number;
  readonly count: number;
  /** Whether the legend takes its entry from here: from the first panel that has the line. */
  readonly isNamed: boolean;
}

/** Pixels: the marks of the last line and, of many lines, of the first. */
const LEAST_MARK = 6;
const MOST_MARK = 21;
/** A line of more points than this has no mark at every one. */
const MOST_MARKS = 16;
/** Marks side by side that stay apart in a picture of the usual width, those of all lines together. */
const MARKS_ABREAST = 28;

/** The end of the name of a panel's axes, as Plotly counts them. */
export const axisSuffix = (panel: number): string => (panel === 0 ? "" : String(panel + 1));

export const isTied = ({ least, greatest }: SweepPoint): boolean => greatest - least > 1e-9 * (1 + Math.abs(greatest));

/** Neighbouring points that all have ties: a band is drawn between them, and only there. */
function tiedRuns(points: readonly SweepPoint[]): readonly (readonly SweepPoint[])[] {
  const runs: SweepPoint[][] = [];
  points.forEach((point, at) => {
    if (isTied(point)) {
      const before = points[at - 1];
      const run = before !== undefined && isTied(before) ? runs.at(-1) : undefined;
      if (run === undefined) {
        runs.push([point]);
      } else {
        run.push(point);
      }
    }
  });
  return runs;
}

/** The outline of each run, there and back again; a run of one point is a bar. null lifts the pen. */
export function bandTrace(points: readonly SweepPoint[], name: string, at: { readonly panel: number; readonly colour: string }): Data {
  const outlines = tiedRuns(points).map((run) => [
    ...run.map((point) => [point.at, point.greatest] as const),
    ...[...run].reverse().map((point) => [point.at, point.least] as const),
    [run[0]?.at ?? 0, run[0]?.greatest ?? 0] as const,
    [null, null] as const,
  ]);
  return {
    type: "scatter",
    mode: "lines",
    name,
    x: outlines.flat().map(([x]) => x),
    y: outlines.flat().map(([, y]) => y),
    fill: "toself",
    fillcolor: at.colour,
    opacity: 0.25,
    line: { width: 7, color: at.colour },
    hoverinfo: "skip",
    showlegend: false,
    yaxis: `y${axisSuffix(at.panel)}`,
  } as Data; // Plotly's types know the y axes by a pattern that a computed name does not match
}

/** A line with a mark at every point. Marks shrink from line to line, so that lines that coincide can all be seen. */
function markedLine(points: readonly SweepPoint[], label: string, at: Place): Data {
  const { color, symbol, dash } = styleAt(at.line);
  return {
    type: "scatter",
    mode: "lines+markers",
    name: plainText(label),
    legendgroup: label,
    showlegend: at.isNamed,
    x: points.map((point) => point.at),
    y: points.map(({ value }) => value),
    // Only where there is an interval: Plotly draws a cap for an empty one.
    ...(points.some(({ interval }) => interval !== null) ? { error_y: { ...errorBars(points), color, thickness: 1.5, width: 3 } } : {}),
    line: { color, dash, width: 2 },
    // Marks of what lies at the end of an axis are drawn whole.
    cliponaxis: false,
    marker: {
      color,
      symbol: `${symbol}-open`,
      size: LEAST_MARK + Math.min(3.5, (MOST_MARK - LEAST_MARK) / (at.count - 1 || 1)) * (at.count - 1 - at.line),
      line: { width: 1.8, color },
    },
    hovertemplate: `${plainText(label)}<br>%{x:.4g}: %{y:.4g}<extra></extra>`,
    yaxis: `y${axisSuffix(at.panel)}`,
  } as Data; // as above
}

/**
 * Marks of a line of many points: lines take turns along the knob, so that each of several that coincide has marks of its own
 * between those of the others. null lifts the pen between two marks; the legend shows both line and mark.
 */
function marksInTurn(points: readonly SweepPoint[], label: string, at: Place): Data {
  const pitch = Math.ceil(points.length / MARKS_ABREAST);
  const marked = points.filter((_, index) => index % (pitch * at.count) === pitch * at.line);
  const whole = markedLine(points, label, at) as { readonly marker: object } & Data; // made with a marker, above
  return {
    ...whole,
    x: marked.flatMap((point) => [point.at, null]),
    y: marked.flatMap(({ value }) => [value, null]),
    error_y: { type: "data", array: [], visible: false },
    marker: { ...whole.marker, size: 9 },
    hovertemplate: "",
    hoverinfo: "skip",
  } as Data; // as above
}

/** One line with its marks. */
export function lineTraces(points: readonly SweepPoint[], label: string, at: Place): readonly Data[] {
  const whole = markedLine(points, label, at);
  return points.length <= MOST_MARKS ? [whole] : [{ ...whole, mode: "lines", showlegend: false } as Data, marksInTurn(points, label, at)]; // a line like the other
}
