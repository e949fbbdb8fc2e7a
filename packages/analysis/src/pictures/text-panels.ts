import type { Panel, PanelItem, PanelPicture } from "@firebreak/core";
import { type Canvas, createCanvas } from "./canvas.ts";
import { LOOKS } from "./tones.ts";
import { columnsOf, evenly, onOneLine, wrapWords } from "./wrap-words.ts";

/** The least width of a cell in a row of them, and of a panel, borders not counted. */
const LEAST_CELL = 10;
const LEAST_PANEL = 40;
/** What stands before an item's text, after the border: a pointer where attention is, and the sign of the tone. */
const INDENT = 5;

/** An item of a list in lines: its note stands at the right end of the last line, or on lines of its own. */
interface ListItem {
  readonly item: PanelItem;
  readonly text: readonly string[];
  readonly note: readonly string[];
  readonly beside: boolean;
}

const heightOf = ({ text, note, beside }: ListItem): number => Math.max(1, text.length) + (beside ? 0 : note.length);

function listItem(item: PanelItem, width: number): ListItem {
  const room = width - INDENT - 2;
  const text = wrapWords(item.text, room);
  const note = onOneLine(item.note ?? "");
  const beside = note !== "" && columnsOf(text.at(-1) ?? "") + 2 + columnsOf(note) <= room;
  return { item, text, note: beside ? [note] : wrapWords(note, room), beside };
}

function drawListItem(canvas: Canvas, { item, text, note, beside }: ListItem, at: { readonly row: number; readonly width: number }): void {
  const { row, width } = at;
  canvas.write({ row, column: 2 }, item.here === true ? "▸" : " ", "agent");
  canvas.write({ row, column: 3 }, LOOKS[item.tone].glyph, item.tone);
  for (const [index, line] of text.entries()) {
    canvas.write({ row: row + index, column: INDENT }, line, item.tone);
  }
  const first = beside ? row + text.length - 1 : row + Math.max(1, text.length);
  note.forEach((line, index) => {
    canvas.write({ row: first + index, column: beside ? width - 2 - columnsOf(line) : INDENT }, line, "quiet");
  });
}

/** The title stands in the upper edge of the box. */
function drawTitle(canvas: Canvas, title: string, width: number): void {
  canvas.write({ row: 0, column: 2 }, ` ${wrapWords(title, width - 6)[0] ?? ""} `);
}

function listLines({ title, items }: Panel, width: number, colour: boolean): readonly string[] {
  const shown = items.length === 0 ? [{ text: "(empty)", tone: "quiet" as const }] : items;
  const laid = shown.map((item) => listItem(item, width));
  const height = laid.reduce((sum, item) => sum + heightOf(item), 0);
  const canvas = createCanvas(height + 2, width);
  canvas.box({ row: 0, column: 0 }, { row: height + 1, column: width - 1 });
  drawTitle(canvas, title, width);
  let row = 1;
  for (const item of laid) {
    drawListItem(canvas, item, { row, width });
    row += heightOf(item);
  }
  return canvas.lines(colour);
}

/** Cells side by side in one box; where attention is has a pointer below it. */
function cellLines(
  items: readonly PanelItem[],
  cell: number,
  part: { readonly title: string; readonly colour: boolean },
): readonly string[] {
  const laid = items.map((item) => ({ item, text: wrapWords(item.text, cell - 3), note: wrapWords(item.note ?? "", cell - 3) }));
  const height = Math.max(1, ...laid.map(({ text, note }) => text.length + note.length));
  const width = items.length * (cell + 1) + 1;
  const canvas = createCanvas(height + 2, width);
  laid.forEach(({ item, text, note }, at) => {
    const left = at * (cell + 1);
    canvas.box({ row: 0, column: left }, { row: height + 1, column: left + cell + 1 });
    canvas.write({ row: 1, column: left + 1 }, LOOKS[item.tone].glyph, item.tone);
    for (const [row, line] of text.entries()) {
      canvas.write({ row: row + 1, column: left + 3 }, line, item.tone);
    }
    for (const [row, line] of note.entries()) {
      canvas.write({ row: row + 1 + text.length, column: left + 3 }, line, "quiet");
    }
    if (item.here === true) {
      canvas.write({ row: height + 1, column: left + 1 + Math.floor(cell / 2) }, "▲", "agent");
    }
  });
  if (part.title !== "") {
    drawTitle(canvas, part.title, width);
  }
  return canvas.lines(part.colour);
}

/** The least width of a cell in which no word of these items is broken. */
function leastCell(items: readonly PanelItem[]): number {
  const words = items.flatMap(({ text, note = "" }) => `${text} ${note}`.split(/\s+/));
  return Math.max(LEAST_CELL, ...words.map((word) => columnsOf(word) + 3));
}

/** As many cells abreast as fit, of equal width; the rest below them. */
function rowLines({ title, items }: Panel, width: number, colour: boolean): readonly string[] {
  const abreast = evenly(items.length, Math.floor((width - 1) / (leastCell(items) + 1)));
  const cell = Math.floor((width - 1) / abreast) - 1;
  const starts = items.flatMap((_, at) => (at % abreast === 0 ? [at] : []));
  return starts.flatMap((from) => cellLines(items.slice(from, from + abreast), cell, { title: from === 0 ? title : "", colour }));
}

/** The width that a panel would like: its longest line with everything beside it. */
function wantedWidth({ title, layout, items }: Panel): number {
  const widths = items.map(({ text, note = "" }) => columnsOf(text) + (note === "" || layout === "row" ? 0 : columnsOf(note) + 2));
  const list = Math.max(columnsOf(title), ...widths) + INDENT + 2;
  return layout === "list" ? list : (Math.max(leastCell(items), ...widths.map((each) => each + 4)) + 1) * items.length + 1;
}

/** Panels one under another, as wide as the widest of them would be and at most `width` columns. */
export function panelLines(
  { panels }: PanelPicture,
  { width, colour }: { readonly width: number; readonly colour: boolean },
): readonly string[] {
  const used = Math.min(width, Math.max(LEAST_PANEL, ...panels.map(wantedWidth)));
  return panels.flatMap((panel) =>
    panel.layout === "list" || panel.items.length === 0 ? listLines(panel, used, colour) : rowLines(panel, used, colour),
  );
}
