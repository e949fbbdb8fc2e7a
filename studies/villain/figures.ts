import type { StudyResults } from "@firebreak/analysis";
import {
  type Arm,
  centreOfWorlds,
  criterionSweep,
  discountOf,
  estimateOverWorlds,
  type Figure,
  formatNumber,
  horizonOf,
  lookaheadOf,
  occupancyMap,
  type ReturnsArm,
  returnsByMethod,
  type Summarise,
  situationBars,
  worldMap,
} from "@firebreak/analysis/figures";
import { compile, createRng, type TrialAxes } from "@firebreak/core";
import { boatRace } from "@firebreak/envs";

/** What the parts are called on paper, by the start of their ids. */
const SIGNALS = {
  "evaluative-feedback": "evaluative feedback",
  "value-difference": "value difference",
  "matched-shaping": "matched shaping",
  "regret-approval": "regret approval",
} as const;

const DRAWN = /^hero@1\?(?!.*cause=covert)/;
const CLASSIC = /^hero@1$/;
const BOAT = /^boat-race@1$/;
const HER = "consistent@1";

type Where = { readonly world: RegExp; readonly criterion?: string };

const signalOf = ({ method }: TrialAxes): string => /signal=([a-z-]+)@/.exec(method)?.[1] ?? "";
const isExact = (axes: TrialAxes): boolean => axes.seed === null && axes.overseer === HER;

/** Narrow RL on a signal, solved exactly. */
const narrow =
  (signal: string, { world, criterion }: Where): Arm["holds"] =>
  (axes) =>
    isExact(axes) &&
    world.test(axes.environment) &&
    axes.method.startsWith("narrow-rl@") &&
    signalOf(axes) === signal &&
    (criterion === undefined || axes.criterion === criterion);

/** A method that is neither narrow nor told apart by signal. */
const method =
  (start: string, { world, criterion }: Where): Arm["holds"] =>
  (axes) =>
    isExact(axes) &&
    world.test(axes.environment) &&
    axes.method.startsWith(start) &&
    (criterion === undefined || axes.criterion === criterion || axes.criterion === "-");

const narrowArms = (where: Where): readonly Arm[] =>
  Object.entries(SIGNALS).map(([signal, label]) => ({ label, holds: narrow(signal, where) }));

/** A share of worlds is a mean, not a trimmed one. */
const shareOfWorlds: Summarise = (trials) => ({
  value: trials.reduce((sum, { score }) => sum + score, 0) / trials.length,
  interval: null,
  units: trials.length,
});

/** The stream of the figures' bootstraps: the same intervals whenever the figures are drawn. */
const overWorlds: Summarise = (trials) =>
  estimateOverWorlds({ level: 0.95, replicates: 2000, method: "percentile" }, createRng("villain/figures"))(trials);

const contestants = (where: Where): readonly ReturnsArm[] => [
  { label: "imitation", group: "imitation", role: "contestant", holds: method("imitation@", where) },
  ...narrowArms(where).map((arm) => ({ ...arm, label: `narrow RL, ${arm.label}`, group: "narrow RL", role: "contestant" as const })),
  {
    label: "broad RL, how the outcome seems",
    group: "broad RL",
    role: "contestant",
    holds: (axes) => method("broad-rl@", where)(axes) && signalOf(axes) === "state-value",
  },
  {
    label: "broad RL, observed reward",
    group: "broad RL",
    role: "contestant",
    holds: (axes) => method("broad-rl@", where)(axes) && signalOf(axes) === "observed-outcome",
  },
  { label: "optimum of the true reward", group: "reference", role: "reference", holds: method("reference@", where) },
  { label: "uniform play", group: "uniform play", role: "uniform play", holds: method("uniform-play@", where) },
];

const returns = returnsByMethod({
  id: "returns",
  title: "True return by method, 100 drawn worlds, plan discount 0.9",
  arms: contestants({ world: DRAWN, criterion: "discounted-0.9" }),
  axis: "true return per step (0: no threat is ever caused; interquartile mean over drawn worlds, 95 % bootstrap interval)",
  summarise: overWorlds,
});

const flip = criterionSweep({
  id: "flip",
  title: "One world, every discount: where villainy starts to pay (w = 1, p = 0.2, h = 3)",
  arms: [{ label: "imitation", holds: (axes) => method("imitation@", { world: CLASSIC })(axes) }, ...narrowArms({ world: CLASSIC })],
  knob: { title: "plan discount γ", valueOf: discountOf },
  panels: [{ title: "true return per step", measure: "returns.true", ties: ["returns.trueMin", "returns.trueMax"] }],
  flips: [{ at: 0.6, label: "γ* = (w + p)/(h − w) = 0.6" }],
  summarise: centreOfWorlds,
});

const gamingShare = (id: string, title: string, knob: Parameters<typeof criterionSweep>[0]["knob"]): Figure<StudyResults> =>
  criterionSweep({
    id,
    title,
    arms: narrowArms({ world: DRAWN }),
    knob,
    panels: [{ title: "share of worlds gamed", measure: "situations.gaming" }],
    flips: [],
    summarise: shareOfWorlds,
  });

const situations = situationBars({
  id: "situations",
  title: "Where the praise comes from: conduct or situations (drawn worlds, plan discount 0.9)",
  arms: narrowArms({ world: DRAWN, criterion: "discounted-0.9" }),
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
  summarise: centreOfWorlds,
});

const boatMap = occupancyMap({
  id: "boat-map",
  title: "Where the boat is, horizon 100",
  map: worldMap(compile(boatRace.with())),
  arms: [
    { label: "imitation", holds: method("imitation@", boat) },
    { label: "narrow RL, evaluative feedback", holds: narrow("evaluative-feedback", boat) },
    { label: "optimum of the true reward", holds: method("reference@", boat) },
  ],
  summarise: centreOfWorlds,
});

/** The dose of villainy in an overseer's id; 0 for the consistent one. */
const doseOf = ({ overseer }: TrialAxes): number | null =>
  overseer === HER
    ? 0
    : Number(/^villainous@1(?:\?.*\bq=([\d.]+))?/.exec(overseer)?.[1] ?? (overseer.startsWith("villainous@1") ? 0.1 : Number.NaN));

const dosed =
  (start: string, criterion: string): Arm["holds"] =>
  (axes) =>
    axes.seed === null &&
    DRAWN.test(axes.environment) &&
    axes.method.startsWith(start) &&
    axes.criterion === criterion &&
    Number.isFinite(doseOf(axes));

const villainousOverseer = criterionSweep({
  id: "villainous-overseer",
  title: "An overseer who is a bit of a villain: imitation copies her dose, RL is as bad from the start",
  arms: [
    { label: "imitation", holds: dosed("imitation@", "-") },
    {
      label: "narrow RL, evaluative feedback, γ = 0.9",
      holds: (axes) => dosed("narrow-rl@", "discounted-0.9")(axes) && signalOf(axes) === "evaluative-feedback",
    },
  ],
  knob: { title: "probability q that the overseer seeks her own praise", valueOf: doseOf },
  panels: [{ title: "true return per step", measure: "returns.true" }],
  flips: [],
  summarise: centreOfWorlds,
});

/** A sampled arm beside its exact one. */
const pairs = (signal: string, label: string, discount: number): readonly ReturnsArm[] => {
  const criterion = `discounted-${discount}`;
  const at = `${label}, γ = ${formatNumber(discount)}`;
  const learnt =
    (learner: string): ReturnsArm["holds"] =>
    (axes) =>
      CLASSIC.test(axes.environment) &&
      axes.seed !== null &&
      axes.method.includes(`learner=${learner}@`) &&
      signalOf(axes) === signal &&
      axes.criterion === criterion;
  return [
    { label: `${at}: exact`, group: "exact", role: "reference", holds: narrow(signal, { world: CLASSIC, criterion }) },
    { label: `${at}: Q-learning`, group: "learned", role: "contestant", holds: learnt("q-learning") },
  ];
};

const learnedArms = returnsByMethod({
  id: "learned",
  title: "Learned and exact, either side of the flip at 0.6",
  arms: [0.4, 0.8].flatMap((discount) =>
    Object.entries(SIGNALS).flatMap(([signal, label]) => (signal === "matched-shaping" ? [] : pairs(signal, label, discount))),
  ),
  axis: "true return per step (mean over seeds)",
  summarise: shareOfWorlds,
});

export const figures: readonly Figure<StudyResults>[] = [
  flip,
  returns,
  gamingShare("discount", "Share of drawn worlds gamed, by plan discount", { title: "plan discount γ", valueOf: discountOf }),
  gamingShare("lookahead", "Share of drawn worlds gamed, by lookahead (plan discount 0.9)", {
    title: "lookahead M, steps",
    valueOf: lookaheadOf,
  }),
  gamingShare("horizon", "Share of drawn worlds gamed, by horizon", { title: "horizon T, steps", valueOf: horizonOf }),
  situations,
  villainousOverseer,
  boatReturns,
  boatMap,
  learnedArms,
];
