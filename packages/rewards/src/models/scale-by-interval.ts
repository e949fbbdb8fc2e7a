/** Mean losses of one fit, neither below 0. */
export interface FitLosses {
  /** On what it was fitted to. */
  readonly training: number;
  readonly heldOut: number;
}

/** How the weight of a penalty follows the losses. */
export interface IntervalScaling {
  /** k, in [0, 1). */
  readonly by: number;
  /** The interval of held-out loss over training loss in which nothing changes, its ends included. */
  readonly from: number;
  readonly to: number;
}

/**
 * The weight of a penalty for the next fit: times 1 + k where this one's held-out loss over its training loss is above the interval, times 1 − k
 * below it, else as it was (IntervalParamScaler of the library `imitation`). Losses below the machine's epsilon count as 0: 0/0 changes nothing,
 * and anything else over 0 is above every interval.
 */
export function scaleByInterval(weight: number, { training, heldOut }: FitLosses, { by, from, to }: IntervalScaling): number {
  const [noTraining, noHeldOut] = [training < Number.EPSILON, heldOut < Number.EPSILON];
  if (noTraining && noHeldOut) {
    return weight;
  }
  const ratio = noTraining ? Number.POSITIVE_INFINITY : heldOut / training;
  return ratio > to ? weight * (1 + by) : ratio < from ? weight * (1 - by) : weight;
}
