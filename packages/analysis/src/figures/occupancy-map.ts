import type { Annotation, Data, Shape } from "plotly.js-dist";
import type { StudyResults } from "../report/study-report.ts";
import { type Arm, absentNotes, missing, type Summarise, summarised, trialsOf } from "./arm.ts";
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

// Plotly's types know axes by a pattern that a computed name does not match: the reason for every `as` below.

/** Tiles as rectangles: sharp at any size, and no canvas is needed to draw them. */
function tileShapes(map: WorldMap, { at, top, shares }: Panel): Partial<Shape>[] {
  return map.tiles
    .filter(({ kind }) => kind !== "wall")
    .map((tile) => {
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
        fillcolor: share === null ? "rgba(0,0,0,0)" : shadeOf(share / top),
        line: { color: NEUTRAL, width: 1 },
      } as Partial<Shape>;
    });
}

/** All walls as one outline: rectangles side by side would show seams. */
function wallShapes(map: WorldMap, at: number): Partial<Shape>[] {
  const walls = map.tiles.filter(({ kind }) => kind === "wall");
  const path = walls.map(({ row, column }) => `M${column - 0.5},${row - 0.5}H${column + 0.5}V${row + 0.5}H${column - 0.5}Z`).join("");
  const fill = { fillcolor: "rgba(118,118,118,0.45)", line: { width: 0 } };
  return walls.length === 0
    ? []
    : [{ type: "path", layer: "below", xref: `x${suffix(at)}`, yref: `y${suffix(at)}`, path, ...fill } as Partial<Shape>];
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
  } as Data;
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

/** Pixels: what stands over a panel, and what is left over at the foot. */
const TITLE = 44;
const FOOT = 24;

/** The height of the figure in pixels, and the part of the paper that each panel has, from the top left in rows. */
function placed(map: WorldMap, count: number): { readonly height: number; readonly perRow: number; readonly domains: readonly Domain[] } {
  const perRow = count === 4 ? 2 : Math.min(PER_ROW, count);
  const panelHeight = Math.min(260, Math.max(70, ((560 / perRow) * map.rows) / map.columns));
  const plotHeight = Math.ceil(count / perRow) * (panelHeight + TITLE);
  const domains = Array.from({ length: count }, (_, at): Domain => {
    const column = at % perRow;
    const bottom = Math.max(0, 1 - ((Math.floor(at / perRow) + 1) * (panelHeight + TITLE)) / plotHeight);
    return { x: [column / perRow + 0.01, (column + 1) / perRow - 0.01], y: [bottom, bottom + panelHeight / plotHeight] };
  });
  return { height: plotHeight + FOOT, perRow, domains };
}

interface Domain {
  readonly x: [number, number];
  readonly y: [number, number];
}

const HIDDEN = { visible: false, fixedrange: true, automargin: false, constrain: "domain" } as const;

function axesOf(map: WorldMap, domain: Domain, at: number): readonly (readonly [string, object])[] {
  const [x, y] = [`x${suffix(at)}`, `y${suffix(at)}`];
  const rows = { range: [map.rows - 0.5, -0.5], scaleanchor: x, constraintoward: "top" };
  return [
    [`xaxis${suffix(at)}`, { ...HIDDEN, domain: domain.x, anchor: y, range: [-0.5, map.columns - 0.5] }],
    [`yaxis${suffix(at)}`, { ...HIDDEN, domain: domain.y, anchor: x, ...rows }],
  ];
}

function panelTitle(label: string, domain: Domain, width: number): Partial<Annotation> {
  return {
    text: wrapLabel(plainText(label), width),
    x: (domain.x[0] + domain.x[1]) / 2,
    xref: "paper",
    xanchor: "center",
    y: domain.y[1],
    yref: "paper",
    yanchor: "bottom",
    yshift: 4,
    showarrow: false,
  };
}

function draw({ map, panels }: Occupancy): PlotSpec {
  const top = Math.max(...panels.flatMap(({ shares }) => shares.map(({ share }) => share))) || 1;
  const { height, perRow, domains } = placed(map, panels.length);
  return {
    data: [...panels.map(({ label, shares }, at) => cellTrace(map, { at, top, shares }, label)), colourBar(top)],
    layout: {
      ...themed({
        height,
        margin: { l: 8, r: 8, t: 12, b: 12 },
        annotations: domains.map((domain, at) => panelTitle(panels[at]?.label ?? "", domain, Math.floor(84 / perRow))),
        shapes: panels.flatMap(({ shares }, at) => [...wallShapes(map, at), ...tileShapes(map, { at, top, shares })]),
        showlegend: false,
      }),
      ...Object.fromEntries(domains.flatMap((domain, at) => axesOf(map, domain, at))),
    },
  };
}

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
  return ["Maps of the share of time spent in each place.", ...sentences, ...absentNotes({ absent })].join(" ");
}

function tabulate({ map, panels }: Occupancy): NumbersTable {
  return {
    columns: ["policy", "place", "share of time"],
    rows: panels.flatMap(({ label, shares }) => shares.map(({ tile, share }) => [label, placeOf(map, tile), share])),
  };
}

/** Where each arm spends its time, drawn on the world's own map, side by side under one colour scale. */
export function occupancyMap(options: OccupancyOptions): Figure<StudyResults, Occupancy> {
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
