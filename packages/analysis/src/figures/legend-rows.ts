/** Pixels: the usual width of a picture, and what an entry of a legend takes, about: its mark with the gaps, and each letter. */
const PICTURE = 720;
const MARK = 60;
const LETTER = 6;

/** Pixels of a row of a legend. */
export const LEGEND_ROW = 20;

/** The rows that a legend above a picture takes: Plotly makes room for them, but not for what is written under it. */
export function legendRows(labels: readonly string[]): number {
  let rows = 1;
  let taken = 0;
  for (const label of labels) {
    const width = MARK + LETTER * label.length;
    if (taken > 0 && taken + width > PICTURE) {
      rows += 1;
      taken = 0;
    }
    taken += width;
  }
  return rows;
}
