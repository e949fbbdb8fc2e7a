import { formatNumber } from "../figures/label.ts";
import { episodeTable } from "./episode-table.ts";
import { type Html, html, smallCodes } from "./html.ts";
import type { EpisodeMap, PicturedWitness } from "./pictured-witness.ts";
import type { ReportInputs } from "./report-inputs.ts";

function mapOf(map: EpisodeMap, number: number, here: number): Html {
  const tiles = map.tiles.map(({ kind, row, column, width, text }, at) => {
    const place = `grid-row:${row + 1};grid-column:${column + 1}/span ${width}`;
    return html`<span class="tile ${kind}${at === here ? " here" : ""}" style="${place}">${text}</span>`;
  });
  return html`<div class="map" data-map="${number}" style="grid-template-columns:repeat(${map.columns},1fr);width:${map.columns * 2}rem"${
    number === 0 ? null : html` hidden`
  }>${tiles}</div>`;
}

function witnessOf(witness: PicturedWitness, number: number, inputs: ReportInputs): Html {
  const { findings, playback, maps, frames } = witness;
  const { environment, overseer, signal, criterion } = findings[0].subject;
  const nameOf = (id: string): string => inputs.titleOf?.(id) ?? id;
  const ids = [...findings.map(({ detector }) => detector), signal, environment, overseer, criterion];
  const here = frames[0]?.tile ?? -1;
  return html`<article class="witness" aria-label="Witness ${number}"><h3>Witness ${number}: ${findings.map(({ detector }) => nameOf(detector)).join("; ")}</h3>
<p class="note">Trained on: ${nameOf(signal)}. World: ${nameOf(environment)}. ${smallCodes(ids)}</p>
${findings.map(({ sentence }) => html`<p>${sentence}</p>`)}
<p>The policy is optimal for the training signal under <code>${criterion}</code>. In the ${playback.steps.length} steps below the signal sums to ${formatNumber(witness.witness.proxyReturn)} and the true return is ${formatNumber(playback.trueReturn)}.</p>
<div class="player">
<div class="stage">${maps.map((map, at) => mapOf(map, at, at === 0 ? here : -1))}
<div class="buttons needs-script" role="group" aria-label="Step through the episode"><button type="button" data-move="first">start</button> <button type="button" data-move="-1">◀ back</button> <button type="button" data-move="1">step ▶</button></div>
<p class="now" aria-live="polite"></p></div>
${episodeTable(witness, number)}</div></article>\n`;
}

/** Episodes that show what the detectors found, on the map, one step at a time. */
export function witnessSection(inputs: ReportInputs): Html {
  const { witnesses } = inputs;
  return html`<section id="witnesses"><h2>Witness episodes</h2>
${
  witnesses.length === 0
    ? html`<p>No detector fired with a witness.</p>`
    : html`<p class="needs-script">Use the buttons, or the arrow keys while a player has the focus, or choose a row.</p>`
}
${witnesses.map((witness, at) => witnessOf(witness, at + 1, inputs))}</section>\n`;
}
