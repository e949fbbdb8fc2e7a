import {
  canonicalId,
  checkName,
  defineFamily,
  FirebreakError,
  type FittedReward,
  hashJson,
  number,
  type OverseenProblem,
  type Parameter,
  type RewardModel,
  type Rng,
} from "@firebreak/core";
import { openRecord } from "../spoken-of.ts";
import { type BasisName, basisParameter, openBasis } from "./basis.ts";
import { type Comparison, differenceOf, fitComparisons, foresight } from "./bradley-terry.ts";
import { believed, checkPessimism, memberWeights } from "./ensemble.ts";
import { membersParameter, pessimismParameter, preferenceParameters, priorOf, ridgeParameter } from "./settings.ts";

/** What somebody said of two segments. */
export type Preference = "first" | "second" | "equal" | "abstain";

/** Two pieces of behaviour, and which one somebody thought better. */
export interface RecordedComparison {
  /** Labels of states and names of actions by turns, a state first and last: ["calm", "cause", "threat"]. At least one action. */
  readonly first: readonly string[];
  readonly second: readonly string[];
  readonly answer: Preference;
}

const ANSWER: Readonly<Record<Exclude<Preference, "abstain">, number>> = { first: 1, second: 0, equal: 0.5 };
const PREFERENCES: readonly string[] = [...Object.keys(ANSWER), "abstain"];

/** Why something cannot be a comparison; null where it can. For a reader that knows the line it comes from. */
export function whyNoComparison({ first, second, answer }: RecordedComparison): string | null {
  if (!PREFERENCES.includes(answer)) {
    return `its answer is '${String(answer)}', and must be ${PREFERENCES.map((word) => `'${word}'`).join(", ")}`;
  }
  for (const [name, segment] of Object.entries({ first, second })) {
    if (segment.length < 3 || segment.length % 2 === 0) {
      return `its ${name} segment has ${segment.length} words, and must be states and actions by turns, a state first and last, with at least one action`;
    }
  }
  const same = first.length === second.length && first.every((word, at) => word === second[at]);
  return same && (answer === "first" || answer === "second") ? `it prefers a segment to itself` : null;
}

/** How a reward is fitted to comparisons; each as in `from-comparisons`. */
export interface ComparisonSettings {
  /** What shares one weight; "pair" by default. */
  readonly basis: BasisName;
  /** Above 0; 0.01 by default. */
  readonly ridge: number;
  /** Above 0; 1 by default. */
  readonly temperature: number;
  /** The share of answers that are coin flips, in [0, 1]; 0 by default. */
  readonly noise: number;
  /** Of a segment's return, in [0, 1]; 1 by default. */
  readonly discount: number;
  /** From 1, the default, to 100. */
  readonly members: number;
  /** Deviations taken off, at least 0, the default. */
  readonly pessimism: number;
  /** The share of comparisons that are kept from the fit, to tell how well it foresees them: in [0, 0.9], 0 by default. */
  readonly "held-out": number;
}

const parameters: { readonly [K in keyof ComparisonSettings]: Parameter<ComparisonSettings[K]> } = {
  basis: basisParameter,
  ridge: ridgeParameter,
  ...preferenceParameters,
  members: membersParameter,
  pessimism: pessimismParameter,
  "held-out": number({ default: 0, min: 0, max: 0.9 }),
};

/** A record of comparisons and how a reward is fitted to it. */
export interface ComparisonRecord {
  /** Part of the model's id: lower-case letters, digits and dashes. */
  readonly name: string;
  readonly comparisons: readonly RecordedComparison[];
  readonly settings?: Partial<ComparisonSettings>;
}

/** Settings, checked, with the defaults of those that were not given. */
const settled = defineFamily({
  name: "recorded-comparisons",
  version: 1,
  title: "Bradley-Terry model of a record of comparisons",
  parameters,
  make: (settings): ComparisonSettings => settings,
});

/** @throws FirebreakError "bad-episodes" for none, for one that cannot be, and where none prefers anything. */
function checkComparisons({ name, comparisons }: ComparisonRecord): void {
  const refuse = (why: string, where = ""): never => {
    throw new FirebreakError("bad-episodes", `Cannot learn from the comparisons '${name}'${where}: ${why}`);
  };
  for (const [at, comparison] of comparisons.entries()) {
    const why = whyNoComparison(comparison);
    if (why !== null) {
      refuse(why, ` (comparison ${at + 1} of ${comparisons.length})`);
    }
  }
  if (comparisons.length === 0) {
    refuse("there are none");
  }
  const equal = comparisons.filter(({ answer }) => answer === "equal").length;
  const abstained = comparisons.filter(({ answer }) => answer === "abstain").length;
  if (equal + abstained === comparisons.length) {
    refuse(`none of ${comparisons.length} prefers anything: ${equal} are 'equal', ${abstained} 'abstain'`);
  }
}

const statesOf = (segment: readonly string[]): readonly string[] => segment.filter((_, at) => at % 2 === 0);

/** The outcomes of each segment's steps, in order, comparison by comparison. */
function outcomesIn(
  problem: OverseenProblem,
  { name, comparisons }: ComparisonRecord,
): readonly { readonly first: readonly number[]; readonly second: readonly number[] }[] {
  const spoken = openRecord(
    {
      what: `the comparisons '${name}'`,
      entry: "comparison",
      labels: comparisons.map(({ first, second }) => [...statesOf(first), ...statesOf(second)]),
    },
    { ...problem, id: problem.environment, labels: problem.observations.labels },
  );
  const along = (segment: readonly string[], at: number): readonly number[] =>
    Array.from({ length: (segment.length - 1) / 2 }, (_, step) => {
      const [state = "", action = "", next = ""] = segment.slice(2 * step);
      return spoken.outcome({ state, action, next }, at);
    });
  return comparisons.map(({ first, second }, at) => ({ first: along(first, at), second: along(second, at) }));
}

function* fit(problem: OverseenProblem, record: ComparisonRecord, settings: ComparisonSettings, rng: Rng): Generator<FittedReward> {
  const basis = openBasis(problem.dynamics, settings.basis);
  const luck = { heldOut: rng.fork("held-out"), members: rng.fork("members") };
  const outcomes = outcomesIn(problem, record);
  const told = record.comparisons.flatMap(({ answer }, at): readonly Comparison[] => {
    const { first = [], second = [] } = outcomes[at] ?? {};
    const held = luck.heldOut.next() < settings["held-out"];
    const weights = held ? null : memberWeights(settings.members, luck.members);
    return answer === "abstain"
      ? []
      : [{ sum: differenceOf(basis, { first, second }, settings.discount), answer: ANSWER[answer], weights }];
  });
  const start = Array.from({ length: settings.members }, () => new Float64Array(0));
  const members = fitComparisons(told, { ...settings, columns: basis.size() }, start);
  yield { ...believed(basis, members, { ...settings, prior: priorOf(settings) }), steps: 0, fit: foresight(told, members, settings) };
}

/**
 * A reward from comparisons that are there already, by the model of `from-comparisons`. It asks nobody and takes no steps. The same pair
 * again counts again, also the other way round; a circle pulls its segments together; "equal" is half an answer either way; "abstain", and a segment
 * compared with itself and found equal, teach nothing. Segments may differ in length: such answers tell how much a step as such is worth.
 * Which side is called the first tells nothing. The id names the record and its content.
 *
 * @throws FirebreakError "bad-episodes" for no comparisons, for one that cannot be, where none prefers anything, and where they meet a
 *   world that has no such state, action or step; "bad-specification" for the name; "bad-parameter" and "unknown-parameter" for the settings.
 */
export function recordedComparisons(record: ComparisonRecord): RewardModel {
  const { name, comparisons } = record;
  checkName("a record of comparisons", name);
  checkComparisons(record);
  const settings = settled.with(record.settings);
  const content = hashJson(comparisons.map(({ first, second, answer }) => ({ first, second, answer }))).slice(0, 12);
  const id = canonicalId(settled, { ...settings, content, name });
  checkPessimism(id, settings);
  return {
    id,
    title: `learned from the comparisons ${name}`,
    asks: [],
    world: "simulator",
    sampled: settings.members > 1 || settings["held-out"] > 0,
    tables: () => ({}),
    fit: (problem, rng) => fit(problem, record, settings, rng),
  };
}
