import { FirebreakError, type Rng } from "@firebreak/core";
import { type Estimate, estimate } from "./interval.ts";
import { mean, type Strata } from "./strata.ts";

/** P(x > y) + ½ P(x = y) for a unit drawn from each side: the Mann–Whitney statistic over n·m. */
function winRate(x: readonly number[], y: readonly number[]): number {
  return mean(x.map((first) => mean(y.map((second) => (first > second ? 1 : first === second ? 0.5 : 0)))));
}

/** The strata of y in the order of x. */
function aligned(x: Strata<number>, y: Strata<number>): Strata<number> {
  const has = (strata: Strata<number>, name: string): boolean => strata.some(({ stratum }) => stratum === name);
  const alone = x.find(({ stratum }) => !has(y, stratum)) ?? y.find(({ stratum }) => !has(x, stratum));
  if (alone !== undefined) {
    throw new FirebreakError("bad-argument", `Cannot compare two arms by stratum: '${alone.stratum}' is on one side only`);
  }
  return x.flatMap(({ stratum }) => y.filter((other) => other.stratum === stratum));
}

/**
 * How likely a run of x beats a run of y, ties half, averaged over the strata (Agarwal et al. 2021, §4.3).
 * @throws FirebreakError "bad-argument" unless both have the same strata.
 */
export function probabilityOfImprovement(x: Strata<number>, y: Strata<number>): number {
  const other = aligned(x, y);
  return mean(x.map(({ units }, index) => winRate(units, other[index]?.units ?? [])));
}

/** The same with an interval: runs of x and of y are resampled independently within each stratum. */
export function estimateImprovement(
  sides: { readonly x: Strata<number>; readonly y: Strata<number> },
  how: { readonly replicates: number; readonly level: number },
  rng: Rng,
): Estimate {
  const named = (side: string, strata: Strata<number>): Strata<number> =>
    strata.map(({ stratum, units }) => ({ stratum: `${side}/${stratum}`, units }));
  const strata = [...named("x", sides.x), ...named("y", aligned(sides.x, sides.y))];
  const count = sides.x.length;
  const statistic = (drawn: Strata<number>): number =>
    mean(drawn.slice(0, count).map(({ units }, index) => winRate(units, drawn[count + index]?.units ?? [])));
  return estimate({ strata, statistic, method: "percentile", ...how }, rng);
}
