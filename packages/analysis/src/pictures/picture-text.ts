import type { Picture } from "@firebreak/core";
import { mapLines } from "./text-map.ts";
import { panelLines } from "./text-panels.ts";
import { wrapWords } from "./wrap-words.ts";

export interface TextOptions {
  /** Whether to colour by ANSI control sequences; signs and words say the same without. */
  readonly colour: boolean;
  /** Columns of the terminal. Default: 80. */
  readonly width?: number;
}

/** A picture for a terminal: lines of at most `width` columns, apart by line feeds, without one at the end. */
export function pictureText(picture: Picture, { colour, width = 80 }: TextOptions): string {
  const lines = "rows" in picture ? mapLines(picture, { width, colour }) : panelLines(picture, { width, colour });
  return [...lines, ...wrapWords(picture.caption ?? "", width)].join("\n");
}
