import type { MapPicture, Tone } from "@firebreak/core";
import { type Tile, tilesOf } from "../figures/world-map.ts";
import { type Canvas, createCanvas } from "./canvas.ts";
import { legendOf } from "./legend.ts";
import { LOOKS } from "./tones.ts";
import { columnsOf } from "./wrap-words.ts";

/** Cells of a terminal from one column or row of the map to the next, border included; 1 by 1 where the map is too wide for that. */
interface Pitch {
  readonly across: number;
  readonly down: number;
}
const ROOMY: Pitch = { across: 4, down: 2 };
const TIGHT: Pitch = { across: 1, down: 1 };

interface Sign {
  readonly text: string;
  readonly tone: Tone;
}

/** What stands on a tile, the most important first: the agent, and marks, which cover the map's own sign. */
function signsOn(tile: Tile, { cell, marks = [] }: MapPicture): readonly Sign[] {
  const isHere = ([row, column]: readonly [number, number]): boolean =>
    row === tile.row && column >= tile.column && column < tile.column + tile.width;
  const covering = marks.filter((mark) => isHere(mark.cell)).map(({ glyph, tone }) => ({ text: glyph, tone }));
  const bare = covering.length > 0 || tile.text === "";
  return [
    ...(isHere(cell) ? [{ text: LOOKS.agent.glyph, tone: "agent" as const }] : []),
    ...covering,
    ...(bare ? [] : [{ text: tile.kind === "word" ? ` ${tile.text}` : tile.text, tone: "plain" as const }]),
  ];
}

/** As many signs as there is room for, in the middle of a tile. */
function drawSigns(
  canvas: Canvas,
  signs: readonly Sign[],
  at: { readonly row: number; readonly column: number; readonly room: number },
): void {
  const shown: Sign[] = [];
  let width = 0;
  for (const sign of signs) {
    if (width + columnsOf(sign.text) <= at.room) {
      shown.push(sign);
      width += columnsOf(sign.text);
    }
  }
  let column = at.column + Math.floor((at.room - width) / 2);
  for (const { text, tone } of shown) {
    canvas.write({ row: at.row, column }, text, tone);
    column += columnsOf(text);
  }
}

function drawTile(canvas: Canvas, tile: Tile, picture: MapPicture, pitch: Pitch): void {
  const from = { row: tile.row * pitch.down, column: tile.column * pitch.across };
  const to = { row: from.row + pitch.down, column: from.column + tile.width * pitch.across };
  if (tile.kind === "wall") {
    for (let row = from.row; row < to.row + (pitch.down - 1); row++) {
      canvas.write({ row, column: from.column }, "░".repeat(to.column - from.column + (pitch.across > 1 ? 1 : 0)), "quiet");
    }
    return;
  }
  const signs = signsOn(tile, picture);
  if (pitch.across === 1) {
    const floor: Sign = { text: tile.width === 1 ? "·" : tile.text, tone: "quiet" };
    drawSigns(canvas, signs.length === 0 ? [floor] : signs, { ...from, room: tile.width });
  } else {
    canvas.box(from, to);
    drawSigns(canvas, signs, { row: from.row + 1, column: from.column + 1, room: to.column - from.column - 1 });
  }
}

/** Where the state is, and what each sign means, in lines of at most `width` columns. */
function legendLines(picture: MapPicture, width: number, colour: boolean): readonly string[] {
  const entries = legendOf([picture]).slice(picture.marks === undefined ? 1 : 0);
  const places: { readonly row: number; readonly column: number }[] = [];
  let row = 0;
  let column = 0;
  for (const { label } of entries) {
    const room = columnsOf(label) + 4;
    if (column > 0 && column + room > width) {
      row++;
      column = 0;
    }
    places.push({ row, column });
    column += room;
  }
  const longest = Math.max(width, ...entries.map(({ label }) => columnsOf(label) + 4));
  const canvas = createCanvas(entries.length === 0 ? 0 : row + 1, longest);
  entries.forEach(({ glyph, tone, label }, at) => {
    const place = places[at] ?? { row: 0, column: 0 };
    canvas.write(place, glyph, tone);
    canvas.write({ ...place, column: place.column + columnsOf(glyph) + 1 }, label);
  });
  return canvas.lines(colour);
}

/** A map for a terminal of `width` columns: a grid of tiles, or one column a cell where the grid would be too wide. */
export function mapLines(picture: MapPicture, { width, colour }: { readonly width: number; readonly colour: boolean }): readonly string[] {
  const columns = Math.max(0, ...picture.rows.map((row) => row.length));
  const pitch = columns * ROOMY.across + 1 <= width ? ROOMY : TIGHT;
  const edge = pitch === ROOMY ? 1 : 0;
  const canvas = createCanvas(picture.rows.length * pitch.down + edge, columns * pitch.across + edge);
  const tiles = [...tilesOf(picture.rows)].sort((x, y) => Number(y.kind === "wall") - Number(x.kind === "wall"));
  for (const tile of tiles) {
    drawTile(canvas, tile, picture, pitch);
  }
  return [...canvas.lines(colour), ...legendLines(picture, width, colour)];
}
