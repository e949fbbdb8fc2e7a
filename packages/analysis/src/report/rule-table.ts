import { type ClaimRule, canonicalJson } from "@firebreak/core";
import { type Html, html, idCode } from "./html.ts";
import { table } from "./table.ts";

/** How many entries of a long list are shown before the rest is folded away. */
const SHOWN = 2;
const LONG = 4;

type Value = ClaimRule["rule"][string];

const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);
const written = (value: Value): string => (typeof value === "string" ? value : canonicalJson(value));

/** Prose as prose, ids and numbers as code. */
function scalarOf(value: Value): Html {
  const text = written(value);
  return typeof value === "string" && text.includes(" ") ? html`${text}` : idCode(text);
}

function cellOf(value: Value): Html {
  if (!isList(value)) {
    return scalarOf(value);
  }
  const items = (entries: readonly Value[]): Html =>
    html`<ul class="bare">${entries.map((entry) => html`<li>${scalarOf(entry)}</li>`)}</ul>`;
  return value.length <= LONG
    ? items(value)
    : html`${items(value.slice(0, SHOWN))}<details><summary>… ${value.length} in all</summary>${items(value)}</details>`;
}

/** One claim's rule: what it says in words first, then its other fields by name. */
export function ruleTable({ id, position, rule }: ClaimRule): Html {
  const { decision, ...fields } = rule;
  const rows = Object.entries(fields).map(([name, value]) => [name, cellOf(value)]);
  return html`<h3>${id}: ${position}</h3>
${decision === undefined ? null : html`<p>${written(decision)}.</p>`}${
  rows.length === 0 ? null : table({ caption: `The data of rule ${id}`, columns: ["field", "value"], rows })
}`;
}
