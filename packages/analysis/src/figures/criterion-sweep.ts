import type { TrialAxes } from "@firebreak/core";
import type { Annotation, LayoutAxis, Shape } from "plotly.js-dist";
import type { StudyResults } from "../report/study-report.ts";
import { type Arm, absentNotes, missing, type Summarise, summarised, trialsOf } from "./arm.ts";
import type { Figure, NumbersTable, PlotSpec } from "./figure.ts";
import { formatInterval, formatNumber, plainText } from "./label.ts";
import { panelDomain } from "./panel-domains.ts";
import { axisSuffix, bandTrace, isTied, lineTraces, type SweepPoint } from "./sweep-lines.ts";
import { NEUTRAL, styleAt, themed } from "./theme.ts";

/** A value of the swept knob at which a closed form says that the optimum changes. */
export interface Flip {
  readonly at: number;
  readonly label: string;
}

export interface SweepOptions {
  readonly id: string;
  readonly title: string;
  /** One line each: a signal, usually. An arm that optimises nothing (criterion "-") does not turn with the knob: a level line. */
  readonly arms: readonly Arm[];
  /** The knob: its name on the axis, and its value in a trial (`discountOf`, `lookaheadOf`, `horizonOf`). */
  readonly knob: {
    readonly title: string;
    /** "log" where the values span orders of magnitude, and are above 0. Default: "linear". */
    readonly scale?: "linear" | "log";
    valueOf(axes: TrialAxes): number | null;
  };
  /** The panels from top to bottom. `ties` names the measures of a band: least and greatest over proxy-optimal policies. */
  readonly panels: readonly SweepPanel[];
  readonly flips: readonly Flip[];
  readonly summarise: Summarise;
}

export interface SweepPanel {
  readonly title: string;
  readonly measure: string;
  readonly ties?: readonly [string, string];
}

export interface CriterionSweep {
  readonly knob: string;
  readonly scale: "linear" | "log";
  readonly flips: readonly Flip[];
  readonly panels: readonly {
    readonly title: string;
    readonly hasTies: boolean;
    readonly lines: readonly { readonly label: string; readonly points: readonly SweepPoint[] }[];
  }[];
  /** Labels of arms without a trial. */
  readonly absent: readonly string[];
}

/** Pixels: a panel; legend and the lower axis take the rest. */
const PANEL = 190;
const FRAME = 96;

type Trials = ReturnType<typeof trialsOf>;

function pointOf(trials: Trials, at: number, panel: SweepPanel, summarise: Summarise): readonly SweepPoint[] {
  const summary = summarised(trials, panel.measure, summarise);
  const [least, greatest] = (panel.ties ?? []).map((measure) => summarised(trials, measure, summarise)?.value);
  return summary === null ? [] : [{ at, ...summary, least: least ?? summary.value, greatest: greatest ?? summary.value }];
}

/** The trials of an arm by the value of the knob, in rising order; one that optimises nothing stands at every one of `values`. */
function byKnob(trials: Trials, options: SweepOptions, values: readonly number[]): readonly (readonly [number, Trials])[] {
  const groups = new Map<number, Trials[number][]>();
  for (const trial of trials) {
    const at = options.knob.valueOf(trial.axes);
    for (const value of at !== null ? [at] : trial.axes.criterion === "-" ? values : []) {
      groups.set(value, [...(groups.get(value) ?? []), trial]);
    }
  }
  return [...groups].sort(([x], [y]) => x - y);
}

function select(results: StudyResults, options: SweepOptions): CriterionSweep {
  const { id, knob, flips, summarise } = options;
  const trials = options.arms.map((arm) => trialsOf(results, arm));
  const values = trials.flat().flatMap(({ axes }) => knob.valueOf(axes) ?? []);
  if (values.length === 0) {
    throw missing(id, `no finished trial with a ${knob.title} of ${options.arms.map(({ label }) => `'${label}'`).join(", ")}`);
  }
  const distinct = [...new Set(values)];
  const arms = options.arms.map(({ label }, at) => ({ label, groups: byKnob(trials[at] ?? [], options, distinct) }));
  const panels = options.panels.map((panel) => ({
    title: panel.title,
    hasTies: panel.ties !== undefined,
    lines: arms
      .map(({ label, groups }) => ({ label, points: groups.flatMap(([at, here]) => pointOf(here, at, panel, summarise)) }))
      .filter(({ points }) => points.length > 0),
  }));
  const absent = arms.filter(({ groups }) => groups.length === 0).map(({ label }) => label);
  return { knob: knob.title, scale: knob.scale ?? "linear", flips, panels, absent };
}

/** An annotation's place on a logarithmic axis is the exponent, a shape's is the value. */
function flipMarks({ flips, scale }: CriterionSweep): { readonly shapes: Partial<Shape>[]; readonly annotations: Partial<Annotation>[] } {
  return {
    shapes: flips.map(({ at }) => ({
      type: "line",
      x0: at,
      x1: at,
      xref: "x",
      y0: 0,
      y1: 1,
      yref: "paper",
      line: { color: NEUTRAL, width: 1.5, dash: "dash" },
    })),
    // Labels stand above one another, the leftmost on top: two flips close together cannot meet.
    annotations: flips.map(({ at, label }, index) => ({
      text: plainText(label),
      x: scale === "log" ? Math.log10(at) : at,
      xref: "x",
      xanchor: "center",
      y: 1,
      yref: "paper",
      yanchor: "bottom",
      yshift: 4 + 18 * (flips.length - 1 - index),
      showarrow: false,
    })),
  };
}

/** On a logarithmic axis every value that was run has its tick: Plotly's own would fall between them. */
function ticks(scale: CriterionSweep["scale"], panels: CriterionSweep["panels"]): Partial<LayoutAxis> {
  if (scale === "linear") {
    return { nticks: 11 };
  }
  const values = panels.flatMap(({ lines }) => lines.flatMap(({ points }) => points.map(({ at }) => at)));
  const tickvals = [...new Set(values)].sort((x, y) => x - y);
  return { type: "log", tickvals, ticktext: tickvals.map(formatNumber) };
}

function draw(sweep: CriterionSweep): PlotSpec {
  const { knob, scale, flips, panels } = sweep;
  const labels = [...new Set(panels.flatMap(({ lines }) => lines.map(({ label }) => label)))];
  const headroom = 18 * flips.length;
  const data = panels.flatMap(({ lines, hasTies }, panel) => [
    ...lines.flatMap(({ label, points }) =>
      hasTies && points.some(isTied)
        ? [bandTrace(points, plainText(`${label}: range over ties`), { panel, colour: styleAt(labels.indexOf(label)).color })]
        : [],
    ),
    ...lines.flatMap(({ label, points }) => lineTraces(points, label, { panel, line: labels.indexOf(label), count: labels.length })),
  ]);
  const axes = panels.map(({ title }, panel) => [
    `yaxis${axisSuffix(panel)}`,
    { title: { text: plainText(title) }, domain: panelDomain(panel, panels.length), nticks: 6, anchor: "x" },
  ]);
  return {
    data,
    layout: {
      ...themed({
        height: FRAME + headroom + PANEL * panels.length,
        margin: { l: 12, r: 12, t: 44 + headroom, b: 12 },
        showlegend: true,
        ...flipMarks(sweep),
      }),
      xaxis: { title: { text: plainText(knob) }, anchor: `y${axisSuffix(panels.length - 1)}` as "y", ...ticks(scale, panels) }, // as above
      ...Object.fromEntries(axes),
    },
  };
}

/** A stretch of equal points is told once, by its ends. */
function pointsInWords(points: readonly SweepPoint[]): string {
  const runs: { from: number; to: number; text: string }[] = [];
  for (const point of points) {
    const range = isTied(point) ? ` (ties ${formatNumber(point.least)} to ${formatNumber(point.greatest)})` : "";
    const sure = point.interval === null ? "" : ` ${formatInterval(point.interval)}`;
    const text = `${formatNumber(point.value)}${sure}${range}`;
    const last = runs.at(-1);
    if (last?.text === text) {
      last.to = point.at;
    } else {
      runs.push({ from: point.at, to: point.at, text });
    }
  }
  return runs
    .map(({ from, to, text }) => `${from === to ? formatNumber(from) : `${formatNumber(from)} to ${formatNumber(to)}`}: ${text}`)
    .join(", ");
}

function describe({ knob, flips, panels, absent }: CriterionSweep): string {
  const lines = panels.flatMap(({ title, lines }) =>
    lines.map(({ label, points }) => `${title}, ${label}, at ${knob} ${pointsInWords(points)}.`),
  );
  const marks = flips.map(({ at, label }) => `A vertical line at ${formatNumber(at)} marks "${label}".`);
  return [`Line plots against ${knob}.`, ...lines, ...marks, ...absentNotes({ absent })].join(" ");
}

function tabulate({ knob, panels }: CriterionSweep): NumbersTable {
  return {
    columns: ["panel", "line", knob, "value", "interval from", "interval to", "least over ties", "greatest over ties", "n"],
    rows: panels.flatMap(({ title, lines }) =>
      lines.flatMap(({ label, points }) =>
        points.map(({ at, value, interval, least, greatest, units }) => [
          title,
          label,
          at,
          value,
          interval?.[0] ?? null,
          interval?.[1] ?? null,
          least,
          greatest,
          units,
        ]),
      ),
    ),
  };
}

/** What each arm does as one knob of the criterion turns: discount, lookahead or horizon. */
export function criterionSweep(options: SweepOptions): Figure<StudyResults, CriterionSweep> {
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
