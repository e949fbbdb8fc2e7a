import type { LoopStep, MapPicture, Picture } from "@firebreak/core";
import { formatNumber } from "../figures/label.ts";
import { type Html, html } from "../report/html.ts";
import { type ArrowLabel, arrow, ROUND_TRIPS, type Site } from "./arrows.ts";
import { fitWords, LEADING, outline, svgDocument, textLines } from "./drawing.ts";
import { MARGIN, mapBody, mapSize, tileSite } from "./map-sheet.ts";

/** A circuit to be drawn. */
export interface LoopDrawing {
  readonly steps: readonly LoopStep[];
  /** The picture of a state; null where the world draws none. */
  pictureOf(label: string): Picture | null;
  /** What the author calls the act of playing an action in a state, where it is a planted one; else null. */
  deedOf(from: string, action: string): string | null;
}

/** A drawn circuit: what stands inside an SVG element of this size, and the same in words. */
export interface DrawnLoop {
  readonly width: number;
  readonly height: number;
  readonly body: Html;
  readonly words: string;
}

/** Pixels. */
const SIZE = 13;
const LINE = SIZE * LEADING;
const BOX = { across: 58, down: 26 };
const LIST_WIDTH = 440;
/** Steps that are told; what follows is counted. */
const MOST_TOLD = 16;
/** States up to which a ring has room for their labels. */
const MOST_BOXES = 10;
/** Lines of a label in a box. */
const MOST_LINES = 3;

/** The map and the sites of the states on it; null where the states have no map. */
interface Ground {
  readonly width: number;
  readonly height: number;
  readonly body: Html;
  siteOf(label: string): Site;
}

function mapGround(labels: readonly string[], pictureOf: LoopDrawing["pictureOf"]): Ground | null {
  const pictures = labels.flatMap((label): readonly (readonly [string, MapPicture])[] => {
    const picture = pictureOf(label);
    return picture !== null && "rows" in picture ? [[label, picture]] : [];
  });
  const [first] = pictures;
  if (first === undefined || pictures.length < labels.length) {
    return null;
  }
  const cells = new Map(pictures.map(([label, { cell }]) => [label, cell]));
  return {
    ...mapSize(first[1].rows),
    body: mapBody({ ...first[1], cell: [-1, -1] }), // nobody stands there: the arrows are the agent
    siteOf: (label) => tileSite(first[1], cells.get(label) ?? [0, 0]),
  };
}

/** As many lines as a box holds; more of them end in dots. */
function shortened(lines: readonly string[]): readonly string[] {
  return lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES - 1), `${lines[MOST_LINES - 1] ?? ""} …`];
}

/** The states on a circle, clockwise from the top; a single one in the middle. */
function ringGround(labels: readonly string[]): Ground {
  const boxes = labels.length <= MOST_BOXES;
  const half = boxes ? BOX : { across: 5, down: 5 };
  const radius = labels.length === 1 ? 0 : Math.max(100, labels.length * (boxes ? 30 : 7));
  const [wide, high] = [radius * (boxes ? 1.4 : 1), labels.length === 2 ? 0 : radius];
  const middle = { x: Math.max(LIST_WIDTH / 2, wide + half.across + MARGIN), y: high + half.down + 2 * MARGIN };
  const siteOf = (label: string): Site => {
    const turn = (2 * Math.PI * labels.indexOf(label)) / labels.length - (labels.length === 2 ? Math.PI : Math.PI / 2);
    return { x: middle.x + wide * Math.cos(turn), y: middle.y + high * Math.sin(turn), ...half };
  };
  const boxOf = (label: string): Html => {
    const { x, y, across, down } = siteOf(label);
    const lines = boxes ? shortened(fitWords(label, 2 * across - 10, SIZE - 2)) : [];
    const text = textLines(lines, { x, y: y + 4 - ((lines.length - 1) * (SIZE - 2) * LEADING) / 2, size: SIZE - 2, anchor: "middle" });
    return html`<rect x="${(x - across).toFixed(1)}" y="${(y - down).toFixed(1)}" width="${2 * across}" height="${2 * down}" rx="${Math.min(8, down)}" ${outline("axis", "soft")}/>${text}`;
  };
  return { width: Math.ceil(2 * middle.x), height: Math.ceil(2 * middle.y - MARGIN), body: html`${labels.map(boxOf)}`, siteOf };
}

/** What is remarkable about steps, by their place: planted acts by name, else what costs most; and what pays most. */
function remarks({ steps, deedOf }: LoopDrawing): readonly (string | null)[] {
  const deeds = steps.map(({ from, action }) => deedOf(from, action));
  const planted = deeds.some((deed) => deed !== null);
  const worst = Math.min(...steps.map(({ trueReward }) => trueReward));
  const best = Math.max(...steps.map(({ proxyReward }) => proxyReward));
  const varies = steps.some(({ proxyReward }) => proxyReward < best);
  return steps.map(({ trueReward, proxyReward }, at) => {
    const deed = deeds[at] ?? null;
    const costs = !planted && trueReward === worst && steps.some((step) => step.trueReward > worst);
    const parts = [
      ...(deed === null ? [] : [`the deed: ${deed}`]),
      ...(costs ? ["costs most"] : []),
      ...(varies && proxyReward === best ? [planted ? "the rescue: pays most" : "pays most"] : []),
    ];
    return parts.length === 0 ? null : parts.join(", ");
  });
}

/** What is written on an arrow that stands for some steps. */
function labelOf(at: readonly number[], told: readonly (string | null)[]): ArrowLabel {
  const remarked = at.flatMap((index) => told[index] ?? []);
  const numbers = at.slice(0, 3).map((index) => index + 1);
  return {
    numbers: `${numbers.join(", ")}${at.length > 3 ? "…" : ""}`,
    words: remarked.map((remark) => (remark.split(/[,:]/)[0] ?? "").replace(/^the /, "")).join(", "),
    tone: remarked.some((remark) => /^(the deed|costs)/.test(remark)) ? "bad" : remarked.length > 0 ? "good" : "plain",
  };
}

/** Arrows between the same two sites are one, with all their numbers on it; of a site's to itself there is room for some. */
function arrowsOf({ steps }: LoopDrawing, told: readonly (string | null)[], { siteOf }: Ground): readonly Html[] {
  const groups = new Map<string, { readonly from: Site; readonly to: Site; readonly corner: number; readonly at: number[] }>();
  const stays = new Map<string, number>();
  for (const [at, step] of steps.entries()) {
    const [from, to] = [siteOf(step.from), siteOf(step.to)];
    const ends = [from.x, from.y, to.x, to.y].join();
    const corner = from.x === to.x && from.y === to.y ? (stays.get(ends) ?? 0) % ROUND_TRIPS : 0;
    stays.set(ends, corner + 1);
    const group = groups.get(`${ends} ${corner}`) ?? { from, to, corner, at: [] };
    group.at.push(at);
    groups.set(`${ends} ${corner}`, group);
  }
  return [...groups.values()].map(({ from, to, corner, at }) => arrow(from, to, { ...labelOf(at, told), corner }));
}

function sentenceOf({ action, from, to, proxyReward, trueReward, probability }: LoopStep, remark: string | null): string {
  const chance = probability < 1 ? `, likeliest outcome (${formatNumber(probability)})` : "";
  const where = from === to ? `stays at ${from}` : `${from} → ${to}`;
  return `${action}: ${where}${chance}; signal ${formatNumber(proxyReward)}, true reward ${formatNumber(trueReward)}${remark === null ? "" : ` – ${remark}`}`;
}

/** Draws a circuit as numbered arrows: over the world's map, or round a ring of its states where there is none; every step told below. */
export function drawLoop(loop: LoopDrawing): DrawnLoop {
  const labels = [...new Set(loop.steps.flatMap(({ from, to }) => [from, to]))];
  const ground = mapGround(labels, loop.pictureOf) ?? ringGround(labels);
  const told = remarks(loop);
  const sentences = loop.steps.map((step, at) => `${at + 1} ${sentenceOf(step, told[at] ?? null)}`);
  const more = sentences.length - MOST_TOLD;
  const shown = [...sentences.slice(0, MOST_TOLD), ...(more > 0 ? [`… and ${more} more steps`] : [])];
  const width = Math.max(LIST_WIDTH, ground.width);
  const lines = shown.flatMap((sentence) => fitWords(sentence, width - 2 * MARGIN, SIZE));
  const list = textLines(lines, { x: MARGIN, y: ground.height + LINE, size: SIZE });
  return {
    width,
    height: Math.ceil(ground.height + (lines.length + 0.8) * LINE),
    body: html`${ground.body}${arrowsOf(loop, told, ground)}${list}`,
    words: `A loop of ${loop.steps.length} ${loop.steps.length === 1 ? "step" : "steps"}. ${shown.join(". ")}`,
  };
}

/** A circuit as an SVG document of its own. */
export function loopSvg(loop: LoopDrawing, title: string): string {
  return svgDocument({ ...drawLoop(loop), title });
}
