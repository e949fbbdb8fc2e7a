import { formatNumber } from "../figures/label.ts";
import { type Html, html } from "./html.ts";

export type TableCell = string | number | null | Html;

/** A table with a caption and headed columns; the first cell of a row heads the row. Null is a dash, numbers are set right. */
export function table(parts: {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly TableCell[])[];
}): Html {
  const isNumber = (at: number): boolean =>
    at > 0 && parts.rows.length > 0 && parts.rows.every((row) => typeof row[at] === "number" || row[at] === null);
  const head = parts.columns.map((column, at) => html`<th scope="col"${isNumber(at) ? html` class="right"` : null}>${column}</th>`);
  const body = parts.rows.map((row) => html`<tr>${row.map((cell, at) => cellOf(cell, { heads: at === 0, numeric: isNumber(at) }))}</tr>\n`);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${parts.caption}"><table>
<caption>${parts.caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody></table></div>\n`;
}

function cellOf(cell: TableCell, { heads, numeric }: { readonly heads: boolean; readonly numeric: boolean }): Html {
  const content = typeof cell === "number" ? formatNumber(cell) : (cell ?? "–");
  if (heads) {
    return html`<th scope="row">${content}</th>`;
  }
  return numeric || typeof cell === "number" ? html`<td class="number">${content}</td>` : html`<td>${content}</td>`;
}
