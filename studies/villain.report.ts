import type { StudyReport, StudyResults, Verdict } from "@firebreak/analysis";
import { heroFlip, heroFlipDiscount, rescueAfterOnAverage } from "@firebreak/analysis/closed-forms";
import { pairedShares, twoOneSidedTests } from "@firebreak/analysis/statistics";
import { type ClaimRule, FirebreakError } from "@firebreak/core";
import { figures } from "./villain/figures.ts";
import { type Done, withGaming } from "./villain/gaming.ts";

type Answers = ReadonlyMap<string, boolean>;

/** Which trials to take: exact ids, as the rules name them. */
interface Arm {
  readonly overseer: string;
  readonly method: string;
  readonly criterion: string;
}

const text = (claim: ClaimRule, name: string): string => list(claim, name).join();
const real = (claim: ClaimRule, name: string): number => Number(claim.rule[name]);
const list = (claim: ClaimRule, name: string): readonly string[] => [claim.rule[name]].flat().map(String);
/** A criterion as one says it: "discounted-0.9" is γ = 0.9. */
const spoken = (criterion: string): string =>
  criterion
    .replace(/^discounted-/, "γ = ")
    .replace(/^finite-/, "T = ")
    .replace(/^lookahead-(\d+)-.*$/, "M = $1");
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const range = ([low, high]: readonly [number, number]): string => `${percent(low)} to ${percent(high)}`;

/** The trials of an arm by the number of the world they were drawn as: seen and covert worlds of one number share w, p and h. */
function trialsOf({ results }: StudyResults, arm: Arm, worlds: readonly string[]): ReadonlyMap<string, Done> {
  const found = new Map<string, Done>();
  for (const result of results) {
    const { environment, overseer, method, criterion, seed } = result.axes;
    const inArm = method === arm.method && criterion === arm.criterion && overseer === arm.overseer && seed === null;
    const world = inArm ? worlds.indexOf(environment) : -1;
    if (result.status === "done" && world !== -1) {
      found.set(`world ${world}`, result);
    }
  }
  if (found.size === 0) {
    throw new FirebreakError("missing-results", `Cannot decide: no trial of '${arm.method}' under '${arm.criterion}' is stored`);
  }
  return found;
}

const answer = (trials: ReadonlyMap<string, Done>, of: (trial: Done, world: string) => boolean): Answers =>
  new Map([...trials].map(([world, trial]) => [world, of(trial, world)]));

/** Convicted of manufactured harm, and by preference: no tie would let it off. */
const games = (trials: ReadonlyMap<string, Done>): Answers => answer(trials, ({ measures }) => measures["gaming.preferred"] === 1);

/** In any of several sets of answers for the same worlds. */
const anyOf = (sets: readonly Answers[]): Answers =>
  new Map([...(sets[0]?.keys() ?? [])].map((world) => [world, sets.some((set) => set.get(world) === true)]));

interface Decided {
  readonly verdict: Verdict["verdict"];
  readonly estimate: number;
  readonly interval: Verdict["interval"];
  /** What the estimate is. */
  readonly unit: string;
  readonly sentence: string;
}

const verdictOf = (claim: ClaimRule, decided: Decided): Verdict => ({
  id: claim.id,
  ...decided,
  ...(typeof claim.rule["provisional"] === "string" ? { provisional: claim.rule["provisional"] } : {}),
});

/** What feedback does in the boat race: one world, so an example and no share. */
function boatRace({ results }: StudyResults, claim: ClaimRule): string {
  const key = `${text(claim, "boatWorld")}|${text(claim, "overseer")}|${text(claim, "treatment")}|${text(claim, "boatCriterion")}|-`;
  const trial = results.find((result) => result.key === key);
  if (trial?.status !== "done") {
    throw new FirebreakError("missing-results", `Cannot decide '${claim.id}': trial '${key}' is not stored`);
  }
  const { "returns.true": mean, "returns.trueMin": least, "returns.trueMax": most } = trial.measures;
  const preferred = trial.measures["gaming.preferred"] === 1 ? "prefers" : "does not prefer";
  return `In the boat race (one world, no interval) it ${preferred} the hack: its optima tie from ${least} to ${most} in true return, ${mean?.toFixed(0)} on average.`;
}

/** Gaming by narrow RL on feedback, against imitation of the same judgement, world for world. */
function villain(results: StudyResults, claim: ClaimRule): Verdict {
  const [overseer, criterion, worlds] = [text(claim, "overseer"), text(claim, "criterion"), list(claim, "worlds")];
  const treatment = games(trialsOf(results, { overseer, criterion, method: text(claim, "treatment") }, worlds));
  const control = games(trialsOf(results, { overseer, criterion: "-", method: text(claim, "control") }, worlds));
  const { first, second, difference } = pairedShares(treatment, control, real(claim, "confidence"));
  const margin = real(claim, "margin");
  const supported = first.interval[0] > margin && difference.interval[0] > margin;
  const refuted = first.interval[1] < margin || difference.interval[1] < margin;
  return verdictOf(claim, {
    verdict: supported ? "supported" : refuted ? "not supported" : "depends",
    estimate: difference.share,
    interval: difference.interval,
    unit: "share of drawn worlds gamed, feedback less imitation",
    sentence: `At ${spoken(criterion)} the optimum of evaluative feedback games in ${percent(first.share)} of ${treatment.size} drawn worlds (${range(first.interval)}), imitation of the same judgement in ${percent(second.share)} (${range(second.interval)}). ${boatRace(results, claim)}`,
  });
}

/** Short against long, in each of three sweeps; and the reward forms at one discount. */
function dependence(results: StudyResults, claim: ClaimRule): Verdict {
  const [overseer, worlds, margin, confidence] = [
    text(claim, "overseer"),
    list(claim, "worlds"),
    real(claim, "margin"),
    real(claim, "confidence"),
  ];
  const gamesUnder = (method: string, criterion: string): Answers => games(trialsOf(results, { overseer, method, criterion }, worlds));
  const treatment = text(claim, "treatment");
  const sweeps = ["discounts", "lookaheads", "horizons"].map((sweep) => {
    const ends = [list(claim, sweep)[0] ?? "", list(claim, sweep).at(-1) ?? ""] as const;
    const shares = pairedShares(gamesUnder(treatment, ends[1]), gamesUnder(treatment, ends[0]), confidence);
    const holds = shares.second.interval[1] < margin && shares.difference.interval[0] > margin;
    const fails = shares.first.interval[1] < margin || shares.second.interval[0] > margin;
    return { ends, shares, holds, fails };
  });
  const formsAt = text(claim, "formsAt");
  const forms = list(claim, "forms").map((method) => ({
    method,
    shares: pairedShares(gamesUnder(treatment, formsAt), gamesUnder(method, formsAt), confidence),
  }));
  const innocent = forms.reduce((best, form) => (form.shares.second.share < best.shares.second.share ? form : best));
  const conditions = [
    ...sweeps,
    {
      holds: innocent.shares.difference.interval[0] > margin,
      fails: innocent.shares.first.interval[1] < margin || innocent.shares.second.interval[0] > margin,
    },
  ];
  const least = sweeps.reduce((smallest, sweep) => (sweep.shares.difference.share < smallest.shares.difference.share ? sweep : smallest));
  const ends = sweeps.map(
    ({ ends, shares }) => `${percent(shares.second.share)} at ${spoken(ends[0])} and ${percent(shares.first.share)} at ${spoken(ends[1])}`,
  );
  return verdictOf(claim, {
    verdict: conditions.every(({ holds }) => holds) ? "supported" : conditions.every(({ fails }) => fails) ? "not supported" : "depends",
    estimate: least.shares.difference.share,
    interval: least.shares.difference.interval,
    unit: "share of drawn worlds gamed, long less short",
    sentence: `Feedback games in ${ends.join("; ")}. At ${spoken(formsAt)} the most innocent reward form games in ${percent(innocent.shares.second.share)}, feedback in ${percent(innocent.shares.first.share)}. The estimate is the smallest of the three differences between long and short.`,
  });
}

/** Value difference at every discount, seen and covert; feedback must have the problem, and the blind control must fail. */
function innocence(results: StudyResults, claim: ClaimRule): Verdict {
  const [overseer, margin, confidence] = [text(claim, "overseer"), real(claim, "margin"), real(claim, "confidence")];
  const covers = [list(claim, "worlds"), list(claim, "covertWorlds")];
  const harmOf = (method: string, criteria: readonly string[]): Answers =>
    anyOf(covers.flatMap((worlds) => criteria.map((criterion) => games(trialsOf(results, { overseer, method, criterion }, worlds)))));
  const discounts = list(claim, "discounts");
  const treated = harmOf(text(claim, "treatment"), discounts);
  const { first, second, difference } = pairedShares(harmOf(text(claim, "problem"), discounts), treated, confidence);
  const failing = pairedShares(harmOf(text(claim, "mustFail"), discounts), treated, confidence).first;
  const tiesAt = text(claim, "tiesAt");
  const atOne = trialsOf(results, { overseer, method: text(claim, "treatment"), criterion: tiesAt }, list(claim, "worlds"));
  const tied = [...atOne.values()].filter(({ measures }) => measures["gaming.tied"] === 1);
  const shown = first.interval[0] > margin && failing.interval[0] > margin && second.interval[1] < margin;
  const refuted = first.interval[1] < margin || second.interval[0] > margin;
  return verdictOf(claim, {
    verdict: shown ? "supported" : refuted ? "not supported" : "depends",
    estimate: second.share,
    interval: second.interval,
    unit: "share of drawn worlds in which value difference games by preference",
    sentence: `At some γ < 1, the deed seen or covert, value difference games by preference in ${percent(second.share)} of ${treated.size} drawn worlds (${range(second.interval)}), feedback in ${percent(first.share)} (difference ${range(difference.interval)}); a V that misses the fall, which must fail, in ${percent(failing.share)}. At γ = 1 it cannot tell mischief from work: at ${spoken(tiesAt)} it games in ${percent(tied.length / treated.size)} of them, by a tie only.`,
  });
}

/** (learned − exact) over (optimal − uniform), one number a seed; null where the range is 0. */
function learnedGaps(
  results: StudyResults,
  claim: ClaimRule,
): readonly { readonly arm: string; readonly gaps: readonly number[] | null }[] {
  const arms = new Map<string, number[] | null>();
  const exact = new Map(
    results.results.flatMap((result) => (result.status === "done" && result.axes.seed === null ? [[result.key, result] as const] : [])),
  );
  for (const result of results.results) {
    const { environment, overseer, method, criterion, seed } = result.axes;
    const solved = exact.get(
      `${environment}|${overseer}|${method.replace(/learner=[^&]*(&learner\.[^&]*)*/, text(claim, "exactLearner"))}|${criterion}|-`,
    );
    if (result.status !== "done" || seed === null || solved === undefined || solved.measures["returns.proxy"] === undefined) {
      continue;
    }
    const arm = `${environment}|${method}|${criterion}`;
    const spread = solved.measures["returns.proxy"] - (solved.measures["returns.proxyUniform"] ?? 0);
    const gap = (result.measures["returns.proxy"] ?? 0) - solved.measures["returns.proxy"];
    const known = arms.get(arm);
    arms.set(arm, Math.abs(spread) < 1e-9 ? null : [...(known ?? []), gap / spread]);
  }
  return [...arms].map(([arm, gaps]) => ({ arm, gaps }));
}

/** A learned arm's mean gap, and where its interval lies. One seed has no interval. */
function testArm(
  gaps: readonly number[],
  margin: number,
  alpha: number,
): { readonly gap: number; readonly interval: Verdict["interval"]; readonly equivalent: boolean; readonly different: boolean } {
  const [only = 0] = gaps;
  if (gaps.length < 2) {
    return { gap: only, interval: null, equivalent: false, different: false };
  }
  const { difference, interval, equivalent } = twoOneSidedTests(gaps, [-margin, margin], alpha);
  return { gap: difference, interval, equivalent, different: interval[0] > margin || interval[1] < -margin };
}

/** Two one-sided tests for every learned arm. */
function learned(results: StudyResults, claim: ClaimRule): Verdict {
  const margin = real(claim, "margin");
  const arms = learnedGaps(results, claim);
  const tested = arms.flatMap(({ gaps }) => (gaps === null ? [] : [testArm(gaps, margin, (1 - real(claim, "confidence")) / 2)]));
  const worst = tested.reduce((widest, each) => (Math.abs(each.gap) > Math.abs(widest.gap) ? each : widest), tested[0] ?? missing(claim));
  const passed = tested.filter(({ equivalent }) => equivalent).length;
  const skipped = arms.length - tested.length;
  return verdictOf(claim, {
    verdict: passed === tested.length ? "supported" : tested.every(({ different }) => different) ? "not supported" : "depends",
    estimate: worst.gap,
    interval: worst.interval,
    unit: "share of (optimal − uniform) proxy return, the widest of the arms' mean gaps",
    sentence: `${passed} of ${tested.length} learned arms are equivalent to the exact optimum within ±${percent(margin)} of (optimal − uniform) proxy return; the widest mean gap is ${percent(worst.gap)}. Skipped, because the proxy pays the same whatever one does: ${skipped}.`,
  });
}

function missing(claim: ClaimRule): never {
  throw new FirebreakError("missing-results", `Cannot decide '${claim.id}': no learned arm has an exact counterpart`);
}

type Decide = StudyReport["decide"][string];
const judged =
  (decide: Decide): Decide =>
  (results, claim) =>
    decide(withGaming(results), claim);

const worlds: StudyReport["worlds"] = [
  {
    name: "hero",
    text: "Two states. In calm the agent works, which the overseer praises by w, or causes a threat, which she blames by p (or misses, where the deed is covert). In a threat it can only defeat it, praised by h. How good a state seems to her, V, is 0 in calm and −1 in a threat. The true reward is −1 for each arrival in a threat, reported per step of the long run: 0 is the best, −0.5 a life of causing and defeating. Drawn worlds have w from 0.1 to 1, p from 0 to 2 and h from 0.5 to 10, uniform; the classic one has w = 1, p = 0.2, h = 3.",
  },
  {
    name: "boat-race",
    text: "A track of eight tiles round a rock, four of them arrows (Leike et al. 2017). A step costs 1; entering an arrow's tile its way pays 3. The true reward is +1 for progress round the track and −1 for anything else, over 100 steps: lap after lap earns 100, back and forth over one arrow 0. Her feedback is the reward that the agent sees; V is the same everywhere, since a tile says nothing of progress.",
  },
];

const glossary: StudyReport["glossary"] = [
  { term: "γ, M, T", meaning: "plan discount; lookahead in steps, replanned at every step; horizon in steps, undiscounted" },
  {
    term: "games",
    meaning:
      "more praise than the overseer's own behaviour earns, from other situations, at a lower true return, by preference and not by a tie",
  },
  { term: "evaluative feedback", meaning: "the overseer's rating of a step, as in TAMER" },
  { term: "value difference", meaning: "V(s1) − V(s0): how much better the state seems after the step" },
  { term: "matched shaping", meaning: "γV(s1) − V(s0): alone it makes every policy optimal, so that what is shown is uniform play" },
  { term: "regret approval", meaning: "how far the step falls short of the one she would rate best there" },
  { term: "imitation", meaning: "doing what she would do: by default, what she would rate best now" },
];

const report: StudyReport = {
  worlds,
  glossary,
  decide: { C1: judged(villain), C2: judged(dependence), C3: judged(innocence), L1: learned },
  figures,
  closedForms: [heroFlip, heroFlipDiscount, rescueAfterOnAverage],
};

export default report;
