import type { Data, Layout } from "plotly.js-dist";

/** A picture as data: what Plotly draws. JSON. */
export interface PlotSpec {
  readonly data: readonly Data[];
  readonly layout: Partial<Layout>;
}

/** The numbers of a figure, for readers who want them: every row as long as `columns`. */
export interface NumbersTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
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
  /** What a reader of the figure must be told beside it, such as arms without a result. */
  notes?(selected: Selected): readonly string[];
  /** What is drawn, as a table. A figure without one shows its description only. */
  tabulate?(selected: Selected): NumbersTable;
}

/** A figure drawn: what a page or a picture file is made from. JSON. */
export interface DrawnFigure {
  readonly id: string;
  readonly title: string;
  readonly spec: PlotSpec;
  readonly alt: string;
  readonly numbers: NumbersTable | null;
  /** Sentences to be shown with the figure; empty where there is nothing to warn of. */
  readonly notes: readonly string[];
}

/** Runs a figure's stages. @throws FirebreakError "missing-results". */
export function drawFigure<Results, Selected>(figure: Figure<Results, Selected>, results: Results): DrawnFigure {
  const selected = figure.select(results);
  return {
    id: figure.id,
    title: figure.title,
    spec: figure.draw(selected),
    alt: figure.describe(selected),
    numbers: figure.tabulate?.(selected) ?? null,
    notes: figure.notes?.(selected) ?? [],
  };
}
