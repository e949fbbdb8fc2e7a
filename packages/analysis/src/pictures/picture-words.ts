import type { MapPicture, Panel, PanelItem, Picture } from "@firebreak/core";
import { TONE_WORDS } from "./tones.ts";
import { onOneLine } from "./wrap-words.ts";

const placeOf = ([row, column]: readonly [number, number]): string => `row ${row + 1}, column ${column + 1}`;

function mapWords({ cell, marks = [] }: MapPicture): readonly string[] {
  return [`Here: ${placeOf(cell)}`, ...marks.map(({ label, cell: at }) => `${label}: ${placeOf(at)}`)];
}

function itemWords({ text, note, tone, here }: PanelItem): string {
  const aside = [note, TONE_WORDS[tone], here === true ? "here" : undefined].filter((part) => part !== undefined && part !== "");
  return aside.length === 0 ? text : `${text} (${aside.join(", ")})`;
}

function panelWords({ title, items }: Panel): string {
  return `${title}: ${items.length === 0 ? "empty" : items.map(itemWords).join("; ")}`;
}

/** What a picture shows, for a reader who cannot see it: places by row and column from the top left, counted from 1. */
export function pictureWords(picture: Picture): string {
  const parts = "rows" in picture ? mapWords(picture) : picture.panels.map(panelWords);
  return onOneLine([...parts, ...(picture.caption === undefined ? [] : [picture.caption.replace(/\.$/, "")])].join(". "));
}
