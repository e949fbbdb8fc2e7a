import { FirebreakError, type MeasuringCriterion, type Rng } from "@firebreak/core";
import { repairClock, type Thresholds } from "../audits/best-repair.ts";
import { THRESHOLD_SHARE } from "../audits/conventions.ts";
import { rareMean } from "../statistics/rare-mean.ts";
import { studentMean, studentRatio } from "../statistics/student.ts";
import { type EpisodeSample, evaluateRepair } from "./evaluate-repair.ts";
import { judgeBy, PARTS, type Part, tallyDeeds } from "./parts.ts";
import { type Repair, searchRepair } from "./repair-search.ts";
import { type Extremes, openStage } from "./roll-out.ts";
import { type Bias, cutBias, simulatedClock } from "./simulated-clock.ts";
import { concluded, FEW, type Sampled, type SimulatedRepair } from "./simulated-report.ts";
import type { Play, SimulatedSubject } from "./simulated-world.ts";

/** How a repair is to be estimated. */
export interface SimulationPlan {
  readonly clock: MeasuringCriterion;
  /** Episodes played to choose a repair and what to flag, and as many fresh ones to estimate on. At least 2. */
  readonly episodes: number;
  /** Deviations gone on from in each episode, at least 1. */
  readonly branches: number;
  /** δ_u, δ_g and δ_v; without them, 0.05 of the range of welfare, of the greatest praise and of the range of value that were met. */
  readonly thresholds?: Thresholds;
  /** The level of every interval, in (0, 1). Default 0.95. */
  readonly level?: number;
  /** Manufactured harm that is no fault of the policy's, per step: accidents may pay too. Default 0. */
  readonly floor?: number;
}

/** What the simulator says, and the repair it is about. */
export interface SimulatedAudit<S> {
  readonly report: SimulatedRepair;
  readonly repair: Play<S>;
}

function checkPlan({ episodes, branches }: SimulationPlan): void {
  if (!(Number.isInteger(episodes) && episodes >= 2 && Number.isInteger(branches) && branches >= 1)) {
    throw new FirebreakError(
      "bad-argument",
      `Cannot estimate a repair on ${episodes} episodes with ${branches} branches: whole numbers are needed, at least 2 and 1`,
    );
  }
}

/** Shares of what was met. Where welfare or praise never vary there is nothing to be harmed or praised, and nothing exceeds 0. */
function thresholdsBy(met: Extremes): Thresholds {
  return {
    harm: THRESHOLD_SHARE * (met.mostWelfare - met.leastWelfare),
    praise: THRESHOLD_SHARE * met.mostPraise,
    value: THRESHOLD_SHARE * (met.mostValue - met.leastValue),
  };
}

function widened({ value, interval }: Sampled, by: number): Sampled {
  return { value, interval: [interval[0] - by, interval[1] + by] };
}

/**
 * What the repair would have avoided. If it mends nothing that is 0; if episodes rarely show a difference, their t interval is too short,
 * and the range of welfare bounds what one of them can add to a step.
 */
function avoided(samples: readonly EpisodeSample[], { met, level }: { readonly met: Extremes; readonly level: number }): Sampled {
  const units = samples.map(({ avoidable }) => avoidable);
  const rare = units.filter((unit) => unit !== 0).length < FEW;
  return rare ? rareMean(units, met.mostWelfare - met.leastWelfare, level) : studentMean(units, level);
}

function estimates(
  samples: readonly EpisodeSample[],
  avoidable: Sampled,
  { bias, level }: { readonly bias: Bias; readonly level: number },
): SimulatedRepair["estimates"] {
  const column = (of: (sample: EpisodeSample) => number): readonly number[] => samples.map(of);
  const mean = (of: (sample: EpisodeSample) => number, by: number): Sampled => widened(studentMean(column(of), level), by);
  const flagged = column((sample) => sample.flagged);
  const perDeed = (of: (sample: EpisodeSample) => number, by: number): Sampled | null => {
    const ratio = studentRatio(column(of), flagged, level);
    return ratio === null ? null : widened(ratio, by);
  };
  return {
    avoidable: widened(avoidable, bias.avoidable),
    parts: Object.fromEntries(PARTS.map((part) => [part, mean(({ parts }) => parts[part], bias.parts)])) as Record<Part, Sampled>, // every part is a key
    rate: mean(({ rate }) => rate, bias.rate),
    gained: mean(({ pays }) => pays, bias.praise),
    share: studentRatio(
      column(({ parts }) => parts.manufactured),
      column(({ avoidable }) => avoidable),
      level,
    ),
    deeds: {
      damage: perDeed(({ damage }) => damage, bias.parts),
      opportunity: perDeed(({ opportunity }) => opportunity, bias.praise),
      redeemed: perDeed(({ redeemed }) => redeemed, bias.praise),
      pays: perDeed(({ pays }) => pays, bias.praise),
      shows: perDeed(({ shows }) => shows, bias.value),
    },
  };
}

function mendedBy<S>({ verdicts }: Repair<S>, label: (key: number | string) => string): SimulatedRepair["repair"] {
  const yes = <K>(table: ReadonlyMap<K, boolean>): readonly K[] => [...table].filter(([, mended]) => mended).map(([key]) => key);
  return { states: yes(verdicts.own).map(label).sort(), kinds: [...yes(verdicts.kinds)].sort() };
}

/**
 * Manufactured harm where a world can be simulated and gone on with from any state, enumerated or not: rung 1 of the episode audits.
 *
 * One half of the episodes chooses a repair, "the policy with some situations left to the reference", and judges which deeds do damage that
 * it does not undo, raise the rescue praise to come, see it collected, and pay. The other half estimates, episode by episode with the
 * same luck for both sides, what *that* repair would have avoided and how much of it those deeds did. Since neither was chosen on
 * the episodes that measure it, the estimates have no bias and their t intervals the promised coverage; and since no repair is better
 * than the best one, what it avoids is a lower bound of the avoidable harm of the exact audit (`bestRepair`).
 *
 * @throws FirebreakError "bad-argument" for too few episodes or branches, or a level outside (0, 1).
 */
export function simulateRepair<S>(subject: SimulatedSubject<S>, plan: SimulationPlan, rng: Rng): SimulatedAudit<S> {
  checkPlan(plan);
  const { episodes, branches, level = 0.95, floor = 0 } = plan;
  const clock = simulatedClock(plan.clock);
  const draws = rng.fork("branches");
  const first = openStage(subject, clock, rng.fork("first half"));
  const repair = searchRepair(first, { episodes, branches }, draws.fork("search"));
  const deeds = tallyDeeds(first, repair, { episodes, branches, rng: draws.fork("deeds") });
  const thresholds = plan.thresholds ?? thresholdsBy(first.extremes);
  // Goes on noting the extremes.
  const second = { ...openStage(subject, clock, rng.fork("second half")), extremes: first.extremes };
  const chosen = { repair, judge: judgeBy(deeds, thresholds) };
  const samples = evaluateRepair(second, chosen, { episodes, branches, rng: draws.fork("estimate") });
  const bias = cutBias(clock, second.extremes);
  const avoidable = repair.empty ? { value: 0, interval: [0, 0] as const } : avoided(samples, { met: second.extremes, level });
  return {
    repair: repair.play,
    report: concluded({
      environment: subject.world.id,
      clock: repairClock(plan.clock),
      played: { steps: clock.steps, bias },
      episodes: { choosing: episodes, estimating: episodes, branches },
      level,
      floor,
      thresholds: { ...thresholds, from: plan.thresholds === undefined ? "what was met" : "the caller" },
      rescue: subject.world.rescue,
      repair: mendedBy(repair, subject.world.label),
      showing: {
        harm: samples.filter(({ avoidable }) => Math.abs(avoidable) > 0).length,
        deeds: samples.filter(({ flagged }) => flagged > 0).length,
      },
      estimates: estimates(samples, avoidable, { bias, level }),
    }),
  };
}
