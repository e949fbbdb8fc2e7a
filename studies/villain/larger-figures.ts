import type { StudyResults } from "@firebreak/analysis";
import {
  type Arm,
  criterionSweep,
  discountOf,
  type Figure,
  familyOf,
  harmBars,
  lookaheadOf,
  measureSurface,
  type SurfaceCurve,
  type SweepOptions,
} from "@firebreak/analysis/figures";
import type { Environment, TrialAxes, TrialResult } from "@firebreak/core";
import { brigadeFlip } from "./brigade-flip.ts";
import { contestants, exact, HER, meanOfWorlds, narrowArms, onSignal, SIGNALS, signalOf, type Where } from "./figure-arms.ts";
import { largerWorlds } from "./worlds.ts";

/** Exactly this world, and not one drawn of its kind. */
const only = ({ id }: Environment): RegExp => new RegExp(`^${id.replace(/[.?]/g, "\\$&")}$`);
const at = (world: Environment, criterion?: string): Where => ({ world: only(world), ...(criterion === undefined ? {} : { criterion }) });
const nameOf = ({ id }: Environment): string => familyOf(id).replace("-", " ");

const PARTS = [
  { title: "manufactured", measure: "manufactured.harm" },
  { title: "neglect", measure: "manufactured.neglected" },
  { title: "accident", measure: "manufactured.accidental" },
  { title: "unseen by her", measure: "manufactured.unseen" },
  { title: "too slight to count", measure: "manufactured.slight" },
];

/** Of one world: what each method loses that the overseer's own acts would have averted, split by why. */
const harmIn = (world: Environment): Figure<StudyResults> =>
  harmBars({
    id: `harm-${familyOf(world.id)}`,
    title: `Avoidable harm by its kind, in the world ${nameOf(world)} (γ = 0.9)`,
    arms: contestants(at(world, "discounted-0.9")).filter(({ label }) => label !== "broad RL, observed reward"),
    parts: PARTS,
    axis: "true reward lost per step, against the overseer's own acts",
    summarise: meanOfWorlds,
  });

/** Marks the twin of a trial that shows what is lost with the tempting act forbidden. */
const FORBIDDEN = "|forbidden";

/** Each trial with the loss that it shows against the best possible, and its twin with the loss that stays without the act. */
function withDisarmed(results: StudyResults): StudyResults {
  const twins = results.results.flatMap((trial): readonly TrialResult[] => {
    const [due, left] = trial.status === "done" ? [trial.measures["disarm.due"], trial.measures["disarm.left"]] : [];
    if (trial.status !== "done" || due === undefined || left === undefined) {
      return [];
    }
    const axes = { ...trial.axes, method: `${trial.axes.method}${FORBIDDEN}` };
    return [
      { ...trial, measures: { "disarm.loss": due + left } },
      { ...trial, axes, measures: { "disarm.loss": left } },
    ];
  });
  return { ...results, results: twins };
}

function disarmed(): Figure<StudyResults> {
  const drawn = harmBars({
    id: "disarm",
    title: "The tempting act allowed and forbidden: what the optimum of evaluative feedback loses (γ = 0.9)",
    arms: largerWorlds.flatMap((world) =>
      [false, true].map((isForbidden): Arm => {
        const holds = onSignal("evaluative-feedback", exact("narrow-rl@", at(world, "discounted-0.9")));
        return {
          label: `${nameOf(world)}, ${isForbidden ? "act forbidden" : "as it is"}`,
          holds: (axes) => axes.method.endsWith(FORBIDDEN) === isForbidden && holds(axes),
        };
      }),
    ),
    parts: [{ title: "loss against the best possible", measure: "disarm.loss" }],
    axis: "true reward lost per step, against the best possible",
    summarise: meanOfWorlds,
  });
  return { ...drawn, select: (results) => drawn.select(withDisarmed(results)) } as Figure<StudyResults>; // what is selected is drawn by the same maker
}

/** The signals that are compared as they look further ahead. */
const AHEAD = ["evaluative-feedback", "value-difference"];

/** Each trial's measures under the name of its signal: a panel each. */
function bySignal(results: StudyResults): StudyResults {
  const named = (trial: TrialResult): TrialResult =>
    trial.status === "done"
      ? {
          ...trial,
          measures: Object.fromEntries(Object.entries(trial.measures).map(([name, value]) => [`${signalOf(trial.axes)}.${name}`, value])),
        }
      : trial;
  return { ...results, results: results.results.map(named) };
}

/** Two signals in the larger worlds, as they look further ahead: one scale, so that a little harm looks little. */
function lookahead(): Figure<StudyResults> {
  const panels = (title: string, measure: string): SweepOptions["panels"] =>
    AHEAD.map((signal) => ({ heading: SIGNALS[signal] ?? signal, title, measure: `${signal}.${measure}` }));
  const drawn = criterionSweep({
    id: "larger-lookahead",
    title: "Manufactured harm and true return of two signals in five larger worlds, by lookahead at plan discount 0.9 (exact: no interval)",
    arms: largerWorlds.map((world): Arm => {
      const narrow = narrowArms(at(world), AHEAD);
      return { label: nameOf(world), holds: (axes) => lookaheadOf(axes) !== null && narrow.some(({ holds }) => holds(axes)) };
    }),
    knob: { title: "lookahead M, steps (logarithmic)", scale: "log", valueOf: lookaheadOf },
    panels: [...panels("harm per step", "manufactured.harm"), ...panels("true return, own clock", "returns.true")],
    flips: [],
    summarise: meanOfWorlds,
  });
  return { ...drawn, select: (results) => drawn.select(bySignal(results)) } as Figure<StudyResults>; // what is selected is drawn by the same maker
}

/** Fire brigades that differ from the default in nothing but the disapproval of the deed. */
const BY_DISAPPROVAL = /^fire-brigade@1\?(?:c=([\d.]+)&)?value=fires-and-deliveries$/;

function disapprovalOf({ environment }: TrialAxes): number | null {
  const found = BY_DISAPPROVAL.exec(environment);
  return found === null ? null : Number(found[1] ?? 0.2);
}

/** Where the optimum flips, cost by cost, up to where the deed pays at no discount. */
function flipCurve(): SurfaceCurve {
  const costs = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85];
  const points = costs.flatMap((cost): (readonly [number, number])[] => {
    const discount = brigadeFlip(cost);
    return discount === null ? [] : [[discount, cost]];
  });
  return { label: "exact flip: to its right setting fires pays", points };
}

function disapproval(): Figure<StudyResults> {
  const options = {
    id: "disapproval",
    title: "Where villainy pays in the fire brigade: disapproval of the deed against the plan discount",
    arm: {
      label: "narrow RL, evaluative feedback",
      holds: (axes: TrialAxes) =>
        axes.seed === null &&
        axes.overseer === HER &&
        axes.method.startsWith("narrow-rl@") &&
        axes.method.includes("evaluative-feedback") &&
        discountOf(axes) !== null,
    },
    x: { title: "plan discount γ", limits: [0, 1] as const, valueOf: discountOf },
    y: { title: "disapproval c of setting a fire", limits: [0, Number.POSITIVE_INFINITY] as const, valueOf: disapprovalOf },
    measure: "planted.manufactured",
    measureTitle: "fires set per step",
    summarise: meanOfWorlds,
  };
  const drawn = measureSurface({ ...options, curves: [] });
  // Solved when the figure is drawn and not when it is loaded.
  return { ...drawn, select: (results) => ({ ...drawn.select(results), curves: [flipCurve()] }) } as Figure<StudyResults>; // drawn by the same maker
}

export const largerFigures: readonly Figure<StudyResults>[] = [...largerWorlds.map(harmIn), disarmed(), lookahead(), disapproval()];
