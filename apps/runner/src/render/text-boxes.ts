import type { FontMetrics } from "./font-metrics.ts";

/** The two weights that figures use. */
export interface Fonts {
  readonly regular: FontMetrics;
  readonly bold: FontMetrics;
}

/** A rectangle in the coordinates of an element's parent, in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface TextStyle {
  /** Pixels. */
  readonly size: number;
  readonly bold: boolean;
}

const DEFAULT_STYLE: TextStyle = { size: 12, bold: false };

function styleOf(element: Element, inherited: TextStyle): TextStyle {
  const style = element.getAttribute("style") ?? "";
  const [, number, unit] = /font-size:\s*([\d.]+)(px|%|em)/.exec(style) ?? [];
  const [, weight] = /font-weight:\s*(\w+)/.exec(style) ?? [];
  const scale = unit === "px" ? 1 : unit === "%" ? inherited.size / 100 : inherited.size;
  return {
    size: number === undefined ? inherited.size : Number(number) * scale,
    bold: weight === undefined ? inherited.bold : weight === "bold" || Number(weight) >= 600,
  };
}

/** What an element inherits: the styles of its ancestors, outermost first. */
function inheritedStyle(element: Element): TextStyle {
  const parent = element.parentElement;
  return parent === null ? DEFAULT_STYLE : styleOf(parent, inheritedStyle(parent));
}

function widthOf(node: Node, style: TextStyle, fonts: Fonts): number {
  let width = 0;
  for (const child of node.childNodes) {
    width +=
      child.nodeType === 3
        ? (style.bold ? fonts.bold : fonts.regular).widthOf(child.textContent ?? "") * style.size
        : widthOf(child, styleOf(child as Element, style), fonts); // a node of text that is not a text node is a tspan or a link
  }
  return width;
}

/** The baseline of each line, with what is written on it. Plotly writes lines as tspans of class "line", moved down by `dy` ems. */
function linesOf(text: Element, style: TextStyle): readonly { readonly node: Node; readonly baseline: number }[] {
  const spans = [...text.children].filter((child) => child.classList.contains("line"));
  let baseline = Number(text.getAttribute("y") ?? 0);
  if (spans.length === 0) {
    return [{ node: text, baseline }];
  }
  return spans.map((node) => {
    baseline += Number.parseFloat(node.getAttribute("dy") ?? "0") * style.size;
    return { node, baseline };
  });
}

function textBox(text: Element, fonts: Fonts): Box {
  const style = styleOf(text, inheritedStyle(text));
  const { ascent, descent } = style.bold ? fonts.bold : fonts.regular;
  const lines = linesOf(text, style);
  const width = Math.max(0, ...lines.map(({ node }) => widthOf(node, style, fonts)));
  const anchor = text.getAttribute("text-anchor");
  const left = Number(text.getAttribute("x") ?? 0) - width * (anchor === "middle" ? 0.5 : anchor === "end" ? 1 : 0);
  return {
    left,
    right: left + width,
    top: Math.min(...lines.map(({ baseline }) => baseline)) - ascent * style.size,
    bottom: Math.max(...lines.map(({ baseline }) => baseline)) + descent * style.size,
  };
}

/**
 * Holds every line of text of an SVG element to the width that it was measured at, whatever font it is shown in: in a wider one, labels
 * would meet and the clips that Plotly lays round legends would cut them.
 */
export function holdWidths(svg: Element, fonts: Fonts): void {
  for (const text of svg.querySelectorAll("text")) {
    const style = styleOf(text, inheritedStyle(text));
    for (const { node } of linesOf(text, style)) {
      const width = widthOf(node, style, fonts);
      if (width > 0) {
        const line = node as Element; // a text or a tspan
        line.setAttribute("textLength", width.toFixed(1));
        line.setAttribute("lengthAdjust", "spacingAndGlyphs");
      }
    }
  }
}

function rectangleBox(rectangle: Element): Box {
  const [left, top, width, height] = ["x", "y", "width", "height"].map((name) => Number(rectangle.getAttribute(name) ?? 0));
  return { left: left ?? 0, top: top ?? 0, right: (left ?? 0) + (width ?? 0), bottom: (top ?? 0) + (height ?? 0) };
}

type Point = readonly [number, number];

/** A rotation in degrees about a point, as SVG writes it. */
function turned([x, y]: Point, degrees: number, [centreX, centreY]: Point): Point {
  const angle = (degrees * Math.PI) / 180;
  const [dx, dy] = [x - centreX, y - centreY];
  return [centreX + dx * Math.cos(angle) - dy * Math.sin(angle), centreY + dx * Math.sin(angle) + dy * Math.cos(angle)];
}

/** Where an element's own transform takes a point: the last of its `translate`s and `rotate`s first. Scales are not followed. */
function moved(point: Point, transform: string): Point {
  const steps = [...transform.matchAll(/(translate|rotate)\(([^)]*)\)/g)].reverse();
  return steps.reduce<Point>(([x, y], [, kind, list = ""]) => {
    const [first = 0, second = 0, third = 0] = list.split(/[\s,]+/).map(Number);
    return kind === "translate" ? [x + first, y + second] : turned([x, y], first, [second, third]);
  }, point);
}

/** The upright box round what an element's own transform makes of a box. */
function transformed(element: Element, { left, top, right, bottom }: Box): Box {
  const transform = element.getAttribute("transform") ?? "";
  const corners = [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ] as const;
  const ends = corners.map((corner) => moved(corner, transform));
  const [xs, ys] = [ends.map(([x]) => x), ends.map(([, y]) => y)];
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

function union(boxes: readonly Box[]): Box | null {
  return boxes.length === 0
    ? null
    : {
        left: Math.min(...boxes.map(({ left }) => left)),
        top: Math.min(...boxes.map(({ top }) => top)),
        right: Math.max(...boxes.map(({ right }) => right)),
        bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
      };
}

/** The box of what is written (and of rectangles) in an SVG element; null where nothing is. */
export function boxOf(element: Element, fonts: Fonts): Box | null {
  if (element.tagName === "text") {
    return (element.textContent ?? "") === "" ? null : textBox(element, fonts);
  }
  if (element.tagName === "rect") {
    return rectangleBox(element);
  }
  return union(
    [...element.children].flatMap((child) => {
      const box = boxOf(child, fonts);
      return box === null ? [] : [transformed(child, box)];
    }),
  );
}
