import type { LayoutAxis } from "plotly.js-dist";
import { formatNumber } from "./label.ts";

/** The share of a logarithmic axis that a label needs to itself. */
const ROOM = 0.06;

/** The number at each tick, but nothing where it would meet the one before. Rising values above 0. */
function labelsApart(values: readonly number[]): string[] {
  const span = Math.log((values.at(-1) ?? 1) / (values[0] ?? 1));
  let last = 0;
  return values.map((value) => {
    if (last > 0 && Math.log(value / last) < ROOM * span) {
      return "";
    }
    last = value;
    return formatNumber(value);
  });
}

/**
 * Where a swept knob has ticks. On a logarithmic axis at every value that was run, since Plotly's own would fall between them; none
 * between whole numbers, since a knob that counts has no half.
 */
export function knobTicks(scale: "linear" | "log", values: readonly number[]): Partial<LayoutAxis> {
  const rising = [...new Set(values)].sort((x, y) => x - y);
  if (scale === "log") {
    return { type: "log", tickvals: rising, ticktext: labelsApart(rising) };
  }
  const span = (rising.at(-1) ?? 0) - (rising[0] ?? 0);
  return rising.every(Number.isInteger) ? { tick0: 0, dtick: Math.max(1, Math.ceil(span / 10)) } : { nticks: 11 };
}
