import { FONT_SIZE } from "./theme.ts";

/** Ems from one line to the next: how Plotly sets lines. */
const LINE_HEIGHT = 1.3;

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** "6.2×10⁻⁶", and "10⁻⁴" where the first factor would be 1. */
function withPower(value: number): string {
  const [factor = "", power = ""] = value.toExponential(1).replace(".0e", "e").split("e");
  const raised = power
    .replace("+", "")
    .replace("-", "⁻")
    .replace(/\d/g, (digit) => RAISED[Number(digit)] ?? digit);
  return `${/^-?1$/.test(factor) ? factor.replace("1", "") : `${factor}×`}10${raised}`;
}

/** A number as text: three significant digits, a true minus, no power of ten between 0.0005 and a million. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size === 0) {
    return "0";
  }
  const text =
    size < 0.0005 || size >= 1e6 ? withPower(value) : size >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
  return text.replace("-", "−");
}

/** "[low, high]", or "" where there is no interval. */
export function formatInterval(interval: readonly [number, number] | null): string {
  return interval === null ? "" : `[${formatNumber(interval[0])}, ${formatNumber(interval[1])}]`;
}

/** A share in [0, 1] as a percentage: whole numbers from 10 up, one decimal below, "<0.1" for what is there but tiny. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  if (percent === 0) {
    return "0";
  }
  return percent < 0.1 ? "<0.1" : percent < 9.95 ? String(Number(percent.toFixed(1))) : percent.toFixed(0);
}

/** A label in lines of at most `width` characters, broken at spaces; a longer word keeps a line of its own. */
export function wrapLabel(label: string, width: number): string {
  const lines: string[] = [];
  for (const word of label.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines.join("<br>");
}

/** Labels of rows in lines of at most 30 characters, and the least pitch in pixels at which those of neighbouring rows stay apart. */
export function rowLabels(labels: readonly string[]): { readonly texts: string[]; readonly pitch: number } {
  const texts = labels.map((label) => wrapLabel(plainText(label), 30));
  const lines = Math.max(1, ...texts.map((text) => text.split("<br>").length));
  return { texts, pitch: 8 + Math.ceil(FONT_SIZE * LINE_HEIGHT * lines) };
}

/** What Plotly reads as markup is written as text: labels come from ids and titles that anyone may write. */
export function plainText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
