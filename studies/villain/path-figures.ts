import type { StudyResults } from "@firebreak/analysis";
import { criterionSweep, type Figure, formatNumber, type SweepOptions } from "@firebreak/analysis/figures";
import type { TrialAxes } from "@firebreak/core";
import { meanOfWorlds } from "./figure-arms.ts";

/** How often her hand slips, in the order of the lines; null for other overseers. */
const SLIPS = [0, 1e-4, 1e-2];

function slipOf({ overseer }: TrialAxes): number | null {
  const [, slip = "0.01"] = /[?&]slip=([\d.e-]+)/.exec(overseer) ?? [];
  return overseer.startsWith("trembling@1") ? Number(slip) : null;
}

/** A number among the parts of a method's id. */
const partOf =
  (method: string, name: string) =>
  (axes: TrialAxes): number | null => {
    const found = axes.method.startsWith(`${method}@`) ? new RegExp(`[?&]${name}=([\\d.e-]+)`).exec(axes.method)?.[1] : undefined;
    return found === undefined ? null : Number(found);
  };

/** The fire brigade at one discount: deeds and true return as a knob leads from imitation to RL, a line for each chance of a slip. */
function path(figure: Pick<SweepOptions, "id" | "title" | "knob">): Figure<StudyResults> {
  return criterionSweep({
    ...figure,
    arms: SLIPS.map((slip) => ({
      label: slip === 0 ? "she never sets a fire" : `her hand slips once in ${formatNumber(1 / slip)} steps`,
      holds: (axes) => slipOf(axes) === slip && figure.knob.valueOf(axes) !== null,
    })),
    panels: [
      { title: "fires set per step", measure: "planted.manufactured" },
      { title: "true return per step", measure: "returns.true" },
    ],
    flips: [],
    summarise: meanOfWorlds,
  });
}

export const pathFigures: readonly Figure<StudyResults>[] = [
  path({
    id: "path",
    title: "From RL to imitation: one slip in ten thousand is enough (fire brigade, feedback, γ = 0.9)",
    knob: { title: "β, the price of a nat away from the imitator (logarithmic)", scale: "log", valueOf: partOf("regularised-rl", "beta") },
  }),
  path({
    id: "quantiles",
    title: "The same path with a bound in place of a price: the best q of what she does",
    knob: { title: "q, the share of what she does that is chosen from (logarithmic)", scale: "log", valueOf: partOf("quantiliser", "q") },
  }),
];
