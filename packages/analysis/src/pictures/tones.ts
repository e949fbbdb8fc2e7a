import type { Tone } from "@firebreak/core";
import { NEUTRAL, PALETTE } from "../figures/theme.ts";

/** How a tone looks: a sign that says the same as its colour, its colour in a terminal and in a drawing, and what it is called. */
export interface Look {
  /** One column of a terminal. */
  readonly glyph: string;
  /** Parameters of "select graphic rendition" (ECMA-48, 8.3.117): colours by number, so that a terminal's own theme is kept. */
  readonly rendition: string;
  /** Black is read on all of them but the agent's, on which white is. Null: no colour of its own. */
  readonly fill: string | null;
}

const [BLUE, VERMILLION, GREEN, PURPLE, ORANGE] = PALETTE;

export const LOOKS: Readonly<Record<Tone, Look>> = {
  plain: { glyph: " ", rendition: "", fill: null },
  quiet: { glyph: "·", rendition: "2", fill: NEUTRAL },
  good: { glyph: "✓", rendition: "32", fill: GREEN },
  warning: { glyph: "!", rendition: "33", fill: ORANGE },
  bad: { glyph: "✗", rendition: "1;31", fill: VERMILLION },
  hidden: { glyph: "?", rendition: "35", fill: PURPLE },
  agent: { glyph: "●", rendition: "1;36", fill: BLUE },
};

/** What a tone is called, for readers who see neither sign nor colour. Plain things need no word. */
export const TONE_WORDS: Readonly<Partial<Record<Tone, string>>> = { good: "good", warning: "warning", bad: "bad", hidden: "hidden" };
