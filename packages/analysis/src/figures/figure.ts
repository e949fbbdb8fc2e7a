import type { Data, Layout } from "plotly.js-dist";

/** A picture as data: what Plotly draws. JSON. */
export interface PlotSpec {
  readonly data: readonly Data[];
  readonly layout: Partial<Layout>;
}

/** A figure made from the stored results of a study: pure, and the same bytes for the same results. */
export interface Figure<Results, Selected = unknown> {
  readonly id: string;
  readonly title: string;
  /** Picks the numbers. @throws FirebreakError "missing-results" when the results hold none of them. */
  select(results: Results): Selected;
  draw(selected: Selected): PlotSpec;
  /** What a reader who cannot see it should know, numbers included. */
  describe(selected: Selected): string;
}
