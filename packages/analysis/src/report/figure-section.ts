import type { DrawnFigure } from "../figures/figure.ts";
import { type Html, html } from "./html.ts";
import type { ReportInputs } from "./report-inputs.ts";
import { table } from "./table.ts";

function figureOf({ id, title, alt, numbers, notes, spec }: DrawnFigure, number: number, picture: string | undefined): Html {
  const height = spec.layout.height ?? 400;
  const still =
    picture === undefined
      ? html`<p class="still">${alt}</p>`
      : html`<img class="still" alt="${alt}" src="data:image/svg+xml,${encodeURIComponent(picture)}">`;
  return html`<figure id="figure-${id}">
<div class="picture scroll" tabindex="0" role="region" aria-label="Figure ${number}">${still}<div class="plot" role="img" aria-label="${alt}" data-figure="${id}" style="height:${height}px" hidden></div></div>
<p class="sideways">The picture is wider than this screen: scroll it sideways.</p>
<figcaption><strong>Figure ${number}.</strong> ${title}${notes.map((note) => html`<br><strong class="missing">${note}</strong>`)}</figcaption>
<details><summary>Numbers and description of figure ${number}</summary>
<p>${alt}</p>
${numbers === null ? null : table({ caption: `The numbers of figure ${number}`, ...numbers, scrolls: true })}</details>
</figure>\n`;
}

/** Every figure with its caption, its description and its numbers; those that could not be drawn, with the reason. */
export function figureSection({ figures, undrawn, pictures }: ReportInputs): Html {
  const none = undrawn.map(({ title, reason }) => html`<li><strong>${title}</strong>: ${reason}</li>`);
  return html`<section id="figures"><h2>Figures</h2>
<p class="needs-script note">Drawing the interactive figures…</p>
${figures.map((figure, at) => figureOf(figure, at + 1, pictures[figure.id]))}${
  none.length === 0 ? null : html`<h3>Figures that could not be drawn</h3><ul>${none}</ul>`
}</section>\n`;
}
