import type { OverseenProblem, Policy, Rng } from "@firebreak/core";
import { type EncodingKind, encodeStates, openNetBlock, tensorsOf } from "@firebreak/core/neural";
import { type CloningPlan, checkedDemonstrations, fitDemonstrations } from "./demonstrations.ts";
import { netWorld, softmaxPolicies } from "./tabulate.ts";

/** A net to clone with, and how long. */
export interface CloneSettings extends CloningPlan {
  readonly hidden: readonly number[];
  readonly learningRate: number;
  readonly l2?: number;
  readonly encoding: EncodingKind;
}

/**
 * Clones demonstrations that are there already, whoever made them: one net a seed, each with demonstrations and luck of its own. Asks
 * nobody and charges nobody.
 *
 * @throws FirebreakError "bad-episodes" for a seed without demonstrations, a state that the world does not have, or an action that is
 *   not legal there; whatever `encodeStates` throws.
 */
export function cloneDemonstrations(
  world: Pick<OverseenProblem, "dynamics" | "drawOrder" | "observations" | "tensors">,
  shown: readonly (readonly { readonly state: number; readonly action: number }[])[],
  training: CloneSettings & { readonly rngs: readonly Rng[] },
): readonly Policy[] {
  const { dynamics, drawOrder, observations } = world;
  const { rngs, ...settings } = training;
  const encoding = encodeStates(observations, settings.encoding);
  const played = netWorld(dynamics, drawOrder, encoding.order);
  const demonstrations = shown.map((pairs) => checkedDemonstrations(pairs, played));
  const fresh = rngs.map((rng) => rng.fork("weights"));
  const block = openNetBlock(tensorsOf(world), encoding, { ...settings, outputs: dynamics.actionCount }, fresh);
  try {
    fitDemonstrations(
      block,
      played,
      demonstrations,
      settings,
      rngs.map((rng) => rng.fork("batches")),
    );
    return softmaxPolicies(block, played);
  } finally {
    block.dispose();
  }
}
