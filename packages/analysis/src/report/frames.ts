import type { CompiledEnvironment, State } from "@firebreak/core";
import { drawSheet, type PictureSheet } from "../pictures/picture-sheet.ts";
import { type Html, html } from "./html.ts";

/** The states of one world that a page shows, each drawn once and all of one size. */
export interface FrameSet extends PictureSheet {
  /** Begins the ids of its symbols: apart from those of every other set on the page. */
  readonly id: string;
  /** The label of each picture's state. */
  readonly labels: readonly string[];
}

/** Draws the states of a world, each once, in the order of first mention; null where the world draws no picture. */
export function drawFrames(world: CompiledEnvironment, labels: readonly string[], id: string): FrameSet | null {
  const { spec } = world.environment;
  if (spec.picture === undefined) {
    return null;
  }
  const stateOf = new Map(world.labels.map((label, state) => [label, state as State])); // an index of `labels` is a state
  const known = [...new Set(labels)].flatMap((label) => {
    const state = stateOf.get(label);
    return state === undefined ? [] : [{ label, picture: spec.picture?.(world.rich(state)) }];
  });
  const drawn = known.flatMap(({ picture }) => picture ?? []);
  return { id, labels: known.map(({ label }) => label), ...drawSheet(drawn) };
}

/** The id of a state's symbol; null where the set does not hold it. */
export function frameId(frames: FrameSet | null, label: string): string | null {
  const at = frames?.labels.indexOf(label) ?? -1;
  return frames === null || at === -1 ? null : `${frames.id}-${at}`;
}

/** The pictures of a page, for `frame` to show: drawn where they are used, and here only told. */
export function frameSymbols(sets: readonly FrameSet[]): Html {
  const symbols = sets.flatMap(({ id, width, height, bodies }) =>
    bodies.map((body, at) => html`<symbol id="${id}-${at}" viewBox="0 0 ${width} ${height}">${body}</symbol>\n`),
  );
  return symbols.length === 0 ? html`` : html`<svg class="symbols" aria-hidden="true" width="0" height="0">${symbols}</svg>\n`;
}

/** One picture of a set: `said` is what it shows, in words. */
export function frame({ width, height }: FrameSet, symbol: string, said: string): Html {
  return html`<svg class="frame" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${said}"><use href="#${symbol}"/></svg>`;
}
