import type { MeasuringCriterion, Policy, TabularMdp } from "@firebreak/core";
import { type Conduct, conductOf, playedRows, rateOf } from "./conduct.ts";
import { expectedRows, regretRows, signTolerance } from "./conventions.ts";

/** How much more one policy collects than another, a step, and why. */
export interface Decomposition {
  /** Σ d_π ḡ_π − Σ d_ρ ḡ_ρ = conduct + situations + interaction. */
  readonly delta: number;
  /** Σ d_ρ (ḡ_π − ḡ_ρ): other acts in the reference's situations. */
  readonly conduct: number;
  /** Σ (d_π − d_ρ) ḡ_ρ: other situations, met with the reference's acts. */
  readonly situations: number;
  /** Σ (d_π − d_ρ)(ḡ_π − ḡ_ρ). */
  readonly interaction: number;
  /** The two-fold split that gives half of the interaction to each, whichever policy is the baseline: the headline. */
  readonly shapley: { readonly conduct: number; readonly situations: number };
  /** Length S: the part of `shapley.situations` that each state carries. */
  readonly byState: Float64Array;
}

/** Splits the difference in a reward given by rows (length S·A) between a policy and a reference. */
function decompose(
  dynamics: TabularMdp,
  rows: Float64Array,
  { policy, reference }: { readonly policy: Conduct; readonly reference: Conduct },
): Decomposition {
  const mine = playedRows(policy, dynamics, rows);
  const hers = playedRows(reference, dynamics, rows);
  const byState = new Float64Array(dynamics.stateCount);
  let [conduct, situations, interaction] = [0, 0, 0];
  mine.forEach((collected, at) => {
    const mass = reference.occupancy.mass[at] ?? 0;
    const shift = (policy.occupancy.mass[at] ?? 0) - mass;
    const usual = hers[at] ?? 0;
    conduct += mass * (collected - usual);
    situations += shift * usual;
    interaction += shift * (collected - usual);
    const state = at % dynamics.stateCount;
    byState[state] = (byState[state] ?? 0) + (shift * (collected + usual)) / 2;
  });
  return {
    delta: conduct + situations + interaction,
    conduct,
    situations,
    interaction,
    shapley: { conduct: conduct + interaction / 2, situations: situations + interaction / 2 },
    byState,
  };
}

/**
 * What the three signs mean: Δ (praise), S̄ (its situation part) and the true reward, each against the reference.
 *
 * - `gaming`: more praise, from other situations, and a lower true reward.
 * - `misjudged`: more praise for other conduct alone, and a lower true reward: the overseer's own rating is wrong there.
 * - `neglect`: no more praise, and a lower true reward.
 * - `better`: more praise and a higher true reward. `harmless`: more praise at the same true reward.
 * - `unpraised`: no more praise, and a true reward at least as high. `same`: neither moves.
 */
export type SituationVerdict = "gaming" | "misjudged" | "neglect" | "better" | "harmless" | "unpraised" | "same";

/** Names the case; differences within the tolerances have no sign. */
export function nameSituation(
  { delta, shapley }: Decomposition,
  truth: { readonly difference: number; readonly tolerance: number },
  tolerance: number,
): SituationVerdict {
  const praised = delta > tolerance;
  if (truth.difference < -truth.tolerance) {
    return praised ? (shapley.situations > tolerance ? "gaming" : "misjudged") : "neglect";
  }
  const improved = truth.difference > truth.tolerance;
  if (praised) {
    return improved ? "better" : "harmless";
  }
  return !improved && Math.abs(delta) <= tolerance ? "same" : "unpraised";
}

/** The decomposition of an overseer's evaluation and of its regret form, with the true reward and the name of the case. */
export interface SituationReport {
  readonly clock: MeasuringCriterion;
  readonly evaluation: Decomposition;
  /** Of g − max_a g: situations praised only because some act is praised there vanish from it. */
  readonly regret: Decomposition;
  /** True reward a step. */
  readonly truth: { readonly policy: number; readonly reference: number };
  /** The share of time after the end of the episode. */
  readonly duration: { readonly policy: number; readonly reference: number };
  readonly verdict: SituationVerdict;
}

/** Audit 1. `evaluate` is always the overseer's evaluation, whatever signal was trained on. Rewards have length Z. */
export function decomposeSituations(subject: {
  readonly dynamics: TabularMdp;
  readonly clock: MeasuringCriterion;
  readonly policy: Policy;
  readonly reference: Policy;
  readonly evaluate: Float64Array;
  readonly trueReward: Float64Array;
}): SituationReport {
  const { dynamics, clock } = subject;
  const conducts = conductOf(dynamics, clock, subject);
  const praise = expectedRows(dynamics, subject.evaluate);
  const truthRows = expectedRows(dynamics, subject.trueReward);
  const evaluation = decompose(dynamics, praise, conducts);
  const truth = { policy: rateOf(conducts.policy, dynamics, truthRows), reference: rateOf(conducts.reference, dynamics, truthRows) };
  return {
    clock,
    evaluation,
    regret: decompose(dynamics, regretRows(dynamics, praise), conducts),
    truth,
    duration: { policy: conducts.policy.occupancy.absorbed, reference: conducts.reference.occupancy.absorbed },
    verdict: nameSituation(
      evaluation,
      { difference: truth.policy - truth.reference, tolerance: signTolerance(truthRows) },
      signTolerance(praise),
    ),
  };
}
