import type { Finding } from "@firebreak/core";
import { formatInterval, formatNumber } from "../figures/label.ts";
import { type Html, html, idCode, smallCodes } from "./html.ts";
import { measureWords } from "./measure-words.ts";
import type { ReportInputs } from "./report-inputs.ts";
import { table } from "./table.ts";

function measuresOf({ measures }: Finding): Html {
  const items = measures.map(
    ({ name, value, unit, interval }) =>
      html`<li>${name}: ${formatNumber(value)} ${formatInterval(interval ?? null)} <small>${unit}</small></li>`,
  );
  return html`<details><summary>${measures.length === 1 ? "1 number" : `${measures.length} numbers`}</summary><ul>${items}</ul></details>`;
}

/** A thing in words with its id in small print; the id alone where nobody knows the words. */
function named(id: string, { titleOf }: ReportInputs): Html {
  const title = titleOf?.(id);
  return title === undefined ? idCode(id) : html`${title}<br><small>${idCode(id)}</small>`;
}

/** What each detector found, fired or not, with the closed forms that the numbers were checked against. */
export function auditSection(inputs: ReportInputs): Html {
  const { results, closedForms } = inputs;
  const rows = results.findings.map((finding) => {
    const { environment, overseer, signal, criterion } = finding.subject;
    return [
      named(finding.detector, inputs),
      html`${inputs.titleOf?.(signal) ?? signal}<br>${inputs.titleOf?.(environment) ?? environment}<br>${smallCodes([signal, environment, overseer, criterion])}`,
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
    : table({ caption: "What the detectors found", columns: ["detector", "signal and world", "verdict", "finding"], rows })
}${measureWords(results.findings)}${forms.length === 0 ? null : html`<h3>Closed forms</h3><ul class="forms">${forms}</ul>`}</section>\n`;
}
