import { formatNumber } from "../figures/label.ts";
import { frameId } from "./frames.ts";
import { type Html, html } from "./html.ts";
import type { PicturedWitness } from "./pictured-witness.ts";
import { scrollCue } from "./table.ts";

/** Rows above which the steps get a box that scrolls. At that many the box is always too low to hold them. */
const TALL = 9;

/** One column of the table of steps: what stands in it, at the start (time null) and at each step. Null is nothing. */
interface Column {
  readonly title: string;
  readonly cells: readonly (string | number | null)[];
}

function eventsAt({ witness }: PicturedWitness, time: number): string | null {
  const kinds = witness.events.filter((event) => event.time === time).map(({ kind }) => kind);
  return kinds.length === 0 ? null : kinds.join(", ");
}

/** The columns that hold something in this episode. */
function columnsOf(episode: PicturedWitness): readonly Column[] {
  const { playback, witness } = episode;
  const { steps } = playback;
  const columns: readonly Column[] = [
    { title: "action", cells: steps.map(({ action }) => action) },
    { title: "state reached", cells: steps.map(({ to }) => to) },
    { title: "training signal", cells: steps.map((_, time) => witness.proxyRewards?.[time] ?? null) },
    { title: "observed reward", cells: steps.map(({ observedReward }) => observedReward) },
    { title: "true reward", cells: steps.map(({ trueReward }) => trueReward) },
    { title: "event", cells: steps.map((_, time) => eventsAt(episode, time)) },
  ];
  return columns.filter(({ cells }) => cells.some((cell) => cell !== null));
}

const textOf = (cell: string | number | null | undefined): string =>
  cell === null || cell === undefined ? "" : typeof cell === "number" ? formatNumber(cell) : cell;

/** A step as a sentence, for the player. */
function sentenceAt(columns: readonly Column[], start: string, time: number): string {
  if (time === 0) {
    return `Start: ${start}`;
  }
  const at = (title: string): string => textOf(columns.find((column) => column.title === title)?.cells[time - 1]);
  const rewards = ["training signal", "observed reward", "true reward"].flatMap((title) =>
    at(title) === "" ? [] : [`${title} ${at(title)}`],
  );
  return [`Step ${time}: ${at("action")}, to ${at("state reached")}`, rewards.join(", "), at("event")]
    .filter((part) => part !== "")
    .join(". ");
}

function rowAt(episode: PicturedWitness, columns: readonly Column[], time: number): Html {
  const { playback, frames } = episode;
  const picture = frameId(frames, playback.steps[time - 1]?.to ?? playback.start);
  const cells = columns.map(({ title, cells }) => {
    const isNumber = cells.some((cell) => typeof cell === "number");
    const cell = time === 0 ? (title === "state reached" ? playback.start : null) : cells[time - 1];
    return html`<td${isNumber ? html` class="number"` : null}>${textOf(cell)}</td>`;
  });
  const said = sentenceAt(columns, playback.start, time);
  return html`<tr${picture === null ? null : html` data-picture="${picture}"`} data-said="${said}"${time === 0 ? html` aria-current="step"` : null}><th scope="row">${
    time === 0 ? "start" : time
  }</th>${cells}</tr>\n`;
}

/** The episode step by step: one row a state, columns that are empty throughout left out. */
export function episodeTable(episode: PicturedWitness, number: number): Html {
  const columns = columnsOf(episode);
  const count = episode.playback.steps.length;
  const tall = count + 1 > TALL;
  const heads = columns.map(
    ({ title, cells }) =>
      html`<th scope="col"${cells.some((cell) => typeof cell === "number") ? html` class="right"` : null}>${title}</th>`,
  );
  const rows = Array.from({ length: count + 1 }, (_, time) => rowAt(episode, columns, time));
  return html`<div class="scroll steps${tall ? " tall" : ""}" tabindex="0" role="region" aria-label="Steps of witness ${number}"><table>
<caption>Step by step${tall ? scrollCue(`${count} steps`) : null}</caption>
<thead><tr><th scope="col">step</th>${heads}</tr></thead>
<tbody>
${rows}</tbody></table></div>\n`;
}
