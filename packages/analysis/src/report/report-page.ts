import { TEMPLATES } from "../figures/theme.ts";
import { auditSection } from "./audit-section.ts";
import { figureSection } from "./figure-section.ts";
import { html, jsonFor, trusted } from "./html.ts";
import { PAGE_SCRIPT } from "./page-script.ts";
import { PAGE_STYLE } from "./page-style.ts";
import { provenanceSection } from "./provenance-section.ts";
import { readingSection } from "./reading-section.ts";
import type { ReportInputs } from "./report-inputs.ts";
import { ledgerSection, resultsSection } from "./results-section.ts";
import { verdictSection } from "./verdict-section.ts";
import { witnessSection } from "./witness-section.ts";
import { worldsSection } from "./worlds-section.ts";

const CONTENTS: readonly (readonly [string, string])[] = [
  ["verdicts", "Verdicts"],
  ["reading", "How to read this report"],
  ["figures", "Figures"],
  ["witnesses", "Witness episodes"],
  ["audits", "Audits"],
  ["results", "Results by method"],
  ["ledger", "Ledger"],
  ["provenance", "Provenance"],
];

/** Nothing but what the page holds: a report that is forwarded must not call anyone. */
const POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:";

/**
 * A study's report as one HTML document that needs nothing else: no network, no server, and no script to be read. The same
 * bytes for the same inputs.
 */
export function reportPage(inputs: ReportInputs): string {
  const { study } = inputs.results;
  const worlds = worldsSection(inputs);
  const sections: typeof CONTENTS = [
    ...CONTENTS.slice(0, 1),
    ...(worlds === null ? [] : [["worlds", "The worlds"] as const]),
    ...CONTENTS.slice(1),
  ];
  const contents = sections.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`);
  const specs = Object.fromEntries(inputs.figures.map(({ id, spec }) => [id, spec]));
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${study.title} – a Firebreak study</title>
<style>${trusted(PAGE_STYLE)}</style>
</head>
<body>
<a class="skip" href="#verdicts">Skip to the verdicts</a>
<header><h1>${study.title}</h1>
<p class="question">${study.question}</p></header>
<nav aria-label="Contents"><ul>${contents}</ul></nav>
<main>
${[
  verdictSection(inputs),
  worlds ?? html``,
  readingSection(),
  figureSection(inputs),
  witnessSection(inputs),
  auditSection(inputs),
  resultsSection(inputs),
  ledgerSection(inputs),
  provenanceSection(inputs),
]}</main>
<footer><p>Made by Firebreak from stored results; nothing was trained again to make this page.</p></footer>
<script type="application/json" id="templates">${jsonFor(TEMPLATES)}</script>
<script type="application/json" id="figure-specs">${jsonFor(specs)}</script>
<script type="application/octet-stream" id="plotly">${inputs.plotly}</script>
<script>${trusted(PAGE_SCRIPT)}</script>
</body>
</html>
`.html;
}
