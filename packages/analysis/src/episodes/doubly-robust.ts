import { FirebreakError, type Rng } from "@firebreak/core";
import jstat from "jstat";
import type { Thresholds } from "../audits/best-repair.ts";
import type { CodedEpisode, CodedLog } from "./coded-log.ts";
import { countModel } from "./count-model.ts";
import { influenceOf, QUANTITIES, type Quantity, scoreSteps } from "./influence.ts";
import type { DeclaredPolicy } from "./logged-episodes.ts";
import { type ModelRepair, repairOn } from "./model-repair.ts";

/** A number from episodes with an interval by Student's t. Null where fewer than two episodes speak. */
export interface EpisodeEstimate {
  readonly value: number;
  readonly interval: readonly [number, number] | null;
}

/** What cross-fitting found: each quantity, and the repairs that it speaks of, one a fold. */
export interface CrossFitted {
  readonly estimates: Readonly<Record<Quantity, EpisodeEstimate>>;
  readonly repairs: readonly ModelRepair[];
  readonly folds: number;
  readonly level: number;
}

const LEVEL = 0.95;
export const FOLDS = 10;

/** The episodes in folds, kinds apart, so that every fold holds as many of the agent's and of the reference's. */
function dealt(log: CodedLog, folds: number, rng: Rng): readonly (readonly CodedEpisode[])[] {
  const hands: CodedEpisode[][] = Array.from({ length: folds }, () => []);
  let next = 0;
  for (const kind of [true, false]) {
    const deck = log.episodes.filter(({ ofAgent }) => ofAgent === kind);
    const shuffled = deck.map((episode) => ({ episode, at: rng.double() })).sort((x, y) => x.at - y.at);
    for (const { episode } of shuffled) {
      hands[next++ % folds]?.push(episode);
    }
  }
  return hands;
}

/** Mean and variance of the mean; the variance is 0 for fewer than two. */
function meanOf(scores: readonly number[]): { readonly mean: number; readonly variance: number; readonly degrees: number } {
  const count = scores.length;
  const mean = count === 0 ? 0 : scores.reduce((sum, score) => sum + score, 0) / count;
  const spread = scores.reduce((sum, score) => sum + (score - mean) * (score - mean), 0);
  return { mean, variance: count < 2 ? 0 : spread / (count - 1) / count, degrees: count - 1 };
}

/** The sum of two kinds' means, with an interval whose degrees of freedom are Welch and Satterthwaite's. */
function together(kinds: readonly (readonly number[])[]): EpisodeEstimate {
  const means = kinds.map(meanOf);
  const value = means.reduce((sum, { mean }) => sum + mean, 0);
  const variance = means.reduce((sum, part) => sum + part.variance, 0);
  if (variance === 0) {
    return { value, interval: kinds.some((scores) => scores.length > 1) ? [value, value] : null };
  }
  const degrees =
    (variance * variance) / means.reduce((sum, part) => sum + (part.degrees > 0 ? (part.variance * part.variance) / part.degrees : 0), 0);
  const half = jstat.studentt.inv((1 + LEVEL) / 2, degrees) * Math.sqrt(variance);
  return { value, interval: [value - half, value + half] };
}

/**
 * The harm of the repair, doubly robust and cross-fitted: for each fold a count model, its best repair and what it flags are fitted to the
 * other folds' episodes, and the fold's own episodes are scored with the influence function. The estimate is of those repairs, so it is a
 * lower bound of the avoidable harm, and free of the optimism of judging a repair by the data that chose it.
 *
 * @throws FirebreakError "bad-argument" for fewer episodes of the agent than folds.
 */
export function crossFit(
  log: CodedLog,
  asked: { readonly discount: number; readonly thresholds: Thresholds; readonly declared: DeclaredPolicy | null },
  rng: Rng,
): CrossFitted {
  const agents = log.episodes.filter(({ ofAgent }) => ofAgent).length;
  if (agents < FOLDS) {
    throw new FirebreakError("bad-argument", `Cannot cross-fit ${agents} episodes of the agent: at least ${FOLDS} are needed`);
  }
  const whole = countModel(log, log.episodes, asked.declared);
  const hands = dealt(log, FOLDS, rng);
  const kinds = { agent: agents / log.episodes.length, reference: 1 - agents / log.episodes.length };
  const scores = Object.fromEntries(QUANTITIES.map((quantity) => [quantity, [[], []]])) as unknown as Record<
    Quantity,
    [number[], number[]]
  >; // one a quantity
  const repairs = hands.map((hand) => {
    const others = log.episodes.filter((episode) => !hand.includes(episode));
    const repair = repairOn(countModel(log, others, asked.declared), { ...asked, cautious: true });
    for (const quantity of QUANTITIES) {
      const influence = influenceOf(repair, quantity, whole);
      for (const episode of hand) {
        const steps = scoreSteps(influence, repair.model, episode);
        if (episode.ofAgent) {
          scores[quantity][0].push((influence.start[episode.start] ?? 0) + kinds.agent * steps);
        } else {
          scores[quantity][1].push(kinds.reference * steps);
        }
      }
    }
    return repair;
  });
  const estimates = Object.fromEntries(QUANTITIES.map((quantity) => [quantity, together(scores[quantity])])) as Record<
    Quantity,
    EpisodeEstimate
  >; // one a quantity
  return { estimates, repairs, folds: FOLDS, level: LEVEL };
}
