import type { Layout, Template } from "plotly.js-dist";

/**
 * Okabe and Ito (2008), "Color Universal Design": told apart by readers with any colour vision. Yellow is left out, for it
 * cannot be seen on white; the order puts the pairs that differ most first.
 */
export const PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"] as const;
/** For what is no contestant: references, uniform play. Readable on white and on black. */
export const NEUTRAL = "#767676";
export const SYMBOLS = ["circle", "square", "diamond", "triangle-up", "triangle-down", "pentagon"] as const;
export const DASHES = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"] as const;

/** Arial's widths wherever it is opened: these families have the same metrics. */
export const FONT_FAMILY = "Arimo, Arial, Helvetica, 'Liberation Sans', sans-serif";
/** Pixels, at a picture width of 720, which prints at 7 points in a column of 84 mm and at 9 in one of 160 mm. */
export const FONT_SIZE = 13;

/** The nth colour, symbol and dash: what follows the sixth starts again with another dash, so that no two are alike. */
export function styleAt(index: number): {
  readonly color: string;
  readonly symbol: (typeof SYMBOLS)[number];
  readonly dash: (typeof DASHES)[number];
} {
  const turn = Math.floor(index / PALETTE.length);
  const at = index % PALETTE.length;
  return {
    color: PALETTE[at] ?? NEUTRAL,
    symbol: SYMBOLS[at] ?? "circle",
    dash: DASHES[(at + turn) % DASHES.length] ?? "solid",
  };
}

export interface Shades {
  readonly ink: string;
  readonly paper: string;
  readonly grid: string;
  readonly axis: string;
}

export const LIGHT: Shades = { ink: "#1a1a1a", paper: "#ffffff", grid: "#e3e3e3", axis: "#6b6b6b" };
export const DARK: Shades = { ink: "#e8e8e8", paper: "#16181c", grid: "#33373d", axis: "#9a9a9a" };

function template({ ink, paper, grid, axis }: Shades): Template {
  const lines = {
    gridcolor: grid,
    zerolinecolor: axis,
    linecolor: axis,
    tickcolor: axis,
    ticks: "outside",
    ticklen: 4,
    zeroline: false,
    automargin: true,
    // Plotly's own form of 0.0008 is "800µ".
    exponentformat: "power",
    minexponent: 5,
    title: { standoff: 10, font: { size: FONT_SIZE } },
  } as const;
  return {
    layout: {
      font: { family: FONT_FAMILY, size: FONT_SIZE, color: ink },
      paper_bgcolor: paper,
      plot_bgcolor: paper,
      colorway: [...PALETTE],
      xaxis: lines,
      yaxis: lines,
      hoverlabel: { font: { family: FONT_FAMILY, size: FONT_SIZE } },
      legend: {
        orientation: "h",
        x: 0.01,
        xref: "container",
        xanchor: "left",
        y: 1,
        yref: "container",
        yanchor: "top",
        font: { size: FONT_SIZE - 1 },
      },
      margin: { l: 12, r: 12, t: 44, b: 12, pad: 0 },
    },
  };
}

/** The colours of a picture, apart from it: a page puts the other one in, and nothing else changes. */
export const TEMPLATES: { readonly light: Template; readonly dark: Template } = { light: template(LIGHT), dark: template(DARK) };

/** The start of every figure's layout. `height` in pixels. */
export function themed(layout: Partial<Layout> & { readonly height: number }): Partial<Layout> {
  return { template: TEMPLATES.light, ...layout };
}
