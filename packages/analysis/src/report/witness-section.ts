import { formatNumber } from "../figures/label.ts";
import { type Html, html } from "./html.ts";
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

function eventsAt({ witness }: PicturedWitness, time: number): string {
  return witness.events
    .filter((event) => event.time === time)
    .map(({ kind }) => kind)
    .join(", ");
}

function stepRows(witness: PicturedWitness): readonly Html[] {
  const { playback, frames } = witness;
  const row = (time: number, cells: Html): Html => {
    const { map, tile } = frames[time] ?? { map: 0, tile: -1 };
    return html`<tr data-map="${map}" data-tile="${tile}"${time === 0 ? html` aria-current="step"` : null}>${cells}</tr>\n`;
  };
  const start = row(0, html`<th scope="row">start</th><td>–</td><td>${playback.start}</td><td>–</td><td>–</td><td></td>`);
  const steps = playback.steps.map(({ action, to, observedReward, trueReward }, time) =>
    row(
      time + 1,
      html`<th scope="row">${time + 1}</th><td>${action}</td><td>${to}</td><td class="number">${
        observedReward === null ? "–" : formatNumber(observedReward)
      }</td><td class="number">${formatNumber(trueReward)}</td><td>${eventsAt(witness, time)}</td>`,
    ),
  );
  return [start, ...steps];
}

function witnessOf(witness: PicturedWitness, number: number): Html {
  const { findings, playback, maps, frames } = witness;
  const { environment, signal, criterion } = findings[0].subject;
  const detectors = findings.map(({ detector }) => detector).join(" and ");
  const here = frames[0]?.tile ?? -1;
  return html`<article class="witness" aria-label="Witness ${number}"><h3>Witness ${number}: ${detectors}, ${signal} in ${environment}</h3>
${findings.map(({ sentence }) => html`<p>${sentence}</p>`)}
<p>The policy is optimal for <code>${signal}</code> under <code>${criterion}</code>. ${playback.steps.length} steps, true return ${formatNumber(playback.trueReturn)}, proxy return ${formatNumber(witness.witness.proxyReturn)}.</p>
<div class="player">
<div class="stage">${maps.map((map, at) => mapOf(map, at, at === 0 ? here : -1))}
<div class="buttons needs-script" role="group" aria-label="Step through the episode"><button type="button" data-move="first">start</button> <button type="button" data-move="-1">◀ back</button> <button type="button" data-move="1">step ▶</button></div>
<p class="now" aria-live="polite"></p></div>
<div class="scroll steps" tabindex="0" role="region" aria-label="Steps of witness ${number}"><table>
<caption>Step by step</caption>
<thead><tr><th scope="col">step</th><th scope="col">action</th><th scope="col">state reached</th><th scope="col">observed reward</th><th scope="col">true reward</th><th scope="col">event</th></tr></thead>
<tbody>
${stepRows(witness)}</tbody></table></div>
</div></article>\n`;
}

/** Episodes that show what the detectors found, on the map, one step at a time. */
export function witnessSection({ witnesses }: ReportInputs): Html {
  return html`<section id="witnesses"><h2>Witness episodes</h2>
${
  witnesses.length === 0
    ? html`<p>No detector fired with a witness.</p>`
    : html`<p class="needs-script">Use the buttons, or the arrow keys while a player has the focus, or choose a row.</p>`
}
${witnesses.map((witness, at) => witnessOf(witness, at + 1))}</section>\n`;
}
