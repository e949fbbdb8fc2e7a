/** Ĥ of TAMER: how a trainer will judge each legal pair of a walk. */
export interface HumanModel {
  /** Length P, written by `learn`, or by `settle` where there is one. In a table 0 where nothing was heard: no opinion. */
  readonly estimate: Float64Array;
  /** One sample: a target for a pair, with its weight in (0, 1]. */
  learn(pair: number, target: number, weight: number): void;
  /** Brings the estimates of a state's pairs up to date when a step is to be taken there; all of them where none is. */
  settle?(state?: number): void;
}

/** Gradient steps on Σ w(h − Ĥ)², of `size` in (0, 1] for weight 1: Ĥ follows a trainer who changes her mind. */
export function incrementalModel(pairs: number, size: number): HumanModel {
  const estimate = new Float64Array(pairs);
  return {
    estimate,
    learn(pair, target, weight) {
      const known = estimate[pair] ?? 0;
      estimate[pair] = known + size * weight * (target - known);
    },
  };
}

/** The least of Σ w(h − Ĥ)² + penalty·Ĥ² at every moment: a weighted mean, drawn to 0 by a `penalty` of at least 0. */
export function ridgeModel(pairs: number, penalty: number): HumanModel {
  const estimate = new Float64Array(pairs);
  const weights = new Float64Array(pairs).fill(penalty);
  const sums = new Float64Array(pairs);
  return {
    estimate,
    learn(pair, target, weight) {
      weights[pair] = (weights[pair] ?? 0) + weight;
      sums[pair] = (sums[pair] ?? 0) + weight * target;
      estimate[pair] = (sums[pair] ?? 0) / (weights[pair] ?? 1);
    },
  };
}
