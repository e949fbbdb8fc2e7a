import { type Html, html } from "./html.ts";
import type { ReportInputs } from "./report-inputs.ts";

/** The study's worlds and words, for a reader who meets them here first; nothing where the study describes none. */
export function worldsSection({ worlds = [], glossary = [] }: ReportInputs): Html | null {
  if (worlds.length === 0 && glossary.length === 0) {
    return null;
  }
  const paragraphs = (text: string): readonly Html[] => text.split(/\n\s*\n/).map((paragraph) => html`<p>${paragraph.trim()}</p>`);
  const told = worlds.map(({ name, text }) => html`<h3>${name}</h3>${paragraphs(text)}`);
  const words = glossary.map(({ term, meaning }) => html`<dt>${term}</dt><dd>${meaning}</dd>`);
  return html`<section id="worlds" class="box"><h2>The worlds</h2>
${told}${words.length === 0 ? null : html`<h3>Words</h3><dl>${words}</dl>`}</section>\n`;
}
