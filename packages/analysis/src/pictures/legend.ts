import type { MapPicture, Mark } from "@firebreak/core";
import { onOneLine } from "./wrap-words.ts";

/** What a sign on a map means. */
export interface LegendEntry {
  readonly glyph: string;
  readonly tone: Mark["tone"];
  readonly label: string;
}

/** The signs of some maps, each once, in the order of first meeting. Where the state stands is always the first of them. */
export function legendOf(pictures: readonly MapPicture[]): readonly LegendEntry[] {
  const entries = new Map<string, LegendEntry>([["", { glyph: "●", tone: "agent", label: "here" }]]);
  for (const { glyph, tone, label } of pictures.flatMap(({ marks }) => marks ?? [])) {
    entries.set(`${glyph} ${tone} ${label}`, { glyph, tone, label: onOneLine(label) });
  }
  return [...entries.values()];
}

/** The marks on a cell, in the order in which they are told. */
export function marksAt({ marks = [] }: MapPicture, [row, column]: readonly [number, number]): readonly Mark[] {
  return marks.filter(({ cell }) => cell[0] === row && cell[1] === column);
}
