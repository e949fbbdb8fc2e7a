/** Return gaps beyond this are cut: exp of them would say no more. */
const FARTHEST = 50;

/** Σ γ^t r_t of a segment's rewards, in order. */
export function discountedSum(rewards: readonly number[], discount: number): number {
  let [sum, weight] = [0, 1];
  for (const reward of rewards) {
    sum += weight * reward;
    weight *= discount;
  }
  return sum;
}

/** How returns turn into preferences. */
export interface PreferenceModel {
  /** Divides returns; at 0 the larger return is always preferred, and equal ones are each preferred half the time. */
  readonly temperature: number;
  /** The share of answers that are coin flips, in [0, 1]. */
  readonly noise: number;
}

/** log(1 + exp(gap)), whatever the gap. */
const softplus = (gap: number): number => Math.max(gap, 0) + Math.log1p(Math.exp(-Math.abs(gap)));

const logistic = (gap: number): number => 1 / (1 + Math.exp(-Math.min(FARTHEST, Math.max(-FARTHEST, gap))));

/**
 * The chance that the first of two segments is preferred where its return is greater by `gap` (Bradley and Terry 1952; with noise,
 * Christiano et al. 2017, §2.2.3): ε/2 + (1 − ε)/(1 + exp(−gap/temperature)), the exponent cut at ±50.
 */
export function preferenceProbability(gap: number, { temperature, noise }: PreferenceModel): number {
  if (temperature === 0) {
    return noise / 2 + (1 - noise) * ((Math.sign(gap) + 1) / 2);
  }
  return noise / 2 + (1 - noise) * logistic(gap / temperature);
}

/**
 * −log of the chance of an answer (1 the first, 0.5 either, 0 the second), and its derivative by the gap. `temperature` above 0. Without
 * noise nothing is cut: a loss that no longer rises with the gap leaves a search for the least of it where it is.
 */
export function preferenceLoss(gap: number, answer: number, model: PreferenceModel): { readonly loss: number; readonly slope: number } {
  if (model.noise === 0) {
    const gaps = gap / model.temperature;
    return {
      loss: answer * softplus(-gaps) + (1 - answer) * softplus(gaps),
      slope: ((1 - answer) / (1 + Math.exp(-gaps)) - answer / (1 + Math.exp(gaps))) / model.temperature,
    };
  }
  const first = preferenceProbability(gap, model);
  const second = preferenceProbability(-gap, model); // 1 − first would lose its digits
  const scaled = gap / model.temperature;
  const steepness = ((1 - model.noise) * logistic(scaled) * logistic(-scaled)) / model.temperature;
  return {
    loss: -(answer === 0 ? 0 : answer * Math.log(first)) - (answer === 1 ? 0 : (1 - answer) * Math.log(second)),
    slope: steepness * ((1 - answer) / second - answer / first),
  };
}
