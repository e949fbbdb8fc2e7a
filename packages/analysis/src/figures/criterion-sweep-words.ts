import { absentNotes } from "./arm.ts";
import type { CriterionSweep } from "./criterion-sweep.ts";
import type { NumbersTable } from "./figure.ts";
import { formatInterval, formatNumber } from "./label.ts";
import { isTied, type SweepPoint } from "./sweep-lines.ts";

/** A stretch of equal points is told once, by its ends. */
function pointsInWords(points: readonly SweepPoint[]): string {
  const runs: { from: number; to: number; text: string }[] = [];
  for (const point of points) {
    const range = isTied(point) ? ` (ties ${formatNumber(point.least)} to ${formatNumber(point.greatest)})` : "";
    const sure = point.interval === null ? "" : ` ${formatInterval(point.interval)}`;
    const text = `${formatNumber(point.value)}${sure}${range}`;
    const last = runs.at(-1);
    if (last?.text === text) {
      last.to = point.at;
    } else {
      runs.push({ from: point.at, to: point.at, text });
    }
  }
  return runs
    .map(({ from, to, text }) => `${from === to ? formatNumber(from) : `${formatNumber(from)} to ${formatNumber(to)}`}: ${text}`)
    .join(", ");
}

/** What a panel is called where there are no places: "true return per step, imitation". */
const nameOf = ({ title, heading }: CriterionSweep["panels"][number]): string => (heading === "" ? title : `${title}, ${heading}`);

/** What a reader who cannot see the sweep should know: every point of every line, and the flips. */
export function describeSweep({ knob, flips, panels, absent }: CriterionSweep): string {
  const lines = panels.flatMap((panel) =>
    panel.lines.map(({ label, points }) => `${nameOf(panel)}, ${label}, at ${knob} ${pointsInWords(points)}.`),
  );
  const marks = flips.map(({ at, label }) => `A vertical line at ${formatNumber(at)} marks "${label}".`);
  return [`Line plots against ${knob}.`, ...lines, ...marks, ...absentNotes({ absent })].join(" ");
}

/** Every point of every line, a row each. */
export function tabulateSweep({ knob, panels }: CriterionSweep): NumbersTable {
  return {
    columns: ["panel", "line", knob, "value", "interval from", "interval to", "least over ties", "greatest over ties", "n"],
    rows: panels.flatMap((panel) =>
      panel.lines.flatMap(({ label, points }) =>
        points.map(({ at, value, interval, least, greatest, units }) => [
          nameOf(panel),
          label,
          at,
          value,
          interval?.[0] ?? null,
          interval?.[1] ?? null,
          least,
          greatest,
          units,
        ]),
      ),
    ),
  };
}
