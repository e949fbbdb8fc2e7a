import type { Picture } from "@firebreak/core";
import { svgDocument } from "./drawing.ts";
import { drawSheet } from "./picture-sheet.ts";
import { pictureWords } from "./picture-words.ts";

/** A picture as an SVG document: `title` is the state it shows. The same bytes for the same picture. */
export function pictureSvg(picture: Picture, title: string): string {
  const { width, height, bodies } = drawSheet([picture]);
  const [body = { html: "" }] = bodies;
  return svgDocument({ width, height, body, title, words: pictureWords(picture) });
}
