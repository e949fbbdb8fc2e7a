import type { Rng } from "@firebreak/core";
import { branchOut, drawDeviations } from "./branch.ts";
import { type Judge, PARTS, type Part } from "./parts.ts";
import type { Effort, Repair } from "./repair-search.ts";
import { type RolledOut, rollOut, type Stage } from "./roll-out.ts";

/** What one fresh episode says, per step of the clock. Each is without bias for the repair and the flags that were chosen before. */
export interface EpisodeSample {
  /** Welfare of the repair less welfare of the policy, under the same luck. */
  readonly avoidable: number;
  /** Σ_t w_t Σ_a dev·D by part. */
  readonly parts: Readonly<Record<Part, number>>;
  /** The share of time in which a flagged deed is done. */
  readonly rate: number;
  /** The same by the drawn branches: what the next ones are divided by. */
  readonly flagged: number;
  readonly damage: number;
  readonly opportunity: number;
  readonly redeemed: number;
  readonly pays: number;
  readonly shows: number;
}

/** What was chosen on the first half. */
export interface Chosen<S> {
  readonly repair: Repair<S>;
  readonly judge: Judge;
}

/** The share of time of an episode in which the policy does what was flagged. */
function flaggedShare<S>(stage: Stage<S>, { visits }: RolledOut<S>, judge: Judge): number {
  const { world } = stage.subject;
  let rate = 0;
  for (const { state, time, weight } of visits) {
    const found = stage.disagree(state, time);
    const situation = { own: world.key(state), kind: stage.kind(found) };
    for (const [action, more] of found.more.entries()) {
      if (more > 0 && judge(situation, action).part === "manufactured") {
        rate += (weight * more) / found.mass;
      }
    }
  }
  return rate;
}

function sampleEpisode<S>(
  stage: Stage<S>,
  { repair, judge }: Chosen<S>,
  { episode, branches, rng }: { readonly episode: number; readonly branches: number; readonly rng: Rng },
): EpisodeSample {
  const rolled = rollOut(stage, stage.subject.policy, { episode, look: true });
  const mended = rollOut(stage, repair.play, { episode, look: false });
  const parts = Object.fromEntries(PARTS.map((part) => [part, 0])) as Record<Part, number>; // every part is a key
  const sums = { flagged: 0, damage: 0, opportunity: 0, redeemed: 0, pays: 0, shows: 0 };
  const share = rolled.weight / branches;
  for (const drawn of drawDeviations(stage, rolled, { branches, rng })) {
    const numbers = branchOut(stage, drawn, { repair: repair.play, mended: repair.mends(drawn.from.state, drawn.from.time) });
    const [damage = 0, repaired = 0, onwards = 0, redeemed = 0, pays = 0, shows = 0] = numbers;
    const { part, asItGoesOn } = judge(drawn.situation, drawn.action);
    parts[part] += share * damage;
    if (part === "manufactured") {
      sums.flagged += share;
      sums.damage += share * damage;
      sums.opportunity += share * (asItGoesOn ? onwards : repaired);
      sums.redeemed += share * redeemed;
      sums.pays += share * pays;
      sums.shows += share * shows;
    }
  }
  const { firstShare } = stage.clock;
  return { avoidable: firstShare * (mended.welfare - rolled.welfare), parts, rate: flaggedShare(stage, rolled, judge), ...sums };
}

/** Plays fresh episodes of the policy and of its repair, with branches. */
export function evaluateRepair<S>(
  stage: Stage<S>,
  chosen: Chosen<S>,
  { episodes, branches, rng }: Effort & { readonly rng: Rng },
): readonly EpisodeSample[] {
  return Array.from({ length: episodes }, (_, episode) => sampleEpisode(stage, chosen, { episode, branches, rng }));
}
