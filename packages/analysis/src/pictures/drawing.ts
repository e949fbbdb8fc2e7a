import { DARK, FONT_FAMILY, LIGHT, type Shades } from "../figures/theme.ts";
import { type Html, html, trusted } from "../report/html.ts";
import { printable, wrapWords } from "./wrap-words.ts";

/**
 * Colours that change with the reader's choice of light or dark: an attribute says the light one, for renderers that know no style
 * sheet, and a class lets a style sheet say the dark one.
 */
type Shade = keyof Shades | "soft" | "quiet";

const SHADES: Readonly<Record<Shade, readonly [string, string]>> = {
  ink: [LIGHT.ink, DARK.ink],
  paper: [LIGHT.paper, DARK.paper],
  grid: [LIGHT.grid, DARK.grid],
  axis: [LIGHT.axis, DARK.axis],
  soft: ["#f4f4f2", "#22262b"],
  quiet: ["#595959", "#a8a8a8"],
};

/** The style sheet of every picture: dark paper for readers who want it, on screens only. */
export const PICTURE_STYLE: string = `@media screen and (prefers-color-scheme:dark){${Object.entries(SHADES)
  .map(([shade, [, dark]]) => `.f-${shade}{fill:${dark}}.s-${shade}{stroke:${dark}}`)
  .join("")}}`;

/** Attributes that fill a shape in a shade. */
export const fill = (shade: Shade): Html => trusted(`class="f-${shade}" fill="${SHADES[shade][0]}"`);

/** Attributes that outline a shape in a shade, filled or not. */
export const outline = (shade: Shade, filled: Shade | null = null): Html =>
  trusted(
    `class="s-${shade}${filled === null ? "" : ` f-${filled}`}" stroke="${SHADES[shade][0]}" fill="${filled === null ? "none" : SHADES[filled][0]}"`,
  );

/** A length for an attribute: two decimals are sharper than any screen. */
export const length = (value: number): number => Math.round(value * 100) / 100;

/** Widths of Arial's letters in em, by class, erring on the wide side: nothing is measured where a page is made. */
function letterWidth(letter: string): number {
  return /[ijl.,:;|!'’()[\]tfrI ·-]/.test(letter)
    ? 0.34
    : /[mwMW@%—…]/.test(letter)
      ? 0.95
      : /[A-Z]/.test(letter)
        ? 0.72
        : letter > "\u2e80"
          ? 1
          : 0.56;
}

/** The width of a text in pixels, about. */
export function textWidth(text: string, size: number): number {
  return size * [...text].reduce((sum, letter) => sum + letterWidth(letter), 0);
}

/** A text in lines that fit into `width` pixels. */
export function fitWords(text: string, width: number, size: number): readonly string[] {
  return wrapWords(text, width, (part) => textWidth(part, size));
}

/** From one line of text to the next, in font sizes. */
export const LEADING = 1.35;

/** Lines of text, the first with its baseline at (x, y). */
export function textLines(
  lines: readonly string[],
  at: {
    readonly x: number;
    readonly y: number;
    readonly size: number;
    readonly shade?: Shade;
    readonly anchor?: "middle" | "end";
    readonly bold?: boolean;
  },
): Html {
  const { x, y, size, shade = "ink", anchor, bold = false } = at;
  const spans = lines.map(
    (line, index) => html`<tspan x="${length(x)}" y="${length(y + index * size * LEADING)}">${printable(line)}</tspan>`,
  );
  return lines.length === 0
    ? html``
    : html`<text font-size="${size}" ${fill(shade)}${anchor === undefined ? null : html` text-anchor="${anchor}"`}${bold ? html` font-weight="700"` : null}>${spans}</text>`;
}

/** A drawing as a document of its own, with a title and a description for who cannot see it. */
export function svgDocument(parts: {
  readonly width: number;
  readonly height: number;
  readonly body: Html;
  readonly title: string;
  readonly words: string;
}): string {
  const { width, height, body, title, words } = parts;
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT_FAMILY}" role="img"><title>${printable(title)}</title><desc>${printable(words)}</desc><style>${trusted(PICTURE_STYLE)}</style><rect width="${width}" height="${height}" ${fill("paper")}/>${body}</svg>
`.html;
}
