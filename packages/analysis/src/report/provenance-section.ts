import { byCodeUnit } from "@firebreak/core";
import { type Html, html } from "./html.ts";
import type { ReportInputs } from "./report-inputs.ts";
import type { Provenance } from "./study-report.ts";
import { table } from "./table.ts";

function sessionRow({
  startedAt,
  command,
  commit,
  dirty,
  node,
  platform,
  tensorBackend,
  bundle,
  packages,
}: Provenance): readonly (string | Html)[] {
  const versions = Object.entries(packages)
    .sort(([x], [y]) => byCodeUnit(x, y))
    .map(([name, version]) => html`<li>${name} ${version}</li>`);
  return [
    startedAt,
    html`<code>${command}</code>`,
    commit === null ? "not in a repository" : html`<code>${commit}</code>${dirty ? " with uncommitted changes" : ""}`,
    `Node ${node}, ${platform}${tensorBackend === undefined ? "" : `, tensors on ${tensorBackend}`}`,
    html`<code class="hash">${bundle}</code>`,
    html`<details><summary>${versions.length} packages</summary><ul>${versions}</ul></details>`,
  ];
}

/** Which code computed the results, on what, and how to compute one of them again. */
export function provenanceSection({ results, replayCommand }: ReportInputs): Html {
  const key = results.results[0]?.key;
  const columns = ["session", "command", "commit", "machine", "bundle of the study (sha256)", "versions"];
  return html`<section id="provenance"><h2>Provenance</h2>
<dl><dt>Study</dt><dd>${results.study.id}</dd>
<dt>Fingerprint</dt><dd><code class="hash">${results.fingerprint}</code></dd>
<dt>Hash of the decision rules' data</dt><dd><code class="hash">${results.rulesHash}</code></dd>
<dt>Trials</dt><dd>${results.results.length}</dd></dl>
${table({ caption: "Sessions that computed these results", columns, rows: results.provenance.map(sessionRow) })}
${
  key === undefined
    ? null
    : html`<p>Results are keyed by content. To compute one of them again, in this process, with a debugger if need be:</p>
<pre><code>${replayCommand(key)}</code></pre>`
}</section>\n`;
}
