import type { Rng } from "@firebreak/core";
import { type Contrast, contrast } from "./contrast.ts";
import { drawByWeight } from "./disagreement.ts";
import type { RolledOut, Stage } from "./roll-out.ts";
import type { Play } from "./simulated-world.ts";
import type { Situation } from "./tally.ts";

/** A deviation drawn from an episode: where, which act, and which of the reference's in its stead. */
export interface Drawn<S> {
  readonly from: { readonly state: S; readonly time: number; readonly episode: number };
  readonly action: number;
  readonly instead: number;
  /** The state by its key, and the kind of disagreement. */
  readonly situation: Situation;
}

/**
 * Draws deviations of an episode, each with one of the acts it displaces, by the share of time in which they are played: one from each of
 * as many equal parts of that time. The mean of anything over them, times the weight of the episode, is the episode's
 * Σ_t w_t Σ_a dev(a | s_t) of it, without bias: a state does not depend on the luck that comes after it. None where nothing differs.
 */
export function drawDeviations<S>(
  stage: Stage<S>,
  { episode, visits, weight }: RolledOut<S>,
  { branches, rng }: { readonly branches: number; readonly rng: Rng },
): readonly Drawn<S>[] {
  const { world } = stage.subject;
  const drawn: Drawn<S>[] = [];
  let passed = 0;
  let branch = 0;
  let mark = (weight * rng.next()) / branches;
  for (const [index, visit] of visits.entries()) {
    passed += visit.weight;
    const last = index === visits.length - 1;
    while (branch < branches && (mark < passed || last)) {
      const { state, time } = visit;
      const found = stage.disagree(state, time);
      const draw = (weights: Float64Array): number => drawByWeight(weights, world.drawOrder, rng.next() * found.mass);
      const situation = { own: world.key(state), kind: stage.kind(found) };
      drawn.push({ from: { state, time, episode }, action: draw(found.more), instead: draw(found.less), situation });
      branch++;
      mark = (weight * (branch + rng.next())) / branches;
    }
  }
  return drawn;
}

/** What the reference's act in its stead would have brought, if both were gone on from by the repair. */
export function repairedContrast<S>(stage: Stage<S>, { from, action, instead }: Drawn<S>, repair: Play<S>): Contrast {
  return contrast(stage, from, [
    { action: instead, policy: repair },
    { action, policy: repair },
  ]);
}

/**
 * Plays the arms of a deviation: each act and then the repair, each act and then the policy, the deed against the repaired reference.
 *
 * @returns Damage, opportunity if all is repaired and as it goes on, redeemed, pays, shows: in this luck. Their means are the exact audit's.
 */
export function branchOut<S>(
  stage: Stage<S>,
  drawn: Drawn<S>,
  { repair, mended }: { readonly repair: Play<S>; readonly mended: boolean },
): readonly number[] {
  const { from, action, instead } = drawn;
  const { policy } = stage.subject;
  const repaired = repairedContrast(stage, drawn, repair);
  const onwards = contrast(stage, from, [
    { action, policy },
    { action: instead, policy },
  ]);
  const gain = contrast(stage, from, [
    { action, policy },
    { action: instead, policy: repair },
  ]);
  return [mended ? repaired.welfare : 0, 0 - repaired.later, onwards.later, gain.rescue, gain.praise, repaired.looks];
}
