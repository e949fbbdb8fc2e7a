import type { TrialAxes } from "@firebreak/core";
import type { Annotation, Shape } from "plotly.js-dist";
import type { StudyResults } from "../report/study-report.ts";
import { type Arm, absentNotes, missing, type Summarise, summarised, trialsOf } from "./arm.ts";
import { describeSweep, tabulateSweep } from "./criterion-sweep-words.ts";
import type { Figure, PlotSpec } from "./figure.ts";
import { knobTicks } from "./knob-ticks.ts";
import { plainText } from "./label.ts";
import { LEGEND_ROW, legendRows } from "./legend-rows.ts";
import { paddedRange } from "./padded-range.ts";
import { panelDomain, panelHeading } from "./panel-domains.ts";
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
  /** What is up, in words: "true return per step". Panels of one title show one quantity, over one range. */
  readonly title: string;
  /** Stands above the panel: what tells it from others of its title. */
  readonly heading?: string;
  readonly measure: string;
  readonly ties?: readonly [string, string];
}

export interface CriterionSweep {
  readonly knob: string;
  readonly scale: "linear" | "log";
  readonly flips: readonly Flip[];
  readonly panels: readonly {
    readonly title: string;
    /** "" where there is none. */
    readonly heading: string;
    readonly hasTies: boolean;
    readonly lines: readonly { readonly label: string; readonly points: readonly SweepPoint[] }[];
  }[];
  /** Labels of arms without a trial. */
  readonly absent: readonly string[];
}

/** Pixels: a panel; legend and the lower axis take the rest. */
const PANEL = 190;
const FRAME = 96;
/** Pixels of a line of words above a panel. */
const LINE = 18;

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
    heading: panel.heading ?? "",
    hasTies: panel.ties !== undefined,
    lines: arms
      .map(({ label, groups }) => ({ label, points: groups.flatMap(([at, here]) => pointOf(here, at, panel, summarise)) }))
      .filter(({ points }) => points.length > 0),
  }));
  const absent = arms.filter(({ groups }) => groups.length === 0).map(({ label }) => label);
  return { knob: knob.title, scale: knob.scale ?? "linear", flips, panels, absent };
}

const isHeaded = ({ panels }: CriterionSweep): boolean => panels.some(({ heading }) => heading !== "");

/** An annotation's place on a logarithmic axis is the exponent, a shape's is the value. */
function flipMarks(sweep: CriterionSweep): { readonly shapes: Partial<Shape>[]; readonly annotations: Partial<Annotation>[] } {
  const { flips, scale } = sweep;
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
      yshift: 4 + LINE * (flips.length - 1 - index + (isHeaded(sweep) ? 1 : 0)),
      showarrow: false,
    })),
  };
}

/** From 0 to whatever is drawn in a panel or in another of its title: a difference too small to matter does not fill the picture. */
function heightOf(title: string, panels: CriterionSweep["panels"]): [number, number] {
  const points = panels.filter((panel) => panel.title === title).flatMap(({ lines }) => lines.flatMap((line) => line.points));
  return paddedRange([0, ...points.flatMap(({ value, interval, least, greatest }) => [value, least, greatest, ...(interval ?? [])])]);
}

function draw(sweep: CriterionSweep): PlotSpec {
  const { knob, scale, flips, panels } = sweep;
  const labels = [...new Set(panels.flatMap(({ lines }) => lines.map(({ label }) => label)))];
  const headroom = LINE * (flips.length + (isHeaded(sweep) ? 1 : 0)) + LEGEND_ROW * (legendRows(labels) - 1);
  const marks = flipMarks(sweep);
  const data = panels.flatMap(({ lines, hasTies }, panel) => [
    ...lines.flatMap(({ label, points }) =>
      hasTies && points.some(isTied)
        ? [bandTrace(points, plainText(`${label}: range over ties`), { panel, colour: styleAt(labels.indexOf(label)).color })]
        : [],
    ),
    ...lines.flatMap(({ label, points }) => {
      const isNamed = !panels.slice(0, panel).some((above) => above.lines.some((line) => line.label === label));
      return lineTraces(points, label, { panel, line: labels.indexOf(label), count: labels.length, isNamed });
    }),
  ]);
  const axes = panels.map(({ title }, panel) => [
    `yaxis${axisSuffix(panel)}`,
    {
      title: { text: plainText(title) },
      domain: panelDomain(panel, panels.length),
      range: heightOf(title, panels),
      nticks: 6,
      anchor: "x",
    },
  ]);
  return {
    data,
    layout: {
      ...themed({
        height: FRAME + headroom + PANEL * panels.length,
        margin: { l: 12, r: 12, t: 44 + headroom, b: 12 },
        showlegend: true,
        shapes: marks.shapes,
        annotations: [
          ...panels.flatMap(({ heading }, at) =>
            heading === "" ? [] : [panelHeading(`<b>${plainText(heading)}</b>`, panelDomain(at, panels.length)[1])],
          ),
          ...marks.annotations,
        ],
      }),
      xaxis: {
        title: { text: plainText(knob) },
        anchor: `y${axisSuffix(panels.length - 1)}` as "y", // as for traces
        ...knobTicks(
          scale,
          panels.flatMap(({ lines }) => lines.flatMap(({ points }) => points.map(({ at }) => at))),
        ),
      },
      ...Object.fromEntries(axes),
    },
  };
}

/** What each arm does as one knob of the criterion turns: discount, lookahead or horizon. */
export function criterionSweep(options: SweepOptions): Figure<StudyResults, CriterionSweep> {
  return {
    id: options.id,
    title: options.title,
    select: (results) => select(results, options),
    draw,
    describe: describeSweep,
    notes: absentNotes,
    tabulate: tabulateSweep,
  };
}
