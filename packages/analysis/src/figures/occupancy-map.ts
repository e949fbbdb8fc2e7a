import type { Annotation, Data, Shape } from "plotly.js-dist";
import type { StudyResults } from "../report/study-report.ts";
import { type Arm, missing, type Summarise, summarised, trialsOf } from "./arm.ts";
import { COLOUR_SCALE, inkOn, shadeOf } from "./colour-scale.ts";
import type { Figure, NumbersTable, PlotSpec } from "./figure.ts";
import { formatPercent, plainText, wrapLabel } from "./label.ts";
import { FONT_SIZE, NEUTRAL, themed } from "./theme.ts";
import { type Tile, tileAt, type WorldMap } from "./world-map.ts";

export interface OccupancyOptions {
  readonly id: string;
  readonly title: string;
  readonly map: WorldMap;
  /** One panel each, three in a row (four: two in a row). */
  readonly arms: readonly Arm[];
  readonly summarise: Summarise;
}

export interface Occupancy {
  readonly map: WorldMap;
  readonly panels: readonly {
    readonly label: string;
    /** Share of time on each tile where a state stands, in [0, 1]. */
    readonly shares: readonly { readonly tile: readonly [number, number]; readonly share: number }[];
  }[];
  readonly absent: readonly string[];
}

const PER_ROW = 3;
const PREFIX = "occupancy.";

function sharesOf(results: StudyResults, arm: Arm, { map, summarise }: OccupancyOptions): Occupancy["panels"][number]["shares"] {
  const trials = trialsOf(results, arm);
  const byTile = new Map<string, { tile: readonly [number, number]; share: number }>();
  for (const [label, tile] of Object.entries(map.tileOf)) {
    const summary = summarised(trials, `${PREFIX}${label}`, summarise);
    if (summary !== null) {
      const known = byTile.get(tile.join());
      byTile.set(tile.join(), { tile, share: (known?.share ?? 0) + summary.value });
    }
  }
  return [...byTile.values()];
}

function select(results: StudyResults, options: OccupancyOptions): Occupancy {
  const panels = options.arms.map((arm) => ({ label: arm.label, shares: sharesOf(results, arm, options) }));
  const absent = panels.filter(({ shares }) => shares.length === 0).map(({ label }) => label);
  if (absent.length === panels.length) {
    throw missing(options.id, `no occupancy of ${absent.map((label) => `'${label}'`).join(", ") || "any arm, for it has none"}`);
  }
  return { map: options.map, panels: panels.filter(({ shares }) => shares.length > 0), absent };
}

interface Panel {
  readonly at: number;
  readonly top: number;
  readonly shares: Occupancy["panels"][number]["shares"];
}

const suffix = (at: number): string => (at === 0 ? "" : String(at + 1));

function shareOn(tile: Tile, shares: Panel["shares"]): number | null {
  return shares.find(({ tile: [row, column] }) => row === tile.row && column === tile.column)?.share ?? null;
}

/** Tiles as rectangles: sharp at any size, and no canvas is needed to draw them. */
function tileShapes(map: WorldMap, { at, top, shares }: Panel): Partial<Shape>[] {
  return map.tiles.map((tile) => {
    const share = shareOn(tile, shares);
    return {
      type: "rect",
      layer: "below",
      xref: `x${suffix(at)}`,
      yref: `y${suffix(at)}`,
      x0: tile.column - 0.5,
      x1: tile.column + tile.width - 0.5,
      y0: tile.row - 0.5,
      y1: tile.row + 0.5,
      fillcolor: share !== null ? shadeOf(share / top) : tile.kind === "wall" ? "rgba(118,118,118,0.45)" : "rgba(0,0,0,0)",
      line: { color: NEUTRAL, width: tile.kind === "wall" ? 0 : 1 },
    } as Partial<Shape>; // Plotly's types know axes by a pattern that a computed name does not match
  });
}

/** What stands in a cell: the tile's sign or word, and the share of time in percent. */
function cellTrace(map: WorldMap, panel: Panel, label: string): Data {
  const cells = panel.shares.flatMap(({ tile: [row, column], share }) => {
    const tile = tileAt(map.tiles, [row, column]);
    return tile === undefined ? [] : [{ row, column: column + (tile.width - 1) / 2, text: tile.text, share }];
  });
  return {
    type: "scatter",
    mode: "text",
    name: plainText(label),
    x: cells.map(({ column }) => column),
    y: cells.map(({ row }) => row),
    text: cells.map(({ text, share }) => `${text === "" ? "" : `${plainText(text)}<br>`}${plainText(formatPercent(share))}`),
    textfont: { size: FONT_SIZE - 2, color: cells.map(({ share }) => inkOn(share / panel.top)) },
    customdata: cells.map(({ share }) => share * 100),
    hovertemplate: "%{customdata:.3g} % of time<extra></extra>",
    xaxis: `x${suffix(panel.at)}`,
    yaxis: `y${suffix(panel.at)}`,
    showlegend: false,
  } as Data; // as above
}

/** A point that is not drawn, for the colour bar that is. */
function colourBar(top: number): Data {
  return {
    type: "scatter",
    mode: "markers",
    name: "scale",
    x: [null],
    y: [null],
    showlegend: false,
    hoverinfo: "skip",
    marker: {
      color: [0],
      cmin: 0,
      cmax: top * 100,
      colorscale: COLOUR_SCALE,
      showscale: true,
      colorbar: {
        title: { text: "% of<br>time", side: "top", font: { size: FONT_SIZE } },
        thickness: 14,
        len: 0.9,
        outlinewidth: 0,
        nticks: 6,
        xpad: 8,
      },
    },
  };
}

function draw({ map, panels }: Occupancy): PlotSpec {
  const top = Math.max(...panels.flatMap(({ shares }) => shares.map(({ share }) => share))) || 1;
  const perRow = panels.length === 4 ? 2 : Math.min(PER_ROW, panels.length);
  const rowCount = Math.ceil(panels.length / perRow);
  const panelHeight = Math.min(260, Math.max(70, ((560 / perRow) * map.rows) / map.columns));
  const title = 44;
  const height = 24 + rowCount * (panelHeight + title);
  const plotHeight = height - 24;
  const domains = panels.map((_, at) => {
    const [row, column] = [Math.floor(at / perRow), at % perRow];
    const bottom = 1 - ((row + 1) * (panelHeight + title)) / plotHeight;
    return {
      x: [column / perRow + 0.01, (column + 1) / perRow - 0.01],
      y: [Math.max(0, bottom), bottom + panelHeight / plotHeight],
    };
  });
  const axes = panels.flatMap((_, at) => [
    [
      `xaxis${suffix(at)}`,
      { ...HIDDEN, domain: domains[at]?.x, anchor: `y${suffix(at)}`, range: [-0.5, map.columns - 0.5], constrain: "domain" },
    ],
    [
      `yaxis${suffix(at)}`,
      {
        ...HIDDEN,
        domain: domains[at]?.y,
        anchor: `x${suffix(at)}`,
        range: [map.rows - 0.5, -0.5],
        scaleanchor: `x${suffix(at)}`,
        constrain: "domain",
        constraintoward: "top",
      },
    ],
  ]);
  const titles = panels.map(({ label }, at): Partial<Annotation> => {
    const [from = 0, to = 1] = domains[at]?.x ?? [];
    return {
      text: wrapLabel(plainText(label), Math.floor(84 / perRow)),
      x: (from + to) / 2,
      xref: "paper",
      xanchor: "center",
      y: domains[at]?.y[1] ?? 1,
      yref: "paper",
      yanchor: "bottom",
      yshift: 4,
      showarrow: false,
    };
  });
  return {
    data: [...panels.map(({ label, shares }, at) => cellTrace(map, { at, top, shares }, label)), colourBar(top)],
    layout: {
      ...themed({
        height,
        margin: { l: 8, r: 8, t: 12, b: 12 },
        annotations: titles,
        shapes: panels.flatMap(({ shares }, at) => tileShapes(map, { at, top, shares })),
        showlegend: false,
      }),
      ...Object.fromEntries(axes),
    },
  };
}

const HIDDEN = { visible: false, fixedrange: true, automargin: false } as const;

const placeOf = ({ tileOf }: WorldMap, [row, column]: readonly [number, number]): string =>
  Object.entries(tileOf)
    .filter(([, tile]) => tile[0] === row && tile[1] === column)
    .map(([label]) => label)
    .join(" or ");

function describe({ map, panels, absent }: Occupancy): string {
  const sentences = panels.map(({ label, shares }) => {
    const numbers = shares.map(({ tile, share }) => `${placeOf(map, tile)}: ${formatPercent(share)} %`);
    return `${label}: ${numbers.join(", ")}.`;
  });
  const none = absent.length === 0 ? [] : [`No result for: ${absent.join(", ")}.`];
  return ["Maps of the share of time spent in each place.", ...sentences, ...none].join(" ");
}

function tabulate({ map, panels }: Occupancy): NumbersTable {
  return {
    columns: ["policy", "place", "share of time"],
    rows: panels.flatMap(({ label, shares }) => shares.map(({ tile, share }) => [label, placeOf(map, tile), share])),
  };
}

/** Where each arm spends its time, drawn on the world's own map, side by side under one colour scale. */
export function occupancyMap(options: OccupancyOptions): Figure<StudyResults, Occupancy> {
  return { id: options.id, title: options.title, select: (results) => select(results, options), draw, describe, tabulate };
}
