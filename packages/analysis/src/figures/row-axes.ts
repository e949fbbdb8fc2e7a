import type { Data, LayoutAxis } from "plotly.js-dist";
import { rowLabels } from "./label.ts";

/** Pixels between a label and the panel. */
const STANDOFF = 6;

/** What a figure of rows adds to its specification. */
export interface RowAxes {
  /** The least pitch of rows, in pixels, at which their labels stay apart. */
  readonly pitch: number;
  readonly axes: { readonly yaxis: Partial<LayoutAxis>; readonly yaxis2: Partial<LayoutAxis> };
  /** Draws nothing: Plotly leaves out an axis that no trace is on. */
  readonly column: Data;
}

/**
 * Rows at 0, 1, … from the top: labels to the left of the panel, and to the right a column of numbers, which never meet a mark. Both are
 * labels of ticks, since Plotly then gives them the room that they take in the reader's own font. `column` is markup, a text for each label.
 */
export function rowAxes(labels: readonly string[], column: readonly string[], showgrid: boolean): RowAxes {
  const { texts, pitch } = rowLabels(labels);
  const rows = {
    tickvals: labels.map((_, at) => at),
    range: [labels.length - 0.4, -0.6] as [number, number],
    ticks: "" as const,
    ticklabelstandoff: STANDOFF,
    automargin: true,
  };
  return {
    pitch,
    axes: {
      yaxis: { ...rows, ticktext: texts, showgrid },
      yaxis2: { ...rows, ticktext: [...column], showgrid: false, overlaying: "y", matches: "y", side: "right" },
    },
    column: { type: "scatter", name: "numbers", x: [null], y: [null], yaxis: "y2", showlegend: false, hoverinfo: "skip" },
  };
}
