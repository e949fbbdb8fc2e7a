import { join } from "node:path";
import { type DrawnFigure, TEMPLATES } from "@firebreak/analysis/figures";
import { plotlyBundle } from "./plotly-bundle.ts";
import { makeFolder, writeWhole } from "./write-whole.ts";

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
/** JSON that cannot end the script element it stands in. */
const embedded = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

/** One figure as a page of its own that needs nothing else: zoomed and read off in a browser, light or dark as the reader likes it. */
function figurePage({ title, alt, spec }: DrawnFigure, plotly: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:">
<title>${escaped(title)}</title>
<style>:root { color-scheme: light dark } body { margin: 1rem; font: 1rem/1.4 system-ui, sans-serif }</style>
<div id="figure" role="img" aria-label="${escaped(alt).replaceAll('"', "&quot;")}"></div>
<p>${escaped(alt)}</p>
<script type="application/json" id="spec">${embedded({ spec, templates: TEMPLATES })}</script>
<script type="application/octet-stream" id="plotly">${plotly}</script>
<script>
(async () => {
  const packed = Uint8Array.from(atob(document.getElementById("plotly").textContent), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const script = document.createElement("script");
  script.textContent = await new Response(unpacked).text();
  document.head.append(script);
  const { spec, templates } = JSON.parse(document.getElementById("spec").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const draw = () =>
    Plotly.react("figure", spec.data, { ...spec.layout, template: templates[dark.matches ? "dark" : "light"] }, { responsive: true });
  dark.addEventListener("change", draw);
  await draw();
})();
</script>
`;
}

/** Writes figures as `<id>.html`. @returns The files, in the order of the figures. @throws FirebreakError "cannot-write". */
export async function writeFigurePages(figures: readonly DrawnFigure[], folder: string): Promise<readonly string[]> {
  const plotly = await plotlyBundle();
  await makeFolder(folder);
  return Promise.all(figures.map((figure) => writeWhole(join(folder, `${figure.id}.html`), figurePage(figure, plotly))));
}
