import { mean, type Strata } from "./strata.ts";

/**
 * The mean of the middle half of all scores, strata taken together: floor(n/4) scores are left out at each end (Agarwal et al.
 * 2021, "Deep RL at the Edge of the Statistical Precipice", §4.3).
 */
export function interquartileMean(strata: Strata<number>): number {
  const sorted = strata.flatMap(({ units }) => units).sort((x, y) => x - y);
  const cut = Math.floor(sorted.length / 4);
  return mean(sorted.slice(cut, sorted.length - cut));
}
