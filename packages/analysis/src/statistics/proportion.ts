import { FirebreakError } from "@firebreak/core";
import jstat from "jstat";
import { checkLevel } from "./level.ts";

/** A share of worlds or runs, as counted. */
export interface Count {
  readonly successes: number;
  /** At least 1. */
  readonly trials: number;
}

function checkCount({ successes, trials }: Count): void {
  if (!(Number.isInteger(successes) && Number.isInteger(trials) && successes >= 0 && trials >= 1 && successes <= trials)) {
    throw new FirebreakError(
      "bad-argument",
      `Cannot make an interval for ${successes} of ${trials}: whole numbers are needed, with 0 ≤ successes ≤ trials`,
    );
  }
}

/** The score interval (Wilson 1927): near its level on average over proportions. @throws FirebreakError "bad-argument". */
export function wilsonInterval(count: Count, level: number): readonly [number, number] {
  checkCount(count);
  checkLevel(level);
  const { successes, trials } = count;
  const z = jstat.normal.inv((1 + level) / 2, 0, 1);
  const share = successes / trials;
  const centre = (share + (z * z) / (2 * trials)) / (1 + (z * z) / trials);
  const half = (z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials))) / (1 + (z * z) / trials);
  return [successes === 0 ? 0 : centre - half, successes === trials ? 1 : centre + half];
}

/** The exact interval (Clopper and Pearson 1934): at its level or above for every proportion. @throws FirebreakError "bad-argument". */
export function clopperPearsonInterval(count: Count, level: number): readonly [number, number] {
  checkCount(count);
  checkLevel(level);
  const { successes, trials } = count;
  const tail = (1 - level) / 2;
  return [
    successes === 0 ? 0 : jstat.beta.inv(tail, successes, trials - successes + 1),
    successes === trials ? 1 : jstat.beta.inv(1 - tail, successes + 1, trials - successes),
  ];
}
