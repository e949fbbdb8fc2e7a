import type { Annotation, Data } from "plotly.js-dist";
import type { StudyResults } from "../report/study-report.ts";
import { type Arm, absentNotes, errorBars, missing, type Summarise, type Summary, summarised, trialsOf } from "./arm.ts";
import type { Figure, NumbersTable, PlotSpec } from "./figure.ts";
import { formatInterval, formatNumber, plainText, wrapLabel } from "./label.ts";
import { paddedRange } from "./padded-range.ts";
import { rowAxes } from "./row-axes.ts";
import { NEUTRAL, styleAt, themed } from "./theme.ts";

/** Contestants are compared; references and uniform play are there to compare with, and are marked apart. */
export type Role = "contestant" | "reference" | "uniform play";

export interface ReturnsArm extends Arm {
  /** Arms of one group share a colour and an entry of the legend: "imitation", "narrow RL", … */
  readonly group: string;
  readonly role: Role;
}

export interface ReturnsOptions {
  readonly id: string;
  readonly title: string;
  /** From top to bottom. */
  readonly arms: readonly ReturnsArm[];
  /** What the numbers are: "true return per step (interquartile mean over drawn worlds, 95 % bootstrap interval)". */
  readonly axis: string;
  readonly summarise: Summarise;
}

export interface ReturnsRow extends Summary {
  readonly label: string;
  readonly group: string;
  readonly role: Role;
  /** Least and greatest return over all policies that the proxy cannot tell apart; null where that is one number. */
  readonly ties: readonly [number, number] | null;
}

export interface Returns {
  readonly axis: string;
  readonly rows: readonly ReturnsRow[];
  /** Labels of arms without a trial. */
  readonly absent: readonly string[];
}

/** Pixels: the least pitch of rows; legend, axis and its title take the rest. */
const ROW = 34;
const FRAME = 124;

/** Summarised least and greatest return over ties; null where every trial's two ends meet. */
function tiesOf(trials: ReturnType<typeof trialsOf>, summarise: Summarise): readonly [number, number] | null {
  const isTied = trials.some(({ measures }) => {
    const most = measures["returns.trueMax"] ?? 0;
    return most - (measures["returns.trueMin"] ?? 0) > 1e-9 * (1 + Math.abs(most));
  });
  const least = isTied ? summarised(trials, "returns.trueMin", summarise) : null;
  const most = isTied ? summarised(trials, "returns.trueMax", summarise) : null;
  return least === null || most === null ? null : [least.value, most.value];
}

function select(results: StudyResults, { id, arms, axis, summarise }: ReturnsOptions): Returns {
  const rows: ReturnsRow[] = [];
  const absent: string[] = [];
  for (const arm of arms) {
    const trials = trialsOf(results, arm);
    const summary = summarised(trials, "returns.true", summarise);
    if (summary === null) {
      absent.push(arm.label);
      continue;
    }
    const ties = tiesOf(trials, summarise);
    rows.push({ label: arm.label, group: arm.group, role: arm.role, ...summary, ties });
  }
  if (rows.length === 0) {
    throw missing(id, `no finished trial of ${absent.map((label) => `'${label}'`).join(", ") || "any arm, for it has none"}`);
  }
  return { axis, rows, absent };
}

const SYMBOL = { contestant: "circle", reference: "diamond-open", "uniform play": "x-thin-open" } as const;

function tieTrace(rows: readonly ReturnsRow[]): readonly Data[] {
  const tied = rows.flatMap(({ ties }, at) => (ties === null ? [] : [{ ties, at }]));
  return tied.length === 0
    ? []
    : [
        {
          type: "scatter",
          mode: "lines",
          name: "range over ties of the proxy",
          // null lifts the pen between two ranges
          x: tied.flatMap(({ ties }) => [...ties, null]),
          y: tied.flatMap(({ at }) => [at, at, null]),
          line: { color: NEUTRAL, width: 11 },
          opacity: 0.35,
          hoverinfo: "skip",
        },
      ];
}

function groupTrace(rows: readonly ReturnsRow[], group: string, colour: string): Data {
  const here = rows.flatMap((row, at) => (row.group === group ? [{ row, at }] : []));
  const role = here[0]?.row.role ?? "contestant";
  return {
    type: "scatter",
    mode: "markers",
    name: plainText(group),
    x: here.map(({ row }) => row.value),
    y: here.map(({ at }) => at),
    text: here.map(({ row }) => plainText(row.label)),
    hovertemplate: "%{text}<br>%{x:.4g}<extra></extra>",
    marker: { color: colour, size: 10, symbol: SYMBOL[role], line: { color: colour, width: 2 } },
    error_x: { ...errorBars(here.map(({ row }) => row)), color: colour, thickness: 3, width: 0 },
  };
}

const inNumbers = ({ value, interval }: ReturnsRow): string => `<b>${formatNumber(value)}</b> ${formatInterval(interval)}`;

const GLYPH = { contestant: "●", reference: "◊", "uniform play": "×" } as const;

/** The legend in two lines of text: contestants, then what they are compared with. Plotly's own would take a line for each entry. */
function legend(rows: readonly ReturnsRow[], groups: readonly string[], colourOf: (group: string) => string): Partial<Annotation> {
  const entry = (group: string): string => {
    const role = rows.find((row) => row.group === group)?.role ?? "contestant";
    return `<span style="color:${colourOf(group)}"><b>${GLYPH[role]}</b></span> ${plainText(group)}`;
  };
  const isContestant = (group: string): boolean => rows.some((row) => row.group === group && row.role === "contestant");
  const ties = rows.some((row) => row.ties !== null) ? [`<span style="color:#b5b5b5"><b>▬</b></span> range over ties of the proxy`] : [];
  const others = [...groups.filter((group) => !isContestant(group)).map(entry), ...ties];
  const lines = [groups.filter(isContestant).map(entry), others].filter((line) => line.length > 0);
  return {
    text: lines.map((line) => line.join("     ")).join("<br>"),
    x: 0,
    xref: "paper",
    xanchor: "left",
    y: 1,
    yref: "paper",
    yanchor: "bottom",
    yshift: 6,
    align: "left",
    showarrow: false,
  };
}

function draw({ axis, rows }: Returns): PlotSpec {
  const groups = [...new Set(rows.map(({ group }) => group))];
  const contestants = groups.filter((group) => rows.some((row) => row.group === group && row.role === "contestant"));
  const colourOf = (group: string): string => (contestants.includes(group) ? styleAt(contestants.indexOf(group)).color : NEUTRAL);
  const { pitch, axes, column } = rowAxes(
    rows.map(({ label }) => label),
    rows.map(inNumbers),
    true,
  );
  const drawnNumbers = rows.flatMap(({ value, interval, ties }) => [value, ...(interval ?? []), ...(ties ?? [])]);
  return {
    data: [...tieTrace(rows), ...groups.map((group) => groupTrace(rows, group, colourOf(group))), column],
    layout: themed({
      height: FRAME + Math.max(ROW, pitch) * rows.length,
      margin: { l: 12, r: 12, t: 52, b: 12 },
      xaxis: { title: { text: wrapLabel(plainText(axis), 62) }, nticks: 6, range: paddedRange(drawnNumbers) },
      ...axes,
      annotations: [legend(rows, groups, colourOf)],
      showlegend: false,
    }),
  };
}

function describe({ axis, rows, absent }: Returns): string {
  const sentences = rows.map(({ label, role, value, interval, ties, units }) => {
    const sure = interval === null ? "no interval" : `interval ${formatInterval(interval)}`;
    const range = ties === null ? "" : `, over all proxy-optimal policies from ${formatNumber(ties[0])} to ${formatNumber(ties[1])}`;
    return `${label}${role === "contestant" ? "" : ` (${role})`}: ${formatNumber(value)}, ${sure}, n = ${units}${range}.`;
  });
  return [`Dot plot of ${axis}.`, ...sentences, ...absentNotes({ absent })].join(" ");
}

function tabulate({ rows }: Returns): NumbersTable {
  return {
    columns: ["arm", "group", "estimate", "interval from", "interval to", "n", "least over ties", "greatest over ties"],
    rows: rows.map(({ label, group, value, interval, units, ties }) => [
      label,
      group,
      value,
      interval?.[0] ?? null,
      interval?.[1] ?? null,
      units,
      ties?.[0] ?? value,
      ties?.[1] ?? value,
    ]),
  };
}

/** True return of each arm: a dot with its interval, a bar for the range over ties, the numbers beside them. */
export function returnsByMethod(options: ReturnsOptions): Figure<StudyResults, Returns> {
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
