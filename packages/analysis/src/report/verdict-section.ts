import { canonicalJson } from "@firebreak/core";
import { formatInterval, formatNumber } from "../figures/label.ts";
import { type Html, html } from "./html.ts";
import type { ReportInputs } from "./report-inputs.ts";
import type { Verdict } from "./study-report.ts";
import { table } from "./table.ts";

const SIGN: Readonly<Record<Verdict["verdict"], string>> = { supported: "✓", "not supported": "✗", depends: "◐" };

function rowOf(verdict: Verdict, position: string, fixedBefore: boolean): readonly (string | Html)[] {
  const kind = verdict.verdict.replace(" ", "-");
  const provisional =
    verdict.provisional === undefined ? null : html`<p class="provisional"><strong>Provisional</strong>: ${verdict.provisional}</p>`;
  const fixed = fixedBefore ? html`rule fixed before the results` : html`<strong>rule changed after results were stored</strong>`;
  return [
    html`<strong>${verdict.id}</strong> ${position}`,
    html`<span class="verdict ${kind}">${SIGN[verdict.verdict]} ${verdict.verdict}</span>${
      provisional === null ? null : html` <small>(provisional)</small>`
    }<br><small>${fixed}</small>`,
    html`<span class="nowrap">${formatNumber(verdict.estimate)} ${formatInterval(verdict.interval)}</span><br><small>${verdict.unit}</small>`,
    html`${verdict.sentence}${provisional}`,
  ];
}

/** The answer, first: every claim with its verdict, its number, and whether its rule was fixed before the run. */
export function verdictSection({ results, verdicts }: ReportInputs): Html {
  const { claims } = results.study;
  const rows = verdicts.map((verdict) =>
    rowOf(verdict, claims.find(({ id }) => id === verdict.id)?.position ?? "", results.rulesFixedBefore),
  );
  const rules = claims.map(({ id, rule }) => html`<li><strong>${id}</strong> <code>${canonicalJson(rule)}</code></li>`);
  return html`<section id="verdicts"><h2>Verdicts</h2>
${table({ caption: "What the results say of each claim", columns: ["claim", "verdict", "estimate", "in words"], rows })}
<details><summary>The decision rules</summary><p>Hash of the rules: <code>${results.rulesHash}</code></p><ul>${rules}</ul></details>
</section>\n`;
}
