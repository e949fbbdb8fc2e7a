import type { Data } from "plotly.js-dist";
import type { StudyResults } from "../report/study-report.ts";
import { type Arm, absentNotes, errorBars, missing, type Summarise, type Summary, summarised, trialsOf } from "./arm.ts";
import type { Figure, NumbersTable, PlotSpec } from "./figure.ts";
import { formatInterval, formatNumber, plainText } from "./label.ts";
import { rowAxes } from "./row-axes.ts";
import { NEUTRAL, PALETTE, themed } from "./theme.ts";

/** One arm's split, in the overseer's units per step: Δ = conduct + situations (Shapley, facts of audit 1). */
export interface SituationRow {
  readonly label: string;
  readonly delta: Summary;
  readonly conduct: Summary;
  readonly situations: Summary;
  readonly trueReturn: Summary;
  /** The name of the case: gaming, neglect, better, harmless. */
  readonly verdict: string;
}

export interface SituationOptions {
  readonly id: string;
  readonly title: string;
  readonly arms: readonly Arm[];
  readonly summarise: Summarise;
  /** Names the case of a row. */
  verdictOf(row: Omit<SituationRow, "verdict">): string;
}

export interface SituationBars {
  readonly rows: readonly SituationRow[];
  readonly absent: readonly string[];
}

/** Pixels: the least pitch of rows; bars above, Δ with its interval below them. */
const ROW = 46;
const FRAME = 100;
const BAR_AT = -0.14;
const DELTA_AT = 0.27;

function rowOf(results: StudyResults, arm: Arm, { summarise, verdictOf }: SituationOptions): SituationRow | null {
  const trials = trialsOf(results, arm);
  const delta = summarised(trials, "situations.delta", summarise);
  const conduct = summarised(trials, "situations.shapleyConduct", summarise);
  const situations = summarised(trials, "situations.shapleySituations", summarise);
  const trueReturn = summarised(trials, "returns.true", summarise);
  if (delta === null || conduct === null || situations === null || trueReturn === null) {
    return null;
  }
  const row = { label: arm.label, delta, conduct, situations, trueReturn };
  return { ...row, verdict: verdictOf(row) };
}

function select(results: StudyResults, options: SituationOptions): SituationBars {
  const rows = options.arms.flatMap((arm) => rowOf(results, arm, options) ?? []);
  const absent = options.arms.filter(({ label }) => rows.every((row) => row.label !== label)).map(({ label }) => label);
  if (rows.length === 0) {
    throw missing(
      options.id,
      `no situation decomposition of ${absent.map((label) => `'${label}'`).join(", ") || "any arm, for it has none"}`,
    );
  }
  return { rows, absent };
}

function barTrace(rows: readonly SituationRow[], part: "conduct" | "situations", name: string): Data {
  const situations = part === "situations";
  return {
    type: "bar",
    orientation: "h",
    name,
    x: rows.map((row) => row[part].value),
    y: rows.map((_, at) => at + BAR_AT),
    width: 0.44,
    marker: situations
      ? { color: PALETTE[1], pattern: { shape: "/", fillmode: "overlay", fgcolor: "rgba(255,255,255,0.55)", size: 7, solidity: 0.25 } }
      : { color: PALETTE[0] },
    hovertemplate: `${name}: %{x:.4g}<extra></extra>`,
  };
}

function deltaTrace(rows: readonly SituationRow[]): Data {
  return {
    type: "scatter",
    mode: "markers",
    name: "Δ = conduct + situations",
    x: rows.map(({ delta }) => delta.value),
    y: rows.map((_, at) => at + DELTA_AT),
    marker: { symbol: "diamond", size: 9, color: NEUTRAL },
    error_x: { ...errorBars(rows.map(({ delta }) => delta)), color: NEUTRAL, thickness: 2.5, width: 0 },
    hovertemplate: "Δ: %{x:.4g}<extra></extra>",
  };
}

const inWords = ({ verdict, delta }: SituationRow): string => `<b>${plainText(verdict)}</b><br>Δ = ${formatNumber(delta.value)}`;

function draw({ rows }: SituationBars): PlotSpec {
  const { pitch, axes, column } = rowAxes(
    rows.map(({ label }) => label),
    rows.map(inWords),
    false,
  );
  return {
    data: [barTrace(rows, "conduct", "conduct"), barTrace(rows, "situations", "situations"), deltaTrace(rows), column],
    layout: themed({
      height: FRAME + Math.max(ROW, pitch) * rows.length,
      barmode: "relative",
      margin: { l: 12, r: 12, t: 44, b: 12 },
      xaxis: {
        title: { text: "overseer's evaluation per step, against her own behaviour" },
        zeroline: true,
        zerolinewidth: 1.5,
        nticks: 7,
      },
      ...axes,
      showlegend: true,
    }),
  };
}

function describe({ rows, absent }: SituationBars): string {
  const sentences = rows.map(({ label, delta, conduct, situations, trueReturn, verdict }) => {
    const sure = delta.interval === null ? "" : ` ${formatInterval(delta.interval)}`;
    const parts = `${formatNumber(conduct.value)} by conduct and ${formatNumber(situations.value)} by situations`;
    return `${label}: Δ = ${formatNumber(delta.value)}${sure}, ${parts}; true return ${formatNumber(trueReturn.value)}; verdict: ${verdict}.`;
  });
  return [
    "Bars that split the change in the overseer's evaluation into conduct and situations.",
    ...sentences,
    ...absentNotes({ absent }),
  ].join(" ");
}

function tabulate({ rows }: SituationBars): NumbersTable {
  return {
    columns: ["arm", "verdict", "Δ", "Δ from", "Δ to", "conduct (Shapley)", "situations (Shapley)", "true return", "n"],
    rows: rows.map(({ label, verdict, delta, conduct, situations, trueReturn }) => [
      label,
      verdict,
      delta.value,
      delta.interval?.[0] ?? null,
      delta.interval?.[1] ?? null,
      conduct.value,
      situations.value,
      trueReturn.value,
      delta.units,
    ]),
  };
}

/** Audit 1 as bars: was more approval earned by better conduct, or by getting into situations in which approval is easy? */
export function situationBars(options: SituationOptions): Figure<StudyResults, SituationBars> {
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
