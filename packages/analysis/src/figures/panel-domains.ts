import type { Annotation } from "plotly.js-dist";

/** Between two panels, as a share of the height of one. */
const GAP = 0.25;

/** The part of the paper, in [0, 1] from the bottom, of one of `count` panels of equal height; panel 0 is the topmost. */
export function panelDomain(panel: number, count: number): [number, number] {
  const height = 1 / (count + GAP * (count - 1));
  const top = 1 - panel * height * (1 + GAP);
  return [Math.max(0, top - height), Math.min(1, top)];
}

/** Words above a panel, from its left edge. `text` is markup; `top` is the panel's, in [0, 1] of the paper. */
export function panelHeading(text: string, top: number, left: number = 0): Partial<Annotation> {
  return { text, x: left, xref: "paper", xanchor: "left", y: top, yref: "paper", yanchor: "bottom", align: "left", showarrow: false };
}
