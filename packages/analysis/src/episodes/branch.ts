import type { Rng } from "@firebreak/core";
import { type Contrast, contrast } from "./contrast.ts";
import { drawByWeight } from "./disagreement.ts";
import { drawVisit, type RolledOut, type Stage } from "./roll-out.ts";
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
 * Draws a deviation of an episode by the share of time in which it is played, and one of the acts it displaces. Whatever is a mean over
 * such draws, times the weight of the episode, is the episode's Σ_t w_t Σ_a dev(a | s_t) of it, without bias: a state does not depend on
 * the luck that comes after it.
 */
export function drawDeviation<S>(
  stage: Stage<S>,
  rolled: RolledOut<S>,
  { episode, rng }: { readonly episode: number; readonly rng: Rng },
): Drawn<S> | null {
  const visit = drawVisit(rolled, rng.next());
  if (visit === undefined) {
    return null;
  }
  const { world } = stage.subject;
  const { state, time } = visit;
  const found = stage.disagree(state, time);
  const draw = (sign: 1 | -1): number => drawByWeight(found.excess, world.drawOrder, { u: rng.next(), sign, total: found.mass });
  return {
    from: { state, time, episode },
    action: draw(1),
    instead: draw(-1),
    situation: { own: world.key(state), kind: stage.kind(found) },
  };
}

/** What the reference's act in its stead would have brought, if both were gone on from by the repair. */
export function repairedContrast<S>(stage: Stage<S>, { from, action, instead }: Drawn<S>, repair: Play<S>): Contrast {
  return contrast(stage, from, [
    { action: instead, policy: repair },
    { action, policy: repair },
  ]);
}

/** The numbers of one deviation in one luck; their means are those of the exact audit. */
export const QUANTITIES = ["damage", "opportunity if repaired", "opportunity as it goes on", "redeemed", "pays"] as const;

/** Plays the arms of a deviation: each act and then the repair, each act and then the policy, the deed against the repaired reference. */
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
  return [mended ? repaired.welfare : 0, 0 - repaired.later, onwards.later, gain.rescue, gain.praise];
}
