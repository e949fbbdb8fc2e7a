import { Resvg } from "@resvg/resvg-js";
import { fontFiles } from "./plotly-window.ts";

/** Pixels of a PNG for each pixel of the SVG: 720 become 1440, 229 dots an inch in a column of 160 mm. */
export const PNG_SCALE = 2;

/** What holds a text to its width in other fonts. Here it is set in the very font, and resvg stretches lines of several pieces by it. */
const HELD = / (?:textLength="[^"]*"|lengthAdjust="[^"]*")/g;

/**
 * An SVG picture as a PNG, on white. Text is set in the font that it was measured in, which comes along: fonts of the machine are neither
 * needed nor read, so that the picture is the same everywhere.
 */
export function renderPng(svg: string): Uint8Array {
  const { regular, bold } = fontFiles();
  const font = { loadSystemFonts: false, fontFiles: [regular, bold], defaultFontFamily: "Arimo", sansSerifFamily: "Arimo" };
  return new Resvg(svg.replaceAll(HELD, ""), { font, fitTo: { mode: "zoom", value: PNG_SCALE }, background: "white" }).render().asPng();
}
