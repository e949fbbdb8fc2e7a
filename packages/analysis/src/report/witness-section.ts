import { formatNumber } from "../figures/label.ts";
import type { DrawnLoop } from "../pictures/loop-picture.ts";
import { episodeTable } from "./episode-table.ts";
import { type FrameSet, frameId, frameSymbols } from "./frames.ts";
import { type Html, html, smallCodes } from "./html.ts";
import type { PicturedWitness } from "./pictured-witness.ts";
import { player } from "./player.ts";
import type { ReportInputs } from "./report-inputs.ts";

function loopFigure({ width, height, body, words }: DrawnLoop): Html {
  return html`<figure class="loop"><svg class="frame" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${words}">${body}</svg><figcaption>The loop that farms most, step by step.</figcaption></figure>
`;
}

function witnessOf(witness: PicturedWitness, number: number, inputs: ReportInputs): Html {
  const { findings, playback, frames, loops } = witness;
  const { environment, overseer, signal, criterion } = findings[0].subject;
  const nameOf = (id: string): string => inputs.titleOf?.(id) ?? id;
  const ids = [...findings.map(({ detector }) => detector), signal, environment, overseer, criterion];
  return html`<article class="witness" aria-label="Witness ${number}"><h3>Witness ${number}: ${findings.map(({ detector }) => nameOf(detector)).join("; ")}</h3>
<p class="note">Trained on: ${nameOf(signal)}. World: ${nameOf(environment)}. ${smallCodes(ids)}</p>
${findings.map(({ sentence }) => html`<p>${sentence}</p>`)}
${loops.map(loopFigure)}<p>The policy is optimal for the training signal under <code>${criterion}</code>. In the ${playback.steps.length} steps below the signal sums to ${formatNumber(witness.witness.proxyReturn)} and the true return is ${formatNumber(playback.trueReturn)}.</p>
${player({
  frames,
  first: frameId(frames, playback.start),
  said: `Start: ${playback.start}`,
  table: episodeTable(witness, number),
  count: playback.steps.length,
})}</article>\n`;
}

/** Episodes that show what the detectors found, in pictures, one step at a time. */
export function witnessSection(inputs: ReportInputs): Html {
  const { witnesses } = inputs;
  const sets = [...new Set(witnesses.map(({ frames }) => frames))].filter((set): set is FrameSet => set !== null);
  return html`<section id="witnesses"><h2>Witness episodes</h2>
${
  witnesses.length === 0
    ? html`<p>No detector fired with a witness.</p>`
    : html`<p class="needs-script">Use the buttons, or the arrow keys while a player has the focus, or choose a row.</p>`
}
${frameSymbols(sets)}${witnesses.map((witness, at) => witnessOf(witness, at + 1, inputs))}</section>\n`;
}
