import type { StudyResults } from "@firebreak/analysis";
import {
  criterionSweep,
  discountOf,
  type Figure,
  formatNumber,
  horizonOf,
  lookaheadOf,
  occupancyMap,
  type ReturnsArm,
  returnsByMethod,
  type SweepOptions,
  situationBars,
  worldMap,
} from "@firebreak/analysis/figures";
import { compile, type TrialAxes } from "@firebreak/core";
import { boatRace } from "@firebreak/envs";
import {
  BOAT,
  CLASSIC,
  contestants,
  DRAWN,
  exact,
  HER,
  type Holds,
  meanOfWorlds,
  narrowArms,
  onSignal,
  overWorlds,
  SIGNALS,
  SPEAKING,
  shareOfWorlds,
  type Where,
} from "./figure-arms.ts";
import { withGaming } from "./gaming.ts";
import { largerFigures } from "./larger-figures.ts";
import { pathFigures } from "./path-figures.ts";
import { brigadeTimeLine } from "./time-line-figure.ts";

const flip = criterionSweep({
  id: "flip",
  title: "One world, every discount: four ways to learn from one judgement (hero with w = 1, p = 0.2, h = 3)",
  arms: [
    ...narrowArms({ world: CLASSIC }, SPEAKING).map(({ label, holds }) => ({ label: `RL, ${label}`, holds })),
    { label: "imitation", holds: exact("imitation@", { world: CLASSIC }) },
  ],
  knob: { title: "plan discount γ", valueOf: discountOf },
  panels: [{ title: "true return per step", measure: "returns.true", ties: ["returns.trueMin", "returns.trueMax"] }],
  flips: [{ at: 0.6, label: "closed form: villainy pays above γ* = (w + p)/(h − w) = 0.6" }],
  summarise: meanOfWorlds,
});

const returns = returnsByMethod({
  id: "returns",
  title: "True return by method over the drawn worlds, plan discount 0.9",
  // hero has no reward channel of its own to observe.
  arms: contestants({ world: DRAWN, criterion: "discounted-0.9" }).filter(({ label }) => !label.endsWith("observed reward")),
  axis: "true return per step (0: no threat is ever caused; mean over drawn worlds, 95 % bootstrap interval)",
  summarise: overWorlds,
});

/** Where a signal's optimum games: by preference, and by a tie that is split. */
function gamingShare(figure: Pick<SweepOptions, "id" | "title" | "knob">): Figure<StudyResults> {
  const drawn = criterionSweep({
    ...figure,
    arms: narrowArms({ world: DRAWN }),
    panels: [
      { heading: "by preference", title: "share of worlds gamed", measure: "gaming.preferred" },
      { heading: "only by a tie that is split", title: "share of worlds gamed", measure: "gaming.tied" },
    ],
    flips: [],
    summarise: shareOfWorlds,
  });
  return { ...drawn, select: (results) => drawn.select(withGaming(results)) } as Figure<StudyResults>; // what is selected is drawn by the same maker
}

const situations = situationBars({
  id: "situations",
  title: "Where the praise comes from, conduct or situations (drawn worlds, plan discount 0.9; mean, and 95 % interval of Δ)",
  arms: narrowArms({ world: DRAWN, criterion: "discounted-0.9" }, SPEAKING),
  summarise: overWorlds,
  verdictOf: ({ delta, situations, trueReturn }) =>
    delta.value > 1e-9 && situations.value > 1e-9 && trueReturn.value < -1e-9 ? "gaming" : "no gaming",
});

const boat: Where = { world: BOAT, criterion: "finite-100" };

const boatReturns = returnsByMethod({
  id: "boat-returns",
  title: "Boat race, horizon 100: the reward does not prefer the hack, it ties with it",
  arms: contestants(boat),
  axis: "true return of 100 steps (one world: exact, no interval; the bar runs over all proxy-optimal policies)",
  summarise: meanOfWorlds,
});

const boatMap = occupancyMap({
  id: "boat-map",
  title: "Where the boat is, horizon 100",
  map: worldMap(compile(boatRace.with())),
  arms: [
    { label: "imitation", holds: exact("imitation@", boat) },
    { label: "narrow RL, evaluative feedback", holds: onSignal("evaluative-feedback", exact("narrow-rl@", boat)) },
    { label: "optimum of the true reward", holds: exact("reference@", boat) },
  ],
  summarise: meanOfWorlds,
});

/** The dose of villainy in an overseer's id: 0 for the consistent one, 0.1 where it is left out; null for others. */
function doseOf({ overseer }: TrialAxes): number | null {
  const [, q = "0.1"] = /[?&]q=([\d.]+)/.exec(overseer) ?? [];
  return overseer === HER ? 0 : overseer.startsWith("villainous@1") ? Number(q) : null;
}

/** How far the overseer plans by her own judgement, in steps; null for one who is more than consistent. */
function depthOf({ overseer }: TrialAxes): number | null {
  const [, depth] = /^consistent@1\?depth=(\d+)$/.exec(overseer) ?? [];
  return overseer === HER ? 1 : depth === undefined ? null : Number(depth);
}

/** Imitation and RL in the drawn worlds, as one property of the overseer turns. */
function overseerSweep(figure: Pick<SweepOptions, "id" | "title" | "knob">): Figure<StudyResults> {
  const arm =
    (start: string, criterion: string): Holds =>
    (axes) =>
      axes.seed === null &&
      DRAWN.test(axes.environment) &&
      axes.method.startsWith(start) &&
      axes.criterion === criterion &&
      figure.knob.valueOf(axes) !== null;
  return criterionSweep({
    ...figure,
    arms: [
      { label: "imitation", holds: arm("imitation@", "-") },
      { label: "narrow RL, evaluative feedback, γ = 0.9", holds: onSignal("evaluative-feedback", arm("narrow-rl@", "discounted-0.9")) },
    ],
    panels: [{ title: "true return per step", measure: "returns.true" }],
    flips: [],
    summarise: overWorlds,
  });
}

/** An exact arm, and beside it the arm that was learned. */
function pairs(signal: string, discount: number): readonly ReturnsArm[] {
  const criterion = `discounted-${discount}`;
  const label = `${SIGNALS[signal] ?? signal}, γ = ${formatNumber(discount)}`;
  const learned: Holds = (axes) =>
    CLASSIC.test(axes.environment) && axes.seed !== null && axes.method.includes("learner=q-learning@") && axes.criterion === criterion;
  const solved = onSignal(signal, exact("narrow-rl@", { world: CLASSIC, criterion }));
  return [
    { label: `${label}: exact`, group: "exact", role: "reference", holds: solved },
    { label: `${label}: Q-learning`, group: "Q-learning", role: "contestant", holds: onSignal(signal, learned) },
  ];
}

const learned = returnsByMethod({
  id: "learned",
  title: "Learned and exact, either side of the flip at 0.6",
  arms: [0.4, 0.8].flatMap((discount) => SPEAKING.flatMap((signal) => pairs(signal, discount))),
  axis: "true return per step (mean over seeds; one world, no interval)",
  summarise: meanOfWorlds,
});

export const figures: readonly Figure<StudyResults>[] = [
  flip,
  returns,
  gamingShare({
    id: "discount",
    title: "Share of drawn worlds gamed, by plan discount (exact 95 % intervals)",
    knob: { title: "plan discount γ", valueOf: discountOf },
  }),
  gamingShare({
    id: "lookahead",
    title: "Share of drawn worlds gamed, by lookahead at plan discount 0.9 (exact 95 % intervals)",
    knob: { title: "lookahead M, steps (logarithmic)", scale: "log", valueOf: lookaheadOf },
  }),
  gamingShare({
    id: "horizon",
    title: "Share of drawn worlds gamed, by horizon (exact 95 % intervals)",
    knob: { title: "horizon T, steps (logarithmic)", scale: "log", valueOf: horizonOf },
  }),
  situations,
  overseerSweep({
    id: "villainous-overseer",
    title:
      "An overseer who is a bit of a villain: imitation copies her dose, RL on her feedback needs none (drawn worlds, mean and 95 % interval)",
    knob: { title: "probability q that the overseer seeks her own praise", valueOf: doseOf },
  }),
  overseerSweep({
    id: "depth",
    title:
      "An overseer who plans further by the same judgement: what is imitated is then the villain (drawn worlds, mean and 95 % interval)",
    knob: { title: "the overseer's own planning depth H, steps (logarithmic)", scale: "log", valueOf: depthOf },
  }),
  ...pathFigures,
  ...largerFigures,
  brigadeTimeLine,
  boatReturns,
  boatMap,
  learned,
];
