import type { Panel, PanelItem, PanelPicture } from "@firebreak/core";
import { type Html, html } from "../report/html.ts";
import { toneBadge } from "./badge.ts";
import { fill, fitWords, LEADING, length, outline, textLines, textWidth } from "./drawing.ts";
import type { PictureSheet } from "./picture-sheet.ts";
import { LOOKS } from "./tones.ts";
import { evenly } from "./wrap-words.ts";

/** Pixels. */
const WIDTH = 440;
const MARGIN = 12;
const HEADER = 30;
const GAP = 14;
const SIZE = 14;
const NOTE = 12;
const PAD = 8;
/** What stands before a text in a list: the pointer and the badge. */
const INDENT = 46;
/** The same in a cell, whose note stands below the badge too. */
const CELL_INDENT = 32;
const CELL_EDGE = 8;
const LEAST_CELL = 64;

interface Laid {
  readonly item: PanelItem;
  readonly text: readonly string[];
  readonly note: readonly string[];
  readonly height: number;
}

function lay(item: PanelItem, room: { readonly text: number; readonly note: number }): Laid {
  const text = fitWords(item.text, room.text, SIZE);
  const note = fitWords(item.note ?? "", room.note, NOTE);
  return { item, text, note, height: 2 * PAD + text.length * SIZE * LEADING + note.length * NOTE * LEADING };
}

/** Where an item lies on the sheet, and where its text begins. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A tint and an edge of the tone's colour; a thick frame where attention is. */
function ground({ item }: Laid, { x, y, width, height }: Box): Html {
  const { fill: colour } = LOOKS[item.tone];
  const tinted = item.tone !== "plain" && item.tone !== "quiet" && colour !== null;
  const place = html`x="${length(x)}" y="${length(y)}" height="${length(height)}"`;
  return html`<rect ${place} width="${length(width)}" ${outline("grid", "paper")}/>${
    tinted
      ? html`<rect ${place} width="${length(width)}" fill="${colour}" opacity=".14"/><rect ${place} width="4" fill="${colour}"/>`
      : null
  }`;
}

/** Drawn after all items, so that no neighbour covers it. */
function frame({ x, y, width, height }: Box): Html {
  return html`<rect x="${length(x + 1)}" y="${length(y + 1)}" width="${length(width - 2)}" height="${length(height - 2)}" fill="none" stroke="${LOOKS.agent.fill ?? ""}" stroke-width="2.5"/>`;
}

function words({ item, text, note }: Laid, at: { readonly x: number; readonly noteX: number; readonly y: number }): Html {
  const shade = item.tone === "quiet" ? "quiet" : "ink";
  const top = at.y + PAD + SIZE;
  return html`${textLines(text, { x: at.x, y: top, size: SIZE, shade })}${textLines(note, {
    x: at.noteX,
    y: top + text.length * SIZE * LEADING - (SIZE - NOTE),
    size: NOTE,
    shade: "quiet",
  })}`;
}

function listItem(laid: Laid, box: Box): Html {
  const middle = box.y + box.height / 2;
  const pointer = html`<path d="M${box.x + 9} ${length(middle - 6)}l9 6l-9 6z" fill="${LOOKS.agent.fill ?? ""}"/>`;
  const badge = toneBadge(laid.item.tone, { x: box.x + 33, y: middle, size: 18 });
  return html`${ground(laid, box)}${laid.item.here === true ? pointer : null}${badge}${words(laid, { x: box.x + INDENT, noteX: box.x + INDENT, y: middle - laid.height / 2 })}`;
}

function cellItem(laid: Laid, box: Box): Html {
  const badge = toneBadge(laid.item.tone, { x: box.x + 18, y: box.y + PAD + 9, size: 16 });
  const x = box.x + box.width / 2;
  const pointer = html`<path d="M${length(x - 7)} ${length(box.y + box.height)}l7-9l7 9z" fill="${LOOKS.agent.fill ?? ""}"/>`;
  return html`${ground(laid, box)}${badge}${words(laid, { x: box.x + CELL_INDENT, noteX: box.x + CELL_EDGE, y: box.y })}${laid.item.here === true ? pointer : null}`;
}

/** The items of a panel, row by row, wrapped to the room that they have. */
function rowsOf(panel: Panel, abreast: number): readonly (readonly Laid[])[] {
  const width = WIDTH - 2 * MARGIN;
  const cell = width / abreast;
  const list = width - INDENT - PAD;
  const room = panel.layout === "list" ? { text: list, note: list } : { text: cell - CELL_INDENT - 2, note: cell - CELL_EDGE - 2 };
  const items: readonly PanelItem[] = panel.items.length === 0 ? [{ text: "(empty)", tone: "quiet" }] : panel.items;
  return Array.from({ length: Math.ceil(items.length / abreast) }, (_, row) =>
    items.slice(row * abreast, (row + 1) * abreast).map((item) => lay(item, room)),
  );
}

/** The height of each row of a panel in all its pictures: its fullest, so that rows keep their places and a full list has no gap under it. */
function rowHeights(panels: readonly Panel[], abreast: number): readonly number[] {
  const heights: number[] = [];
  for (const panel of panels) {
    for (const [row, items] of rowsOf(panel, abreast).entries()) {
      const own = Math.max(...items.map((laid) => laid.height)) + (panel.layout === "row" ? PAD : 0);
      heights[row] = Math.max(heights[row] ?? 0, own);
    }
  }
  return heights;
}

const sum = (heights: readonly number[]): number => heights.reduce((total, height) => total + height, 0);

/** The items of a panel in boxes, (0, 0) the panel's left upper corner below its title. */
function place(
  panel: Panel,
  { abreast, heights }: Pick<Frame, "abreast" | "heights">,
): readonly { readonly laid: Laid; readonly box: Box }[] {
  const cell = (WIDTH - 2 * MARGIN) / abreast;
  return rowsOf(panel, abreast).flatMap((items, row) => {
    const y = sum(heights.slice(0, row));
    return items.map((laid, at) => ({ laid, box: { x: at * cell, y, width: cell, height: heights[row] ?? 0 } }));
  });
}

/** Where a panel stands in every picture, and how much room it has. */
interface Frame {
  readonly top: number;
  readonly abreast: number;
  /** Of the rows below its title. */
  readonly heights: readonly number[];
}

/** The least width of a cell in which no word of an item is broken. */
function leastCell({ text, note = "" }: PanelItem): number {
  const widest = (words: string, size: number): number => Math.max(...words.split(/\s+/).map((word) => textWidth(word, size)));
  return Math.max(LEAST_CELL, widest(text, SIZE) + CELL_INDENT + 2, widest(note, NOTE) + CELL_EDGE + 2);
}

/** Items in one row of a panel: one in a list, else as many as fit side by side, so that rows are equally full. */
function abreastOf(panels: readonly Panel[]): number {
  const most = Math.max(1, ...panels.map(({ items }) => items.length));
  const least = Math.max(LEAST_CELL, ...panels.flatMap(({ items }) => items.map(leastCell)));
  return panels[0]?.layout === "list" ? 1 : evenly(most, Math.floor((WIDTH - 2 * MARGIN) / least));
}

function panelBody(panel: Panel, space: Frame): Html {
  const width = WIDTH - 2 * MARGIN;
  const placed = place(panel, space);
  const [title = ""] = fitWords(panel.title, width - 20, SIZE);
  const draw = panel.layout === "list" ? listItem : cellItem;
  const here = placed.filter(({ laid }) => laid.item.here === true);
  return html`<g transform="translate(${MARGIN} ${length(space.top)})"><rect width="${width}" height="${HEADER}" ${fill("axis")}/>${textLines(
    [title],
    {
      x: 10,
      y: 20,
      size: SIZE,
      shade: "paper",
      bold: true,
    },
  )}<g transform="translate(0 ${HEADER})">${placed.map(({ laid, box }) => draw(laid, box))}${here.map(({ box }) => frame(box))}<rect width="${width}" height="${length(sum(space.heights))}" ${outline("axis")}/></g></g>`;
}

/** Desks of one world on one sheet: every panel and every row keeps its place, with the height of its fullest. */
export function panelSheet(pictures: readonly PanelPicture[]): PictureSheet {
  const titles = pictures[0]?.panels ?? [];
  let y = MARGIN;
  const frames = titles.map((_, at): Frame => {
    const same = pictures.flatMap(({ panels }) => panels[at] ?? []);
    const abreast = abreastOf(same);
    const top = y;
    const heights = rowHeights(same, abreast);
    y += HEADER + sum(heights) + GAP;
    return { top, abreast, heights };
  });
  const captions = pictures.map(({ caption = "" }) => fitWords(caption, WIDTH - 2 * MARGIN, NOTE + 1));
  const captionHeight = Math.max(0, ...captions.map((lines) => lines.length)) * (NOTE + 1) * LEADING;
  return {
    width: WIDTH,
    height: Math.ceil(y + captionHeight),
    bodies: pictures.map(
      ({ panels }, at) =>
        html`${panels.map((panel, index) => panelBody(panel, frames[index] ?? { top: 0, abreast: 1, heights: [] }))}${textLines(captions[at] ?? [], { x: MARGIN, y: y + NOTE, size: NOTE + 1 })}`,
    ),
  };
}
