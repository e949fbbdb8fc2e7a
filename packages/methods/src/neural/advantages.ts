import type { ActedStep } from "./actors.ts";

/** What each step of a rollout brought beyond what was expected, and what its state was worth: both as long as the rollout. */
export interface Advantages {
  readonly advantage: Float64Array;
  readonly worth: Float64Array;
}

/**
 * Generalised advantage estimates (Schulman et al. 2016, eq. 16): A_t = δ_t + γλ·A_(t+1) within an episode, δ_t = r_t + γ·V(s_(t+1)) −
 * V(s_t), V after a terminal state being 0. A step whose episode is cut, and the last one of a rollout, go by what V expects from there.
 * `worth` is A_t + V(s_t).
 */
export function generalisedAdvantages(
  steps: readonly ActedStep[],
  values: { readonly here: ArrayLike<number>; readonly next: ArrayLike<number> },
  pace: { readonly discount: number; readonly lambda: number },
): Advantages {
  const { discount, lambda } = pace;
  const advantage = new Float64Array(steps.length);
  const worth = new Float64Array(steps.length);
  let later = 0;
  for (let t = steps.length - 1; t >= 0; t--) {
    const step = steps[t];
    if (step !== undefined) {
      const here = values.here[t] ?? 0;
      const ahead = step.end === "terminal" ? 0 : (values.next[t] ?? 0);
      later = step.reward + discount * ahead - here + (step.end === null ? discount * lambda * later : 0);
      advantage[t] = later;
      worth[t] = later + here;
    }
  }
  return { advantage, worth };
}

/** The numbers with mean 0 and standard deviation 1; all 0 where they are all alike. */
export function standardised(numbers: Float64Array): Float64Array {
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const spread = Math.sqrt(numbers.reduce((sum, number) => sum + (number - mean) * (number - mean), 0) / numbers.length);
  return numbers.map((number) => (number - mean) / (spread + 1e-8));
}
