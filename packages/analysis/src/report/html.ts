/** Text that is safe to put into a page: only `html` and `trusted` make it. */
export interface Html {
  readonly html: string;
}

/** Text as the content of an element or of a quoted attribute. */
function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");
}

/** Markup from a source of our own, as it is: a style sheet, a script, MathML. */
export function trusted(markup: string): Html {
  return { html: markup };
}

type Part = Html | string | number | null | readonly Html[];

function partOf(part: Part): string {
  if (part === null) {
    return "";
  }
  if (typeof part === "string" || typeof part === "number") {
    return escapeHtml(String(part));
  }
  return "html" in part ? part.html : part.map(({ html }) => html).join("");
}

/** Markup with its holes filled: text and numbers are escaped, markup is not, null is nothing. */
export function html(markup: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: markup.map((piece, index) => piece + partOf(parts[index] ?? null)).join("") };
}

/** Data for a script of the page: JSON that cannot end its element. */
export function jsonFor(value: unknown): Html {
  return trusted(JSON.stringify(value).replaceAll("<", "\\u003c"));
}

/** An id or key, to be broken between its parts before anywhere else. */
export function idCode(id: string): Html {
  const parts = id.split(/(?=[?&|])/).map((part) => html`${part}<wbr>`);
  return html`<code>${parts}</code>`;
}

/** Ids one after another, in small print. */
export function smallCodes(ids: readonly string[]): Html {
  return html`<small>${ids.map((id, at) => html`${at === 0 ? "" : " · "}${idCode(id)}`)}</small>`;
}
