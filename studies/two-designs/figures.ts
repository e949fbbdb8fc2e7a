import type { StudyResults } from "@firebreak/analysis";
import { criterionSweep, type Figure, formatNumber, lookaheadOf, type SweepOptions } from "@firebreak/analysis/figures";
import type { TrialAxes, TrialResult } from "@firebreak/core";
import { meanOfWorlds, overWorlds } from "../villain/figure-arms.ts";
import { type AmplifierName, FAR, LAST } from "./arms.ts";

type Holds = (axes: TrialAxes) => boolean;
type Design = "imitative" | "approval";

const HEROES = /^hero@1\?/;
const BRIGADE = /^fire-brigade@/;
const HER: Holds = ({ overseer }) => overseer === "consistent@1";

const AMPLIFIER_IDS: Readonly<Record<string, AmplifierName>> = { ignore: "alone", committee: "committee", lookahead: "foresight" };

/** Distill(H) is round 0 of every amplifier. */
const BASES: Readonly<Record<string, Design>> = { imitation: "imitative", "narrow-rl": "approval" };

const nameOf = ({ method }: TrialAxes): string => method.split("@")[0] ?? "";
const isFromRock = ({ method }: TrialAxes): boolean =>
  nameOf({ method } as TrialAxes).endsWith("amplification") && !method.includes("start=human");
const designOf = (axes: TrialAxes): Design | undefined =>
  BASES[nameOf(axes)] ?? (nameOf(axes).startsWith("imitative") ? "imitative" : "approval");

/** Rounds are left out of an id where they are three. */
function roundOf(axes: TrialAxes): number {
  return BASES[nameOf(axes)] === undefined ? Number(/[?&]rounds=(\d+)/.exec(axes.method)?.[1] ?? 3) : 0;
}

/** The amplifiers a trial belongs to: round 0 to all. */
function amplifiersOf(axes: TrialAxes): readonly AmplifierName[] {
  // The committee is the default, but parts are always named.
  const found = AMPLIFIER_IDS[/amplifier=([a-z-]+)@/.exec(axes.method)?.[1] ?? ""];
  return found === undefined ? (["alone", "committee", "foresight"] as const) : [found];
}

/** Adds each trial's harm and return under the name of its amplifier, and its harm under that of its design too: a panel each. */
function byPanel(results: StudyResults): StudyResults {
  const shown = (trial: TrialResult): TrialResult => {
    if (trial.status !== "done") {
      return trial;
    }
    const under = (name: string, measure: string): Record<string, number> => {
      const value = trial.measures[measure];
      return value === undefined ? {} : { [name]: value };
    };
    const named = amplifiersOf(trial.axes).map((name) => ({
      ...under(`${name}.harm`, "harm.harm"),
      ...under(`${designOf(trial.axes)}.${name}.harm`, "harm.harm"),
      ...under(`${name}.true`, "returns.true"),
    }));
    return { ...trial, measures: Object.assign({}, trial.measures, ...named) };
  };
  return { ...results, results: results.results.map(shown) };
}

/** A sweep whose panels are amplifiers. */
function multiples(options: SweepOptions): Figure<StudyResults> {
  const drawn = criterionSweep(options);
  return { ...drawn, select: (results) => drawn.select(byPanel(results)) } as Figure<StudyResults>; // what is selected is drawn by the same maker
}

const byRound = { title: "round n (0: distilled from her alone)", valueOf: roundOf };

const criterionFits = ({ criterion }: TrialAxes, steps: number): boolean =>
  criterion === "-" || lookaheadOf({ criterion } as TrialAxes) === steps;

/** Both designs, the second at some lookaheads M. */
function designArms(world: RegExp, lookaheads: readonly number[]): SweepOptions["arms"] {
  const honest: Holds = (axes) => HER(axes) && world.test(axes.environment) && !isFromRock(axes);
  return [
    { label: "imitate her", holds: (axes) => honest(axes) && designOf(axes) === "imitative" },
    ...lookaheads.map((steps) => ({
      label: `optimise her feedback, M = ${steps}`,
      holds: (axes: TrialAxes) => honest(axes) && designOf(axes) === "approval" && criterionFits(axes, steps),
    })),
  ];
}

/** What she makes of her agent, in words. */
const AMPLIFIED: readonly (readonly [AmplifierName, string])[] = [
  ["alone", "she is alone"],
  ["committee", "she sits in a committee with two copies of it"],
  ["foresight", "she looks ahead with it"],
];
const amplifierPanels = (title: string, measure: "harm" | "true"): SweepOptions["panels"] =>
  AMPLIFIED.map(([name, heading]) => ({ heading, title, measure: `${name}.${measure}` }));

const HARM_PANELS = amplifierPanels("harm per step", "harm");
const HEROES_DRAWN = "drawn heroes, mean and 95 % interval";

const rounds = multiples({
  id: "rounds",
  title: `Manufactured harm by round, honest overseer, by what she makes of her agent (${HEROES_DRAWN})`,
  arms: designArms(HEROES, [1, FAR]),
  knob: byRound,
  panels: HARM_PANELS,
  flips: [],
  summarise: overWorlds,
});

const brigade = multiples({
  id: "brigade",
  title: "Manufactured harm by round in a larger world: the fire brigade, honest overseer (one world, exact: no interval)",
  arms: designArms(BRIGADE, [FAR]),
  knob: byRound,
  panels: HARM_PANELS,
  flips: [],
  summarise: meanOfWorlds,
});

const trueReturn = multiples({
  id: "true-return",
  title: `True return by round, honest overseer, by what she makes of her agent (${HEROES_DRAWN})`,
  arms: [
    ...designArms(HEROES, [FAR]),
    {
      label: "imitate her, the first agent a rock",
      holds: (axes) => HER(axes) && HEROES.test(axes.environment) && isFromRock(axes),
    },
  ],
  knob: byRound,
  panels: amplifierPanels("true return per step", "true"),
  flips: [],
  summarise: overWorlds,
});

/** The lookahead of the optimiser, at the last round. */
const lookahead = multiples({
  id: "lookahead",
  title: `Manufactured harm by lookahead M, agents of round ${LAST}: at M = 1 the two designs are one (${HEROES_DRAWN})`,
  arms: [
    { label: "imitate her", holds: (axes) => atLast(axes) && designOf(axes) === "imitative" },
    { label: "optimise her feedback", holds: (axes) => atLast(axes) && designOf(axes) === "approval" },
  ],
  knob: { title: "lookahead M, steps (logarithmic)", scale: "log", valueOf: lookaheadOf },
  panels: HARM_PANELS,
  flips: [],
  summarise: overWorlds,
});

function atLast(axes: TrialAxes): boolean {
  return HER(axes) && HEROES.test(axes.environment) && roundOf(axes) === LAST && !isFromRock(axes);
}

/** `optimised` is what is up in the last panel: of the same title as the others' it has their range. */
const designPanels = (optimised: string): SweepOptions["panels"] => [
  { heading: "imitate her, alone", title: "harm per step", measure: "imitative.alone.harm" },
  { heading: "imitate a committee", title: "harm per step", measure: "imitative.committee.harm" },
  { heading: `optimise a committee's feedback, M = ${FAR}`, title: optimised, measure: "approval.committee.harm" },
];

const dose = multiples({
  id: "dose",
  title: `Manufactured harm by round, an overseer who is a villain with probability q (${HEROES_DRAWN})`,
  arms: [0.1, 0.3, 0.6].map((q) => ({
    label: `q = ${q}`,
    // 0.1 is the default, and left out of the id.
    holds: ({ overseer }) => overseer === (q === 0.1 ? "villainous@1" : `villainous@1?q=${q}`),
  })),
  knob: byRound,
  panels: designPanels("harm per step"),
  flips: [],
  summarise: overWorlds,
});

const unsteady = multiples({
  id: "unsteady",
  title: `Manufactured harm by round, an unsteady overseer; the lowest panel has another scale (${HEROES_DRAWN})`,
  arms: [
    ...[0, 1e-4, 1e-2].map((slip) => ({
      label: slip === 0 ? "her hand never slips" : `it slips once in ${formatNumber(1 / slip)} steps`,
      holds: ({ overseer }: TrialAxes) => overseer === (slip === 0.01 ? "trembling@1" : `trembling@1?slip=${slip}`),
    })),
    { label: "her judgement is noisy", holds: ({ overseer }) => overseer.startsWith("noisy@1") },
  ],
  knob: byRound,
  panels: designPanels("harm, another scale"),
  flips: [],
  summarise: overWorlds,
});

export const figures: readonly Figure<StudyResults>[] = [rounds, trueReturn, lookahead, dose, unsteady, brigade];
