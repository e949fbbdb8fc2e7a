import type { Finding } from "@firebreak/core";
import { formatInterval, formatNumber } from "../figures/label.ts";
import { type Html, html } from "./html.ts";
import type { ReportInputs } from "./report-inputs.ts";
import { table } from "./table.ts";

function measuresOf({ measures }: Finding): Html {
  const items = measures.map(
    ({ name, value, unit, interval }) =>
      html`<li>${name}: ${formatNumber(value)} ${formatInterval(interval ?? null)} <small>${unit}</small></li>`,
  );
  return html`<details><summary>${measures.length === 1 ? "1 number" : `${measures.length} numbers`}</summary><ul>${items}</ul></details>`;
}

/** What each detector found, fired or not, with the closed forms that the numbers were checked against. */
export function auditSection({ results, closedForms }: ReportInputs): Html {
  const rows = results.findings.map((finding) => {
    const { environment, overseer, signal, criterion } = finding.subject;
    return [
      finding.detector,
      html`<code>${environment}</code><br><small>${overseer}, ${signal}, ${criterion}</small>`,
      finding.fired ? html`<span class="verdict fired">● fired</span>` : html`<span class="verdict silent">○ silent</span>`,
      html`${finding.sentence}${measuresOf(finding)}`,
    ];
  });
  const forms = closedForms.map(
    ({ title, mathMl, expression }) => html`<li>${title} ${{ html: mathMl }} <small><code>${expression}</code></small></li>`,
  );
  return html`<section id="audits"><h2>Audits</h2>
${
  rows.length === 0
    ? html`<p>This study asks for no audit.</p>`
    : table({ caption: "What the detectors found", columns: ["detector", "subject", "verdict", "finding"], rows })
}${forms.length === 0 ? null : html`<h3>Closed forms</h3><ul class="forms">${forms}</ul>`}</section>\n`;
}
