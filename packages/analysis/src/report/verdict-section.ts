import type { ClaimRule } from "@firebreak/core";
import { formatInterval, formatNumber } from "../figures/label.ts";
import { type Html, html } from "./html.ts";
import type { ReportInputs } from "./report-inputs.ts";
import { ruleTable } from "./rule-table.ts";
import type { Verdict } from "./study-report.ts";
import { table } from "./table.ts";

const SIGN: Readonly<Record<Verdict["verdict"], string>> = { supported: "✓", "not supported": "✗", depends: "◐" };

/** "98.3 % interval", where the claim's rule has a `confidence`. */
function levelOf(claim: ClaimRule | undefined): string | null {
  const level = claim?.rule["confidence"];
  return typeof level === "number" && level > 0 && level < 1 ? `${Number((100 * level).toFixed(1))} % interval` : null;
}

function rowOf(verdict: Verdict, claim: ClaimRule | undefined, fixedBefore: boolean): readonly (string | Html)[] {
  const kind = verdict.verdict.replace(" ", "-");
  const provisional =
    verdict.provisional === undefined ? null : html`<p class="provisional"><strong>Provisional</strong>: ${verdict.provisional}</p>`;
  const fixed = fixedBefore ? html`rule data fixed before the results` : html`<strong>rule data changed after results were stored</strong>`;
  const interval = verdict.interval === null ? html`<small>no interval</small>` : formatInterval(verdict.interval);
  const level = verdict.interval === null ? null : levelOf(claim);
  return [
    html`<strong>${verdict.id}</strong> ${claim?.position ?? ""}`,
    html`<span class="verdict ${kind}">${SIGN[verdict.verdict]} ${verdict.verdict}</span>${
      provisional === null ? null : html` <small>(provisional)</small>`
    }<br><small>${fixed}</small>`,
    html`<span class="nowrap">${formatNumber(verdict.estimate)} ${interval}</span><br><small>${level === null ? verdict.unit : `${level}; ${verdict.unit}`}</small>`,
    html`${verdict.sentence}${provisional}`,
  ];
}

/** The answer, first: every claim with its verdict, its number, and whether the data of its rule stood before the run. */
export function verdictSection({ results, verdicts }: ReportInputs): Html {
  const { claims } = results.study;
  const rows = verdicts.map((verdict) =>
    rowOf(
      verdict,
      claims.find(({ id }) => id === verdict.id),
      results.rulesFixedBefore,
    ),
  );
  return html`<section id="verdicts"><h2>Verdicts</h2>
${table({ caption: "What the results say of each claim", columns: ["claim", "verdict", "estimate", "in words"], rows })}
<details class="rules"><summary>The decision rules</summary>
${claims.map(ruleTable)}
<p>Hash of these data: <code class="hash">${results.rulesHash}</code>. The code that decides by them is not in it: it runs when this page is made. The commit under <a href="#provenance">Provenance</a> names that code as it was when the results were computed.</p></details>
</section>\n`;
}
