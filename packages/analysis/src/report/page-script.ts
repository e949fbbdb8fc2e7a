import { PLAYER_SCRIPT } from "./player.ts";

/**
 * What the page does once it is open: plays witnesses, unpacks Plotly and draws the figures in the colours of the reader's choice.
 * Everything it shows is in the page already, as tables, pictures and text. Runs in the browser, hence a string.
 */
export const PAGE_SCRIPT: string = `
"use strict";
document.documentElement.classList.add("scripted");
const read = (id) => JSON.parse(document.getElementById(id).textContent);
${PLAYER_SCRIPT}
const dark = matchMedia("(prefers-color-scheme: dark)");
const colours = () => read("templates")[dark.matches ? "dark" : "light"];

async function loadPlotly() {
  const packed = Uint8Array.from(atob(document.getElementById("plotly").textContent), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const script = document.createElement("script");
  script.textContent = await new Response(unpacked).text();
  document.head.append(script);
}

async function drawFigures() {
  const note = document.querySelector("#figures .note");
  try {
    await loadPlotly();
    const specs = read("figure-specs");
    for (const plot of document.querySelectorAll(".plot")) {
      const { data, layout } = specs[plot.dataset.figure];
      plot.hidden = false;
      await Plotly.newPlot(plot, data, { ...layout, template: colours(), dragmode: matchMedia("(pointer: coarse)").matches ? false : "zoom" }, { responsive: true, displayModeBar: false });
      plot.parentElement.querySelector(".still").hidden = true;
    }
    dark.addEventListener("change", () => {
      for (const plot of document.querySelectorAll(".plot")) Plotly.relayout(plot, { template: colours() });
    });
    note.remove();
    document.documentElement.dataset.figures = "drawn";
  } catch (error) {
    note.textContent = "The interactive figures could not be drawn (" + error.message + "); the pictures and numbers below are complete.";
    document.documentElement.dataset.figures = "failed";
  }
}
drawFigures();
`;
