import type { MapPicture } from "@firebreak/core";
import { type Tile, tileAt, tilesOf } from "../figures/world-map.ts";
import { type Html, html } from "../report/html.ts";
import type { Site } from "./arrows.ts";
import { agentMark, glyphPlate } from "./badge.ts";
import { fill, fitWords, LEADING, length, outline, textLines, textWidth } from "./drawing.ts";
import { type LegendEntry, legendOf, marksAt } from "./legend.ts";
import type { PictureSheet } from "./picture-sheet.ts";
import { LOOKS } from "./tones.ts";

/** Pixels. */
const CELL = 44;
export const MARGIN = 12;
const LEAST_WIDTH = 320;
const SIZE = 13;
const SIGN = 16;
const LEGEND_ROW = 26;
/** Left free round a word, so that no mark touches it: as a share of a mark's room. */
const AIR = 0.4;

/** The middle of a cell, in pixels of the drawing. */
const middleOf = ([row, column]: readonly [number, number]): { readonly x: number; readonly y: number } => ({
  x: MARGIN + (column + 0.5) * CELL,
  y: MARGIN + (row + 0.5) * CELL,
});

function tileShape({ kind, row, column, width }: Tile): Html {
  const place = html`x="${MARGIN + column * CELL}" y="${MARGIN + row * CELL}" width="${width * CELL}" height="${CELL}"`;
  return kind === "wall" ? html`<rect ${place} ${fill("axis")} opacity=".55"/>` : html`<rect ${place} ${outline("axis", "paper")}/>`;
}

/** What stands on a tile besides the agent, side by side, with the agent's own mark where it is there. */
function tileContents(tile: Tile, picture: MapPicture): Html {
  const { row, column, width } = tile;
  const isHere = picture.cell[0] === row && picture.cell[1] >= column && picture.cell[1] < column + width;
  const marks = Array.from({ length: width }, (_, at) => marksAt(picture, [row, column + at])).flat();
  const text = marks.length > 0 ? "" : tile.text; // marks cover the map's own sign
  const textSpan = text === "" ? 0 : Math.max(1, textWidth(text, SIGN) / (CELL * 0.48) + AIR);
  const count = marks.length + (isHere ? 1 : 0) + textSpan;
  const centre = middleOf([row, column + (width - 1) / 2]);
  const pitch = count <= 1 ? 0 : Math.min(CELL * 0.48, (CELL * width * 0.9) / count);
  const size = count <= 1 ? CELL * 0.62 : Math.max(10, pitch * 0.84);
  let at = 0;
  const next = (span: number): number => {
    const x = centre.x + (at + span / 2 - count / 2) * pitch;
    at += span;
    return x;
  };
  const parts = [
    ...(isHere ? [agentMark({ x: next(1), y: centre.y, size })] : []),
    ...marks.map(({ glyph, tone }) => glyphPlate(glyph, tone, { x: next(1), y: centre.y, size })),
    ...(text === "" ? [] : [textLines([text], { x: next(textSpan), y: centre.y + 5, size: SIGN, anchor: "middle" })]),
  ];
  const ring = html`<rect x="${MARGIN + column * CELL + 1.5}" y="${MARGIN + row * CELL + 1.5}" width="${width * CELL - 3}" height="${CELL - 3}" fill="none" stroke="${LOOKS.agent.fill ?? ""}" stroke-width="3"/>`;
  return html`${isHere ? ring : null}${parts}`;
}

/** Where arrows leave the tile under a cell: near its middle, or at its edges where a word stands in the middle. */
export function tileSite({ rows }: MapPicture, cell: readonly [number, number]): Site {
  const tile = tileAt(tilesOf(rows), cell);
  return tile === undefined || tile.kind !== "word"
    ? { ...middleOf(cell), across: 4, down: 4 }
    : { ...middleOf([tile.row, tile.column + (tile.width - 1) / 2]), across: (tile.width * CELL) / 2, down: CELL / 2 };
}

/** Walls, tiles and their signs: what every map of a world shares, and what stands on it in this state. */
export function mapBody(picture: MapPicture): Html {
  const tiles = tilesOf(picture.rows);
  return html`${tiles.map(tileShape)}${tiles.filter(({ kind }) => kind !== "wall").map((tile) => tileContents(tile, picture))}`;
}

export function mapSize(rows: readonly string[]): { readonly width: number; readonly height: number } {
  return {
    width: Math.max(LEAST_WIDTH, 2 * MARGIN + Math.max(0, ...rows.map((row) => row.length)) * CELL),
    height: 2 * MARGIN + rows.length * CELL,
  };
}

interface PlacedEntry extends LegendEntry {
  readonly x: number;
  readonly row: number;
}

function placeLegend(entries: readonly LegendEntry[], width: number): readonly PlacedEntry[] {
  const placed: PlacedEntry[] = [];
  let x = MARGIN;
  let row = 0;
  for (const entry of entries) {
    const room = 40 + textWidth(entry.label, SIZE);
    if (x > MARGIN && x + room > width) {
      x = MARGIN;
      row++;
    }
    placed.push({ ...entry, x, row });
    x += room;
  }
  return placed;
}

function legendEntry({ glyph, tone, label, x, row }: PlacedEntry, top: number): Html {
  const place = { x: x + 9, y: top + (row + 0.5) * LEGEND_ROW, size: 18 };
  const sign = tone === "agent" && glyph === "●" ? agentMark(place) : glyphPlate(glyph, tone, place);
  return html`${sign}${textLines([label], { x: x + 24, y: place.y + 4.5, size: SIZE, shade: "quiet" })}`;
}

/** Maps of one world on one sheet: all of one size, with one legend for all that stands on any of them. */
export function mapSheet(pictures: readonly MapPicture[]): PictureSheet {
  const { width, height } = mapSize(pictures[0]?.rows ?? []);
  const legend = pictures.some(({ marks }) => marks !== undefined) ? placeLegend(legendOf(pictures), width) : [];
  const captions = pictures.map(({ caption = "" }) => fitWords(caption, width - 2 * MARGIN, SIZE));
  const legendHeight = legend.length === 0 ? 0 : ((legend.at(-1)?.row ?? 0) + 1) * LEGEND_ROW + 4;
  const captionHeight = Math.max(0, ...captions.map((lines) => lines.length)) * SIZE * LEADING;
  const under = height + legendHeight;
  const shared = legend.map((entry) => legendEntry(entry, height - 4));
  return {
    width,
    height: Math.ceil(under + (captionHeight === 0 ? 0 : captionHeight + 6)),
    bodies: pictures.map(
      (picture, at) =>
        html`${mapBody(picture)}${shared}${textLines(captions[at] ?? [], { x: MARGIN, y: length(under + SIZE - 2), size: SIZE })}`,
    ),
  };
}
