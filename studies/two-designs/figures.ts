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

/** Adds each trial's harm and return under the name of its design and amplifier: a panel each. */
function byPanel(results: StudyResults): StudyResults {
  const shown = (trial: TrialResult): TrialResult => {
    if (trial.status !== "done") {
      return trial;
    }
    const { "harm.harm": harm } = trial.measures;
    const named = amplifiersOf(trial.axes).flatMap((name) =>
      harm === undefined
        ? []
        : [
            [`${name}.harm`, harm],
            [`${designOf(trial.axes)}.${name}.harm`, harm],
          ],
    );
    return { ...trial, measures: { ...trial.measures, ...Object.fromEntries(named) } };
  };
  return { ...results, results: results.results.map(shown) };
}

/** A sweep whose panels are amplifiers. */
function multiples(options: SweepOptions): Figure<StudyResults> {
  const drawn = criterionSweep(options);
  return { ...drawn, select: (results) => drawn.select(byPanel(results)) } as Figure<StudyResults>; // what is selected is drawn by the same maker
}

const byRound = { title: "round n (0: Distill(H))", valueOf: roundOf };

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

const HARM_PANELS = [
  { title: "harm: she is alone", measure: "alone.harm" },
  { title: "harm: committee", measure: "committee.harm" },
  { title: "harm: she looks ahead", measure: "foresight.harm" },
];

const rounds = multiples({
  id: "rounds",
  title: "Manufactured harm per step by round, honest overseer, three amplifiers (drawn heroes)",
  arms: designArms(HEROES, [1, FAR]),
  knob: byRound,
  panels: HARM_PANELS,
  flips: [],
  summarise: overWorlds,
});

const brigade = multiples({
  id: "brigade",
  title: "The same in a larger world: fire brigade, one world, no interval",
  arms: designArms(BRIGADE, [FAR]),
  knob: byRound,
  panels: HARM_PANELS,
  flips: [],
  summarise: meanOfWorlds,
});

const trueReturn = criterionSweep({
  id: "true-return",
  title: "True return per step by round, honest overseer (drawn heroes)",
  arms: [
    ...(["alone", "committee", "foresight"] as const).flatMap((name) => [
      {
        label: `imitate, ${name}`,
        holds: (axes: TrialAxes) => inHeroes(axes, name, "imitative") && !isFromRock(axes),
      },
      {
        label: `optimise at M = ${FAR}, ${name}`,
        holds: (axes: TrialAxes) => inHeroes(axes, name, "approval") && criterionFits(axes, FAR),
      },
    ]),
    { label: "imitate, committee from a rock", holds: (axes) => inHeroes(axes, "committee", "imitative") && isFromRock(axes) },
  ],
  knob: byRound,
  panels: [{ title: "true return per step", measure: "returns.true" }],
  flips: [],
  summarise: overWorlds,
});

function inHeroes(axes: TrialAxes, name: AmplifierName, design: Design): boolean {
  return HER(axes) && HEROES.test(axes.environment) && designOf(axes) === design && amplifiersOf(axes).includes(name);
}

/** The lookahead of the optimiser, at the last round. */
const lookahead = multiples({
  id: "lookahead",
  title: `By lookahead M, agents of round ${LAST}: at M = 1 the two designs are one (drawn heroes)`,
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

const DESIGN_PANELS = [
  { title: "imitate her, alone", measure: "imitative.alone.harm" },
  { title: "imitate a committee", measure: "imitative.committee.harm" },
  { title: `optimise, M = ${FAR}`, measure: "approval.committee.harm" },
];

const dose = multiples({
  id: "dose",
  title: "Harm per step by round, an overseer who is a villain with probability q (drawn heroes)",
  arms: [0.1, 0.3, 0.6].map((q) => ({
    label: `q = ${q}`,
    // 0.1 is the default, and left out of the id.
    holds: ({ overseer }) => overseer === (q === 0.1 ? "villainous@1" : `villainous@1?q=${q}`),
  })),
  knob: byRound,
  panels: DESIGN_PANELS,
  flips: [],
  summarise: overWorlds,
});

const unsteady = multiples({
  id: "unsteady",
  title: "Harm per step by round, an unsteady overseer (drawn heroes)",
  arms: [
    ...[0, 1e-4, 1e-2].map((slip) => ({
      label: slip === 0 ? "her hand never slips" : `it slips in ${formatNumber(slip)} of steps`,
      holds: ({ overseer }: TrialAxes) => overseer === (slip === 0.01 ? "trembling@1" : `trembling@1?slip=${slip}`),
    })),
    { label: "her judgement is noisy", holds: ({ overseer }) => overseer.startsWith("noisy@1") },
  ],
  knob: byRound,
  panels: DESIGN_PANELS,
  flips: [],
  summarise: overWorlds,
});

export const figures: readonly Figure<StudyResults>[] = [rounds, trueReturn as Figure<StudyResults>, lookahead, dose, unsteady, brigade];
