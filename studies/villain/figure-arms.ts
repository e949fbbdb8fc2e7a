import type { Arm, ReturnsArm, Summarise } from "@firebreak/analysis/figures";
import { byWorld, clopperPearsonInterval, estimate, meanOfStrata, worldMeans } from "@firebreak/analysis/statistics";
import { createRng, type TrialAxes } from "@firebreak/core";

/** What signals are called on paper, by the start of their ids. */
export const SIGNALS: Readonly<Record<string, string>> = {
  "evaluative-feedback": "evaluative feedback",
  "value-difference": "value difference",
  "regret-approval": "regret approval",
  "matched-shaping": "matched shaping",
};

/** Those that say something: alone, matched shaping has every policy as its optimum. */
export const SPEAKING = ["evaluative-feedback", "value-difference", "regret-approval"];

/** The drawn worlds are those with values of their own; the classic one has all the defaults. */
export const DRAWN = /^hero@1\?(?!.*cause=covert)/;
export const CLASSIC = /^hero@1$/;
export const BOAT = /^boat-race@1$/;
export const HER = "consistent@1";

export interface Where {
  readonly world: RegExp;
  /** Left out: any. A method that optimises nothing has none, and is there whatever is asked for. */
  readonly criterion?: string;
}
export type Holds = Arm["holds"];

/** The name of the signal that a method learns from; "" where it has none. */
export const signalOf = ({ method }: TrialAxes): string => /signal=([a-z-]+)@/.exec(method)?.[1] ?? "";

/** Exact trials of a method, by the start of its id, under the consistent overseer. */
export const exact =
  (start: string, { world, criterion }: Where): Holds =>
  (axes) =>
    axes.seed === null &&
    axes.overseer === HER &&
    world.test(axes.environment) &&
    axes.method.startsWith(start) &&
    (criterion === undefined || axes.criterion === criterion || axes.criterion === "-");

export const onSignal =
  (signal: string, holds: Holds): Holds =>
  (axes) =>
    signalOf(axes) === signal && holds(axes);

export const narrowArms = (where: Where, signals: readonly string[] = Object.keys(SIGNALS)): readonly Arm[] =>
  signals.map((signal) => ({ label: SIGNALS[signal] ?? signal, holds: onSignal(signal, exact("narrow-rl@", where)) }));

/** Means, not interquartile means: a world is gamed or not, and trimming a quarter at each end would hide the smaller group. */
export const overWorlds: Summarise = (trials) =>
  estimate(
    { strata: worldMeans(byWorld(trials)), statistic: meanOfStrata, replicates: 2000, level: 0.95, method: "percentile" },
    createRng("villain/figures"), // the same stream for every number, whenever the figures are drawn
  );
export const meanOfWorlds: Summarise = (trials) => {
  const worlds = worldMeans(byWorld(trials));
  return { value: meanOfStrata(worlds), interval: null, units: worlds.reduce((sum, { units }) => sum + units.length, 0) };
};

/** A share of worlds, with its exact interval. */
export const shareOfWorlds: Summarise = (trials) => {
  const count = { successes: trials.filter(({ score }) => score === 1).length, trials: trials.length };
  return { value: count.successes / count.trials, interval: clopperPearsonInterval(count, 0.95), units: count.trials };
};

export const contestants = (where: Where): readonly ReturnsArm[] => [
  { label: "imitation", group: "imitation", role: "contestant", holds: exact("imitation@", where) },
  ...narrowArms(where).map(
    ({ label, holds }): ReturnsArm => ({ label: `narrow RL, ${label}`, group: "narrow RL", role: "contestant", holds }),
  ),
  {
    label: "broad RL, how the outcome seems",
    group: "broad RL",
    role: "contestant",
    holds: onSignal("state-value", exact("broad-rl@", where)),
  },
  {
    label: "broad RL, observed reward",
    group: "broad RL",
    role: "contestant",
    holds: onSignal("observed-outcome", exact("broad-rl@", where)),
  },
  { label: "optimum of the true reward", group: "reference", role: "reference", holds: exact("reference@", where) },
  { label: "uniform play", group: "uniform play", role: "uniform play", holds: exact("uniform-play@", where) },
];
