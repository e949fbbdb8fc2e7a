import { formatNumber } from "../figures/label.ts";
import { type FrameSet, frame, frameId, frameSymbols } from "./frames.ts";
import { type Html, html, trusted } from "./html.ts";
import { PAGE_STYLE } from "./page-style.ts";
import { PLAYER_SCRIPT, player } from "./player.ts";

/** One step of a watched episode. Null is what this world, overseer or policy does not tell. */
export interface WatchedStep {
  readonly action: string;
  /** The label of the state reached. */
  readonly to: string;
  /** What the training signal pays. */
  readonly proxyReward: number | null;
  /** The overseer's evaluation of the step. */
  readonly praise: number | null;
  readonly trueReward: number;
  readonly observedReward: number | null;
  /** The overseer's value of the state reached. */
  readonly value: number | null;
}

/** An episode as somebody watches it. */
export interface WatchedEpisode {
  readonly title: string;
  /** Whose behaviour it is, in a sentence. */
  readonly about: string;
  readonly start: { readonly state: string; readonly value: number | null };
  readonly steps: readonly WatchedStep[];
  readonly frames: FrameSet | null;
  /** The command that replays it. */
  readonly replayCommand: string;
}

/** A column of numbers; a running sum stands beside those that add up. */
interface Column {
  readonly title: string;
  readonly sums: boolean;
  readonly start: number | null;
  of(step: WatchedStep): number | null;
}

const COLUMNS: readonly (Omit<Column, "start"> & { readonly atStart?: true })[] = [
  { title: "training signal", sums: true, of: ({ proxyReward }) => proxyReward },
  { title: "praise", sums: true, of: ({ praise }) => praise },
  { title: "observed reward", sums: true, of: ({ observedReward }) => observedReward },
  { title: "true reward", sums: true, of: ({ trueReward }) => trueReward },
  { title: "V", sums: false, of: ({ value }) => value, atStart: true },
];

function columnsOf({ steps, start }: WatchedEpisode): readonly Column[] {
  return COLUMNS.map(({ atStart, ...column }) => ({ ...column, start: atStart === true ? start.value : null })).filter(
    (column) => column.start !== null || steps.some((step) => column.of(step) !== null),
  );
}

const shown = (value: number | null): string => (value === null ? "" : formatNumber(value));

/** A row of the table; time 0 is the start. `sums` are those of the columns that have one, up to here. */
function rowAt(episode: WatchedEpisode, time: number, columns: readonly (Column & { readonly sum: number })[]): Html {
  const step = episode.steps[time - 1];
  const state = step?.to ?? episode.start.state;
  const picture = frameId(episode.frames, state);
  const numbers = columns.map((column) => ({ ...column, value: step === undefined ? column.start : column.of(step) }));
  const told = numbers.flatMap(({ title, value }) => (value === null ? [] : [`${title} ${shown(value)}`])).join(", ");
  const said = `${step === undefined ? `Start: ${state}` : `Step ${time}: ${step.action}, to ${state}`}${told === "" ? "" : `. ${told}`}`;
  const cells = numbers.map(
    ({ value, sums, sum }) =>
      html`<td class="number">${shown(value)}</td>${sums ? html`<td class="number sum">${step === undefined ? "" : shown(sum)}</td>` : null}`,
  );
  return html`<tr${picture === null ? null : html` data-picture="${picture}"`} data-said="${said}"${
    time === 0 ? html` aria-current="step"` : null
  }><th scope="row">${time === 0 ? "start" : time}</th><td>${step?.action ?? ""}</td><td>${state}</td>${cells}</tr>\n`;
}

/** States told in more letters than this want a wide column: the table scrolls sideways, and no row fills the window. */
const WORDY = 24;

function stepTable(episode: WatchedEpisode): Html {
  const sums = columnsOf(episode).map((column) => ({ ...column, sum: 0 }));
  const rows = Array.from({ length: episode.steps.length + 1 }, (_, time) => {
    const step = episode.steps[time - 1];
    for (const column of sums) {
      column.sum += step === undefined ? 0 : (column.of(step) ?? 0);
    }
    return rowAt(episode, time, sums);
  });
  const heads = sums.map(
    ({ title, sums: adds }) =>
      html`<th scope="col" class="right">${title}</th>${adds ? html`<th scope="col" class="right sum"><span class="unseen">${title}, </span>sum</th>` : null}`,
  );
  const wordy = [episode.start.state, ...episode.steps.map(({ to }) => to)].some((state) => state.length > WORDY);
  return html`<div class="scroll steps tall${wordy ? " wordy" : ""}" tabindex="0" role="region" aria-label="Steps"><table>
<caption>Step by step</caption>
<thead><tr><th scope="col">step</th><th scope="col">action</th><th scope="col">state reached</th>${heads}</tr></thead>
<tbody>
${rows}</tbody></table></div>\n`;
}

/** Every picture at once, for readers whose browser runs no script: with the steps that end in it. */
function gallery({ frames, start, steps }: WatchedEpisode): Html {
  const states = [start.state, ...steps.map(({ to }) => to)];
  const shownAt = (label: string): string =>
    states.flatMap((state, time) => (state === label ? [time === 0 ? "start" : time] : [])).join(", ");
  return frames === null
    ? html``
    : html`<section class="without-script"><h2>Pictures</h2>
<p>Each state once, with the steps that end in it.</p>
<div class="gallery">${frames.labels.map((label) => html`<figure>${frame(frames, frameId(frames, label) ?? "", label)}<figcaption>${label} (${shownAt(label)})</figcaption></figure>\n`)}</div></section>\n`;
}

const STYLE = `
.unseen{position:absolute;left:-100rem}
.sum{color:var(--quiet)}
.scripted .without-script{display:none}
.gallery{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(20rem,100%),1fr));gap:1rem}
.gallery figure{margin:0}
main,header,footer{max-width:84rem}
.player .stage{flex:0 1 27.5rem}
.player .steps{flex-basis:min(34rem,100%)}
.player .steps.tall{max-height:70vh}
.wordy td:nth-child(3){min-width:15rem}
`;

/** Nothing but what the page holds. */
const POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'";

/** An episode as one HTML document that needs nothing else, and no script to be read. The same bytes for the same episode. */
export function episodePage(episode: WatchedEpisode): string {
  const { title, about, start, steps, frames, replayCommand } = episode;
  const first = frameId(frames, start.state);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${title} – an episode</title>
<style>${trusted(PAGE_STYLE + STYLE)}</style>
</head>
<body>
<header><h1>${title}</h1>
<p>${about}</p></header>
<main>
${frameSymbols(frames === null ? [] : [frames])}<p class="needs-script note">Buttons, the slider, a click on a row, or keys: ← and → step, Home and End jump, the space bar plays and pauses.</p>
${player({ frames, first, said: `Start: ${start.state}`, table: stepTable(episode), count: steps.length, plays: true })}
${gallery(episode)}<h2>Play it again</h2>
<pre>${replayCommand}</pre>
</main>
<footer><p>Made by Firebreak.</p></footer>
<script>"use strict";
document.documentElement.classList.add("scripted");
${trusted(PLAYER_SCRIPT)}</script>
</body>
</html>
`.html;
}
