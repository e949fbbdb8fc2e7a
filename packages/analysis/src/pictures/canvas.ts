import type { Tone } from "@firebreak/core";
import { LOOKS } from "./tones.ts";
import { columnsOf, printable } from "./wrap-words.ts";

/** A sheet of terminal cells, to be written on in any order; what falls outside is cut off. */
export interface Canvas {
  write(at: { readonly row: number; readonly column: number }, text: string, tone?: Tone): void;
  /** The outline of a box by the cells of its corners; lines that meet are joined. */
  box(from: { readonly row: number; readonly column: number }, to: { readonly row: number; readonly column: number }): void;
  /** The lines, without blanks at their ends. Without colour there is no control sequence in them. */
  lines(colour: boolean): readonly string[];
}

const UP = 1;
const DOWN = 2;
const LEFT = 4;
const RIGHT = 8;
/** The box drawing character of each set of arms. */
const JOINTS = [" ", "│", "│", "│", "─", "┘", "┐", "┤", "─", "└", "┌", "├", "─", "┴", "┬", "┼"];

interface Cell {
  readonly text: string;
  readonly tone: Tone;
}

/** One line as text: runs of one tone share one control sequence. */
function lineOf(cells: readonly Cell[], colour: boolean): string {
  const used = cells.findLastIndex(({ text }) => text.trim() !== "") + 1;
  let line = "";
  let rendition = "";
  for (const { text, tone } of cells.slice(0, used)) {
    const wanted = text.trim() === "" ? rendition : LOOKS[tone].rendition;
    if (colour && wanted !== rendition) {
      line += `${rendition === "" ? "" : "\u001b[0m"}${wanted === "" ? "" : `\u001b[${wanted}m`}`;
      rendition = wanted;
    }
    line += text;
  }
  return rendition === "" ? line : `${line}\u001b[0m`;
}

/** An empty canvas of so many rows and columns. */
export function createCanvas(rows: number, columns: number): Canvas {
  const blank: Cell = { text: " ", tone: "plain" };
  const cells: Cell[][] = Array.from({ length: rows }, () => Array.from({ length: columns }, () => blank));
  const arms = Array.from({ length: rows }, () => new Uint8Array(columns));
  const write: Canvas["write"] = ({ row, column }, text, tone = "plain") => {
    let at = column;
    for (const character of printable(text)) {
      const width = columnsOf(character);
      const line = cells[row];
      const before = line?.[at - 1];
      if (width === 0 && line !== undefined && before !== undefined) {
        line[at - 1] = { ...before, text: before.text + character };
      } else if (width > 0 && line !== undefined && at >= 0 && at + width <= columns) {
        line.fill({ text: "", tone }, at, at + width);
        line[at] = { text: character, tone };
      }
      at += width;
    }
  };
  const draw = (row: number, column: number, arm: number): void => {
    const joined = (arms[row]?.[column] ?? 0) | arm;
    arms[row]?.fill(joined, column, column + 1);
    write({ row, column }, JOINTS[joined] ?? " ", "quiet");
  };
  const box: Canvas["box"] = (from, to) => {
    for (const row of [from.row, to.row]) {
      for (let column = from.column; column <= to.column; column++) {
        draw(row, column, (column > from.column ? LEFT : 0) | (column < to.column ? RIGHT : 0));
      }
    }
    for (const column of [from.column, to.column]) {
      for (let row = from.row; row <= to.row; row++) {
        draw(row, column, (row > from.row ? UP : 0) | (row < to.row ? DOWN : 0));
      }
    }
  };
  return { write, box, lines: (colour) => cells.map((row) => lineOf(row, colour)) };
}
