/** How long a trainer takes to react, in seconds: between `least` and `most`, all delays alike. 0 <= least <= most. */
export interface Delay {
  readonly least: number;
  readonly most: number;
}

/** When a step was to be seen, in seconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The share of a word given at `time` that is about a step: how much of [time − most, time − least] lies within it (Knox and Stone
 * 2009, "Interactively shaping agents via human reinforcement", §3.3, uniform density). In [0, 1]; the shares of steps that follow one
 * another without a gap sum to 1. A trainer who always takes equally long speaks about one step.
 */
export function creditOf(time: number, { start, end }: Span, { least, most }: Delay): number {
  if (most === least) {
    const seen = time - least;
    return seen >= start && seen < end ? 1 : 0;
  }
  const overlap = Math.min(end, time - least) - Math.max(start, time - most);
  return Math.max(0, Math.min(1, overlap / (most - least)));
}
