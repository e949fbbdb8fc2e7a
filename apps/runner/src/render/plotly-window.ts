import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { PlotSpec } from "@firebreak/analysis/figures";
import { createRng } from "@firebreak/core";
import type { DOMWindow } from "jsdom";
import { readFontMetrics } from "./font-metrics.ts";
import { type Box, boxOf, type Fonts, holdWidths } from "./text-boxes.ts";

/** The one call of Plotly that rendering makes. */
interface PlotlyToImage {
  toImage(
    figure: { readonly data: unknown; readonly layout: unknown; readonly config: unknown },
    options: { readonly format: "svg"; readonly width: number; readonly height: number; readonly imageDataOnly: true },
  ): Promise<string>;
}

/** Pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

const require = createRequire(import.meta.url);

/** The file of the bundle that is drawn with, here and in the page. */
export const plotlyFile = (): string => require.resolve("plotly.js-dist");

/** The files of the font that text is measured in. */
export const fontFiles = (): { readonly regular: string; readonly bold: string } => ({
  regular: require.resolve("@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf"),
  bold: require.resolve("@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf"),
});

async function loadFonts(): Promise<Fonts> {
  const read = async (file: string): Promise<Fonts["regular"]> => readFontMetrics(await readFile(file));
  const { regular, bold } = fontFiles();
  return { regular: await read(regular), bold: await read(bold) };
}

function rectangle({ left, top, right, bottom }: Box): Omit<DOMRect, "toJSON"> {
  return { x: left, y: top, left, top, right, bottom, width: right - left, height: bottom - top };
}

/** What jsdom lacks: it lays nothing out and draws nothing. Text is measured with the font's own advances. */
function addLayout(window: DOMWindow, fonts: Fonts): void {
  function measure(this: Element): Omit<DOMRect, "toJSON"> {
    return rectangle(boxOf(this, fonts) ?? { left: 0, top: 0, right: 0, bottom: 0 });
  }
  function textLength(this: Element): number {
    return measure.call(this).width;
  }
  Object.assign(window.Element.prototype, { getBoundingClientRect: measure });
  Object.assign(window.SVGElement.prototype, { getBBox: measure, getComputedTextLength: textLength });
  Object.assign(window.HTMLCanvasElement.prototype, { getContext: () => null });
  Object.assign(window.URL, { createObjectURL: () => "blob:none", revokeObjectURL: () => undefined });
}

/** An SVG document whose text keeps its widths in any font. */
function withHeldWidths(window: DOMWindow, svg: string, fonts: Fonts): string {
  const { documentElement } = new window.DOMParser().parseFromString(svg, "image/svg+xml");
  holdWidths(documentElement, fonts);
  return new window.XMLSerializer().serializeToString(documentElement);
}

/** Draws pictures; holds a window with ten megabytes of script in it until it is closed. */
export interface PlotlyWindow {
  /** The picture as an SVG document, the same bytes for the same name, specification and size. Two names share no id. */
  draw(name: string, spec: PlotSpec, size: PictureSize): Promise<string>;
  close(): void;
}

/** Plotly in a window without a screen: about a second to open. */
export async function openPlotly(): Promise<PlotlyWindow> {
  const [fonts, source, { JSDOM }] = await Promise.all([loadFonts(), readFile(plotlyFile(), "utf8"), import("jsdom")]);
  const { window } = new JSDOM("<!doctype html><html><body></body></html>", { runScripts: "outside-only", pretendToBeVisual: true });
  addLayout(window, fonts);
  window.eval(source);
  const plotly = window.eval("Plotly") as PlotlyToImage; // the script just run defines it
  const drawOne = (name: string, spec: PlotSpec, { width, height }: PictureSize): Promise<string> => {
    // Plotly names its clip paths at random: a stream of its own for each picture makes the same bytes, and names that two
    // pictures in one page do not share.
    window.Math.random = createRng(`ids of ${name}`).next;
    // It also writes into what it is given: it gets a copy.
    const figure = structuredClone({ data: spec.data, layout: { ...spec.layout, width, height }, config: {} });
    const picture = plotly.toImage(figure, { format: "svg", width, height, imageDataOnly: true });
    return picture.then((svg) => withHeldWidths(window, svg, fonts));
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    draw(name, spec, size) {
      // One after another: two at once would share the stream of names.
      const picture = last.then(() => drawOne(name, spec, size));
      last = picture.catch(() => undefined);
      return picture;
    },
    close: () => window.close(),
  };
}
