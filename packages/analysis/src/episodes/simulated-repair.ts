import { FirebreakError, type MeasuringCriterion, type Rng } from "@firebreak/core";
import { repairClock, type Thresholds } from "../audits/best-repair.ts";
import { THRESHOLD_SHARE } from "../audits/conventions.ts";
import { estimateFrom } from "./estimate-from.ts";
import { evaluateRepair } from "./evaluate-repair.ts";
import { flagsAny, judgeBy, type Part, tallyDeeds } from "./parts.ts";
import { type Repair, searchRepair } from "./repair-search.ts";
import { type Extremes, openStage } from "./roll-out.ts";
import { cutBias, simulatedClock } from "./simulated-clock.ts";
import { concluded, type SimulatedRepair } from "./simulated-report.ts";
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
  /** How a deed, done where the reference would not, was judged on the first half. */
  partOf(state: S, time: number, action: number): Part;
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
  return {
    repair: repair.play,
    partOf(state, time, action) {
      const found = second.disagree(state, time);
      return chosen.judge({ own: subject.world.key(state), kind: second.kind(found) }, action).part;
    },
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
      estimates: estimateFrom(samples, { clock, met: second.extremes, level, mends: !repair.empty, flags: flagsAny(deeds, thresholds) }),
    }),
  };
}
