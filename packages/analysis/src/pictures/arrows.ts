import { type Html, html } from "../report/html.ts";
import { fill, length, outline, textWidth } from "./drawing.ts";
import { LOOKS } from "./tones.ts";

/** Something that arrows leave and enter: its middle, and how far it reaches to each side. */
export interface Site {
  readonly x: number;
  readonly y: number;
  readonly across: number;
  readonly down: number;
}

/** What is written on an arrow: numbers always, words where it is long enough for them. */
export interface ArrowLabel {
  readonly numbers: string;
  readonly words: string;
  readonly tone: "plain" | "good" | "bad";
}

/** Pixels. */
const ASIDE = 10;
const HEAD = 8;
const ROUND = 11;
const ROUND_ROOM = 70;
const DISC = 9;
const SIZE = 11;

/** How far from its middle the edge of a site is in a direction of length 1. */
function reach({ across, down }: Site, x: number, y: number): number {
  return Math.min(x === 0 ? Number.POSITIVE_INFINITY : across / Math.abs(x), y === 0 ? Number.POSITIVE_INFINITY : down / Math.abs(y));
}

/** A tip at (x, y) that points along (along, up), a direction of length 1. */
function tip(x: number, y: number, direction: readonly [number, number]): Html {
  const [along, up] = direction;
  const back = [x - HEAD * along, y - HEAD * up] as const;
  const side = [-up * HEAD * 0.5, along * HEAD * 0.5] as const;
  const corners = [
    [x, y],
    [back[0] + side[0], back[1] + side[1]],
    [back[0] - side[0], back[1] - side[1]],
  ].map((corner) => corner.map(length).join(" "));
  return html`<path d="M${corners.join("L")}Z" ${fill("ink")}/>`;
}

/** A plate that is read over any line. */
function plate({ numbers, words, tone }: ArrowLabel, at: { readonly x: number; readonly y: number; readonly room: number }): Html {
  const { x, y, room } = at;
  const whole = words === "" ? numbers : `${numbers} ${words}`;
  const text = textWidth(whole, SIZE) + 8 <= room ? whole : numbers;
  const width = Math.max(2 * DISC, textWidth(text, SIZE) + 8);
  const ground = tone === "plain" ? outline("ink", "paper") : html`fill="${LOOKS[tone].fill ?? ""}"`;
  const place = { x: length(x), y: length(y + SIZE * 0.36) };
  const ink = tone === "plain" ? fill("ink") : html`fill="#000000"`;
  return html`<rect x="${length(x - width / 2)}" y="${length(y - DISC)}" width="${length(width)}" height="${2 * DISC}" rx="${DISC}" ${ground}/><text x="${place.x}" y="${place.y}" font-size="${SIZE}" font-weight="700" text-anchor="middle" ${ink}>${text}</text>`;
}

/** An arrow from one site to another, to the right of the straight line: there and back are two lines. Its label stands on its middle. */
function straight(from: Site, to: Site, label: ArrowLabel): Html {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const distance = Math.sqrt(dx * dx + dy * dy);
  const [along, up] = [dx / distance, dy / distance];
  const [asideX, asideY] = [-up * ASIDE, along * ASIDE];
  const start = [from.x + along * reach(from, along, up) + asideX, from.y + up * reach(from, along, up) + asideY] as const;
  const end = [to.x - along * reach(to, along, up) + asideX, to.y - up * reach(to, along, up) + asideY] as const;
  const room = Math.abs(end[0] - start[0]) - 3 * HEAD;
  const line = html`<path d="M${length(start[0])} ${length(start[1])}L${length(end[0] - along * HEAD * 0.8)} ${length(end[1] - up * HEAD * 0.8)}" ${outline("ink")} stroke-width="2"/>`;
  return html`${line}${tip(end[0], end[1], [along, up])}${plate(label, { x: (start[0] + end[0]) / 2, y: (start[1] + end[1]) / 2, room })}`;
}

/** The corners of a site at which arrows to itself stand, in their order: (right, down) as signs. */
const CORNERS = [
  [1, -1],
  [1, 1],
  [-1, 1],
  [-1, -1],
] as const;
/** How many arrows a site has room for that come back to it. */
export const ROUND_TRIPS: number = CORNERS.length;

/** An arrow from a site to itself: three quarters of a circle round one of its corners. */
function roundTrip({ x, y, across, down }: Site, label: ArrowLabel, corner: number): Html {
  const [right, below] = CORNERS[corner % ROUND_TRIPS] ?? [1, -1];
  const [toSide, toEnd] = [Math.max(across, 11), Math.max(down, 11)];
  const arc = html`<path d="M${length(toSide - ROUND)} ${length(-toEnd)}A${ROUND} ${ROUND} 0 1 1 ${length(toSide)} ${length(ROUND - toEnd)}" ${outline("ink")} stroke-width="2"/>`;
  const turned = html`<g transform="translate(${length(x)} ${length(y)}) scale(${right} ${-below})">${arc}${tip(toSide - 3, ROUND - toEnd, [-1, 0])}</g>`;
  const aside = ROUND * 0.7;
  return html`${turned}${plate(label, { x: x + right * (toSide + aside), y: y + below * (toEnd + aside), room: ROUND_ROOM })}`;
}

/** An arrow with a label on it. `corner` tells those apart that come back to one site. */
export function arrow(from: Site, to: Site, { corner = 0, ...label }: ArrowLabel & { readonly corner?: number }): Html {
  return from.x === to.x && from.y === to.y ? roundTrip(from, label, corner) : straight(from, to, label);
}
