import type { DrawnFigure } from "@firebreak/analysis/figures";
import { openPlotly, type PictureSize } from "./plotly-window.ts";

/** Pixels: a text column of 160 mm at 114 dots an inch. */
export const PICTURE_WIDTH = 720;

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Puts the title and the description into the document, for readers who cannot see it. */
function described(svg: string, { title, alt }: DrawnFigure): string {
  const at = svg.indexOf(">") + 1;
  // Plotly quotes references to patterns and gradients; renderers that are no browsers take only bare ones, and paint black.
  const rest = svg.slice(at).replaceAll(/url\('(#[^']+)'\)/g, "url($1)");
  return `${svg.slice(0, at - 1)} role="img"><title>${escaped(title)}</title><desc>${escaped(alt)}</desc>${rest}\n`;
}

/** The height that a figure asks for, in pixels. */
function sizeOf({ spec }: DrawnFigure, width: number): PictureSize {
  return { width, height: spec.layout.height ?? width / 2 };
}

/** SVG documents of figures, in their order. `width` in pixels. The same bytes for the same figures. */
export async function renderSvgs(figures: readonly DrawnFigure[], width: number = PICTURE_WIDTH): Promise<readonly string[]> {
  if (figures.length === 0) {
    return [];
  }
  const plotly = await openPlotly();
  try {
    const pictures: string[] = [];
    for (const figure of figures) {
      pictures.push(described(await plotly.draw(figure.id, figure.spec, sizeOf(figure, width)), figure));
    }
    return pictures;
  } finally {
    plotly.close();
  }
}

/** One figure as an SVG document. Each call opens Plotly anew, about a second: for several figures use `renderSvgs`. */
export async function renderSvg(figure: DrawnFigure, width: number = PICTURE_WIDTH): Promise<string> {
  const [picture = ""] = await renderSvgs([figure], width);
  return picture;
}
