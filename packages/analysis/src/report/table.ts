import { formatNumber } from "../figures/label.ts";
import { type Html, html } from "./html.ts";

export type TableCell = string | number | null | Html;

/** Rows above which a table that `scrolls` gets a box of its own. At that many the box is always too low to hold them. */
const TALL = 12;

/** A table with a caption and headed columns; the first cell of a row heads the row. Null is a dash, numbers are set right. */
export function table(parts: {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly TableCell[])[];
  /** A long one goes into a box that scrolls on the screen, and says so; on paper it is whole. */
  readonly scrolls?: boolean;
}): Html {
  const { caption, columns, rows } = parts;
  const tall = parts.scrolls === true && rows.length > TALL;
  const isNumber = (at: number): boolean =>
    at > 0 && rows.length > 0 && rows.every((row) => typeof row[at] === "number" || row[at] === null);
  const head = columns.map((column, at) => html`<th scope="col"${isNumber(at) ? html` class="right"` : null}>${column}</th>`);
  const body = rows.map((row) => html`<tr>${row.map((cell, at) => cellOf(cell, { heads: at === 0, numeric: isNumber(at) }))}</tr>\n`);
  return html`<div class="scroll${tall ? " tall" : ""}" tabindex="0" role="region" aria-label="${caption}"><table>
<caption>${caption}${tall ? scrollCue(`${rows.length} rows`) : null}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody></table></div>\n`;
}

/** Says that a box holds more than it shows, and how much; on paper there is no box. */
export function scrollCue(what: string): Html {
  return html` <span class="cue">(${what}<span class="screen">; this box scrolls</span>)</span>`;
}

function cellOf(cell: TableCell, { heads, numeric }: { readonly heads: boolean; readonly numeric: boolean }): Html {
  const content = typeof cell === "number" ? formatNumber(cell) : (cell ?? "–");
  if (heads) {
    return html`<th scope="row">${content}</th>`;
  }
  return numeric || typeof cell === "number" ? html`<td class="number">${content}</td>` : html`<td>${content}</td>`;
}
