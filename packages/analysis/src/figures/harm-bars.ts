import type { Data } from "plotly.js-dist";
import type { StudyResults } from "../report/study-report.ts";
import { type Arm, absentNotes, errorBars, missing, type Summarise, type Summary, summarised, trialsOf } from "./arm.ts";
import type { Figure, NumbersTable, PlotSpec } from "./figure.ts";
import { formatInterval, formatNumber, plainText } from "./label.ts";
import { rowAxes } from "./row-axes.ts";
import { NEUTRAL, PALETTE, themed } from "./theme.ts";

/** A part of the avoidable harm: manufactured, neglect, accident. */
export interface HarmPart {
  readonly title: string;
  readonly measure: string;
}

export interface HarmOptions {
  readonly id: string;
  readonly title: string;
  readonly arms: readonly Arm[];
  /** At most five, none below 0; together the avoidable harm. */
  readonly parts: readonly HarmPart[];
  /** What the axis says: "true reward lost per step". */
  readonly axis: string;
  readonly summarise: Summarise;
}

export interface HarmRow {
  readonly label: string;
  /** One for each part, in their order; null where the trials do not have it. */
  readonly parts: readonly (Summary | null)[];
}

export interface HarmBars {
  readonly axis: string;
  readonly titles: readonly string[];
  readonly rows: readonly HarmRow[];
  readonly absent: readonly string[];
}

/** Pixels: the least pitch of rows. */
const ROW = 42;
const FRAME = 100;
/** From the middle of a row to its bar and, below it, to the whiskers of its parts. */
const BAR_AT = -0.12;
const WHISKER_AT = [0.2, 0.26, 0.32, 0.38, 0.44] as const;

const LOOK = [
  { color: PALETTE[1], shape: "" },
  { color: PALETTE[0], shape: "/" },
  { color: PALETTE[5], shape: "." },
  { color: PALETTE[2], shape: "\\" },
  { color: PALETTE[3], shape: "x" },
] as const;

function select(results: StudyResults, { id, arms, parts, axis, summarise }: HarmOptions): HarmBars {
  const all = arms.map((arm): HarmRow => {
    const trials = trialsOf(results, arm);
    return { label: arm.label, parts: parts.map(({ measure }) => summarised(trials, measure, summarise)) };
  });
  const rows = all.filter((row) => row.parts.some((part) => part !== null));
  const absent = all.filter((row) => !rows.includes(row)).map(({ label }) => label);
  if (rows.length === 0) {
    throw missing(id, `no ${parts.map(({ measure }) => `'${measure}'`).join(", ")} of ${absent.map((label) => `'${label}'`).join(", ")}`);
  }
  return { axis, titles: parts.map(({ title }) => title), rows, absent };
}

/** The sum of the first parts of a row. */
const upTo = ({ parts }: HarmRow, count: number): number => parts.slice(0, count).reduce((sum, part) => sum + (part?.value ?? 0), 0);

function partTrace({ rows, titles }: HarmBars, part: number): Data {
  const { color, shape } = LOOK[part] ?? { color: NEUTRAL, shape: "x" };
  const name = plainText(titles[part] ?? "");
  return {
    type: "bar",
    orientation: "h",
    name,
    x: rows.map(({ parts }) => parts[part]?.value ?? 0),
    y: rows.map((_, at) => at + BAR_AT),
    width: 0.5,
    marker: { color, pattern: { shape, fillmode: "overlay", fgcolor: "rgba(255,255,255,0.6)", size: 7, solidity: 0.25 } },
    hovertemplate: `${name}: %{x:.4g}<extra></extra>`,
  };
}

/** The interval of a part in its colour, below the end of its stretch of the bar; none where nothing varies. */
function whiskers(bars: HarmBars, part: number): readonly Data[] {
  const held = bars.rows.flatMap((row, at) => {
    const summary = row.parts[part];
    return summary === null || summary === undefined || summary.interval === null || summary.interval[0] === summary.interval[1]
      ? []
      : [{ row, at, summary }];
  });
  const color = LOOK[part]?.color ?? NEUTRAL;
  return held.length === 0
    ? []
    : [
        {
          type: "scatter",
          mode: "markers",
          name: `${plainText(bars.titles[part] ?? "")}, interval`,
          x: held.map(({ row }) => upTo(row, part + 1)),
          y: held.map(({ at }) => at + (WHISKER_AT[part] ?? 0)),
          marker: { symbol: "line-ns", size: 7, color, line: { width: 2, color } },
          error_x: { ...errorBars(held.map(({ summary }) => summary)), color, thickness: 2.5, width: 0 },
          hoverinfo: "skip",
          showlegend: false,
        },
      ];
}

/** The sum of a row's parts; of a single part, itself. */
const totalOf = (row: HarmRow): string => `<b>${formatNumber(upTo(row, row.parts.length))}</b>${row.parts.length > 1 ? " in all" : ""}`;

function draw(bars: HarmBars): PlotSpec {
  const { rows, titles, axis } = bars;
  const { pitch, axes, column } = rowAxes(
    rows.map(({ label }) => label),
    rows.map(totalOf),
    false,
  );
  const parts = [...titles.keys()];
  return {
    data: [...parts.map((part) => partTrace(bars, part)), ...parts.flatMap((part) => whiskers(bars, part)), column],
    layout: themed({
      height: FRAME + Math.max(ROW, pitch) * rows.length,
      barmode: "stack",
      margin: { l: 12, r: 12, t: 44, b: 12 },
      xaxis: { title: { text: plainText(axis) }, zeroline: true, zerolinewidth: 1.5, nticks: 7, rangemode: "tozero" },
      ...axes,
      showlegend: true,
      legend: { traceorder: "normal" },
    }),
  };
}

function describe({ axis, titles, rows, absent }: HarmBars): string {
  const sentences = rows.map((row) => {
    const parts = titles.map((title, at) => {
      const part = row.parts[at] ?? null;
      return part === null
        ? `${title}: no result`
        : `${title} ${formatNumber(part.value)}${part.interval === null ? "" : ` ${formatInterval(part.interval)}`}`;
    });
    return `${row.label}: ${formatNumber(upTo(row, titles.length))} in all, ${parts.join(", ")}.`;
  });
  return [`Stacked bars of the avoidable harm (${axis}).`, ...sentences, ...absentNotes({ absent })].join(" ");
}

function tabulate({ titles, rows }: HarmBars): NumbersTable {
  return {
    columns: ["arm", ...titles.flatMap((title) => [title, `${title} from`, `${title} to`]), "in all", "n"],
    rows: rows.map((row) => [
      row.label,
      ...row.parts.flatMap((part) => [part?.value ?? null, part?.interval?.[0] ?? null, part?.interval?.[1] ?? null]),
      upTo(row, titles.length),
      row.parts.find((part) => part !== null)?.units ?? null,
    ]),
  };
}

/** The avoidable harm of each arm, split into what was manufactured, what was neglected and what was an accident. */
export function harmBars(options: HarmOptions): Figure<StudyResults, HarmBars> {
  return {
    id: options.id,
    title: options.title,
    select: (results) => select(results, options),
    draw,
    describe,
    notes: absentNotes,
    tabulate,
  };
}
