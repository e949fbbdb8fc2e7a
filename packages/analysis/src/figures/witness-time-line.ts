import type { Annotation, Data } from "plotly.js-dist";
import { missing } from "./arm.ts";
import type { Figure, NumbersTable, PlotSpec } from "./figure.ts";
import { formatNumber, plainText } from "./label.ts";
import { panelDomain } from "./panel-domains.ts";
import { axisSuffix } from "./sweep-lines.ts";
import { styleAt, themed } from "./theme.ts";

/** One step of an episode as the audit sees it. Null is what is not known there. */
export interface TimeLineStep {
  readonly action: string;
  /** The overseer's value of the state reached. */
  readonly value: number | null;
  /** Her evaluation of the step. */
  readonly praise: number | null;
  /** What the step costs that no own or reference continuation repays (the audit's D), in the units of the true reward. */
  readonly damage: number | null;
  readonly trueReward: number;
}

/** An episode by one way of acting. Arms of one figure meet the same luck. */
export interface TimeLineArm {
  readonly label: string;
  readonly steps: readonly TimeLineStep[];
}

export interface TimeLineOptions<Results> {
  readonly id: string;
  readonly title: string;
  /** The witness, and beside it what would have been: the repair under the same luck. */
  armsOf(results: Results): readonly TimeLineArm[];
}

export interface TimeLine {
  readonly arms: readonly TimeLineArm[];
}

interface PanelOf {
  readonly title: string;
  of(step: TimeLineStep): number | null;
}

/** From top to bottom; one that no arm has a number for is left out. */
const PANELS: readonly PanelOf[] = [
  { title: "V", of: ({ value }) => value },
  { title: "approval", of: ({ praise }) => praise },
  { title: "damage", of: ({ damage }) => damage },
  { title: "true reward", of: ({ trueReward }) => trueReward },
];

/** Pixels. */
const PANEL = 110;
const FRAME = 96;
/** Deeds that are named in the figure; all of them are in its table. */
const MOST_NAMED = 6;

function panelsOf({ arms }: TimeLine): readonly PanelOf[] {
  return PANELS.filter(({ of }) => arms.some(({ steps }) => steps.some((step) => of(step) !== null)));
}

function armTrace({ label, steps }: TimeLineArm, arm: number, at: { readonly panel: number; readonly shown: PanelOf }): Data {
  const { color, symbol, dash } = styleAt(arm);
  return {
    type: "scatter",
    mode: "lines+markers",
    name: plainText(label),
    legendgroup: label,
    showlegend: at.panel === 0,
    x: steps.map((_, time) => time + 1),
    y: steps.map(at.shown.of),
    text: steps.map(({ action }) => plainText(action)),
    line: { color, dash, width: 2, shape: "hvh" },
    // The first is open and larger, so that it is seen round one that coincides with it.
    marker: { color, symbol: arm === 0 ? `${symbol}-open` : symbol, size: arm === 0 ? 10 : 5, line: { width: 1.8, color } },
    hovertemplate: `${plainText(label)}, step %{x}: %{text}<br>${at.shown.title} %{y:.4g}<extra></extra>`,
    yaxis: `y${axisSuffix(at.panel)}`,
  } as Data; // Plotly's types know the y axes by a pattern that a computed name does not match
}

/** The steps of the first arm that do damage. */
function deedsOf({ arms }: TimeLine): readonly { readonly time: number; readonly action: string; readonly damage: number }[] {
  return (arms[0]?.steps ?? []).flatMap(({ action, damage }, at) =>
    damage !== null && damage > 0 ? [{ time: at + 1, action, damage }] : [],
  );
}

function deedNames(line: TimeLine, panel: number): Partial<Annotation>[] {
  return deedsOf(line)
    .slice(0, MOST_NAMED)
    .map(
      ({ time, action, damage }) =>
        ({
          text: plainText(action),
          x: time,
          xref: "x",
          y: damage,
          yref: `y${axisSuffix(panel)}`,
          yanchor: "bottom",
          yshift: 5,
          showarrow: false,
        }) as Partial<Annotation>, // as above
    );
}

function draw(line: TimeLine): PlotSpec {
  const panels = panelsOf(line);
  const damage = panels.findIndex(({ title }) => title === "damage");
  const longest = Math.max(...line.arms.map(({ steps }) => steps.length));
  const axes = panels.map(({ title }, panel) => [
    `yaxis${axisSuffix(panel)}`,
    { title: { text: title }, domain: panelDomain(panel, panels.length), nticks: 4, zeroline: true, anchor: "x" },
  ]);
  return {
    data: panels.flatMap((shown, panel) => line.arms.map((arm, at) => armTrace(arm, at, { panel, shown }))),
    layout: {
      ...themed({
        height: FRAME + PANEL * panels.length,
        showlegend: true,
        annotations: damage === -1 ? [] : deedNames(line, damage),
      }),
      xaxis: {
        title: { text: "step" },
        anchor: `y${axisSuffix(panels.length - 1)}` as "y", // as above
        range: [0.5, longest + 0.5],
        ...(longest <= 30 ? { dtick: longest <= 12 ? 1 : 2, tick0: 0 } : { nticks: 12 }),
      },
      ...Object.fromEntries(axes),
    },
  };
}

function armInWords({ label, steps }: TimeLineArm, panels: readonly PanelOf[]): string {
  const sums = panels.map(({ title, of }) => {
    const values = steps.map(of).filter((value) => value !== null);
    const sum = values.reduce((total, value) => total + value, 0);
    return title === "V"
      ? `V from ${formatNumber(Math.min(...values))} to ${formatNumber(Math.max(...values))}`
      : `${title} ${formatNumber(sum)} in all`;
  });
  return `${label}: ${steps.length} steps, ${sums.join(", ")}.`;
}

function describe(line: TimeLine): string {
  const panels = panelsOf(line);
  const deeds = deedsOf(line).map(({ time, action, damage }) => `step ${time}, ${action} (${formatNumber(damage)})`);
  return [
    `Line plots over the steps of an episode, one below another: ${panels.map(({ title }) => title).join(", ")}.`,
    ...line.arms.map((arm) => armInWords(arm, panels)),
    ...(deeds.length === 0 ? [] : [`Damage is done at ${deeds.join(", ")}.`]),
  ].join(" ");
}

function tabulate({ arms }: TimeLine): NumbersTable {
  return {
    columns: ["arm", "step", "action", "V", "approval", "damage", "true reward"],
    rows: arms.flatMap(({ label, steps }) =>
      steps.map(({ action, value, praise, damage, trueReward }, at) => [label, at + 1, action, value, praise, damage, trueReward]),
    ),
  };
}

/** An episode over time: value, approval, damage and true reward of each step, for a witness and for what would have repaired it. */
export function witnessTimeLine<Results>(options: TimeLineOptions<Results>): Figure<Results, TimeLine> {
  return {
    id: options.id,
    title: options.title,
    select: (results) => {
      const arms = options.armsOf(results).filter(({ steps }) => steps.length > 0);
      if (arms.length === 0) {
        throw missing(options.id, "no episode to draw");
      }
      return { arms };
    },
    draw,
    describe,
    tabulate,
  };
}
