import { mean, type Strata } from "./strata.ts";

/**
 * The mean of the middle half of all scores, strata taken together: floor(n/4) scores are left out at each end (Agarwal et al.
 * 2021, "Deep RL at the Edge of the Statistical Precipice", §4.3).
 */
export function interquartileMean(strata: Strata<number>): number {
  // A bootstrap sorts tens of thousands of times, and numbers alone are sorted without comparing by a function.
  const sorted = Float64Array.from(strata.flatMap(({ units }) => units)).sort();
  const cut = Math.floor(sorted.length / 4);
  return mean([...sorted.subarray(cut, sorted.length - cut)]);
}
