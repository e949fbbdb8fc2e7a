import type { Tone } from "@firebreak/core";
import { type Html, html, trusted } from "../report/html.ts";
import { fill, length, outline } from "./drawing.ts";
import { LOOKS } from "./tones.ts";
import { printable } from "./wrap-words.ts";

interface Place {
  readonly x: number;
  readonly y: number;
  /** Pixels across. */
  readonly size: number;
}

/** The sign of each tone in a box of 20 by 20 with its middle at 0: strokes, so that no font is needed. */
const SIGNS: Readonly<Partial<Record<Tone, string>>> = {
  good: "M-5 .5L-1.5 4L5.5-4",
  warning: "M0-6V1.5M0 5.2V5.6",
  bad: "M-4-4L4 4M4-4L-4 4",
  hidden: "M-7 0Q0-8 7 0Q0 8-7 0ZM-6 6L6-6",
};

const moved = ({ x, y, size }: Place): Html => trusted(`transform="translate(${length(x)} ${length(y)}) scale(${length(size / 20)})"`);

/** The agent: a ringed disc, seen on any tile. */
export function agentMark({ x, y, size }: Place): Html {
  return html`<circle cx="${length(x)}" cy="${length(y)}" r="${length(size / 2 - 1)}" fill="${LOOKS.agent.fill ?? ""}" stroke="#ffffff" stroke-width="2"/>`;
}

/** What a tone means, as a coloured disc with a sign on it; a bare ring where there is nothing to say. */
export function toneBadge(tone: Tone, place: Place): Html {
  const { fill: colour } = LOOKS[tone];
  if (tone === "agent") {
    return agentMark(place);
  }
  if (tone === "plain" || tone === "quiet" || colour === null) {
    return html`<circle cx="${length(place.x)}" cy="${length(place.y)}" r="${length(place.size / (tone === "quiet" ? 8 : 4))}" ${outline("axis")} stroke-width="1.5"/>`;
  }
  return html`<g ${moved(place)}><circle r="10" fill="${colour}"/><path d="${SIGNS[tone] ?? ""}" fill="none" stroke="#000000" stroke-width="2" stroke-linecap="round"/></g>`;
}

/** A mark of a map: its own glyph on a plate of its tone's colour. */
export function glyphPlate(glyph: string, tone: Tone, { x, y, size }: Place): Html {
  const { fill: colour } = LOOKS[tone];
  const bare = tone === "plain" || tone === "quiet" || colour === null;
  const half = size / 2;
  const plate = html`<rect x="${length(x - half)}" y="${length(y - half)}" width="${length(size)}" height="${length(size)}" rx="${length(size / 6)}" ${
    bare ? outline("axis", "soft") : html`fill="${colour}"`
  }${tone === "hidden" ? html` stroke="#000000" stroke-dasharray="3 2"` : null}/>`;
  const ink = bare ? fill(tone === "quiet" ? "quiet" : "ink") : html`fill="${tone === "agent" ? "#ffffff" : "#000000"}"`;
  return html`${plate}<text x="${length(x)}" y="${length(y + size * 0.26)}" font-size="${length(size * 0.75)}" text-anchor="middle" ${ink}>${printable(glyph)}</text>`;
}
