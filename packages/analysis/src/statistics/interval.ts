import type { Rng } from "@firebreak/core";
import jstat from "jstat";
import { bootstrap, type Resampling } from "./bootstrap.ts";
import { checkLevel } from "./level.ts";
import type { Strata } from "./strata.ts";

/** A number with how sure one is of it. JSON. */
export interface Estimate {
  readonly value: number;
  /** Null where no stratum has two units: one world has no spread. */
  readonly interval: readonly [number, number] | null;
  /** The share of intervals made so that hold the truth, in (0, 1). */
  readonly level: number;
  readonly method: "percentile" | "bca";
  /** How many units were resampled. */
  readonly units: number;
}

/** The linear-interpolation quantile (type 7 of Hyndman and Fan 1996) of numbers in rising order. */
export function quantile(sorted: ArrayLike<number>, probability: number): number {
  const at = probability * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

/** Strata with one unit left out, for every unit of every stratum that has two: the jackknife. */
function leaveOneOut<Unit>(strata: Strata<Unit>, { statistic }: Resampling<Unit>): readonly (readonly number[])[] {
  return strata
    .filter(({ units }) => units.length > 1)
    .map(({ stratum, units }) =>
      units.map((_, left) =>
        statistic(
          strata.map((other) => (other.stratum === stratum ? { stratum, units: units.filter((_, index) => index !== left) } : other)),
        ),
      ),
    );
}

/**
 * The acceleration of the BCa interval by the jackknife, for several samples: Σ l³/n³ / (6 (Σ l²/n²)^{3/2}) with l = (n − 1)(the
 * stratum's jackknife mean − the value without the unit) (Davison and Hinkley 1997, §5.3.2). 0 where nothing varies.
 */
export function acceleration<Unit>(resampling: Resampling<Unit>): number {
  let squares = 0;
  let cubes = 0;
  for (const values of leaveOneOut(resampling.strata, resampling)) {
    const count = values.length;
    const centre = values.reduce((sum, value) => sum + value, 0) / count;
    for (const value of values) {
      const influence = ((count - 1) * (centre - value)) / count;
      squares += influence * influence;
      cubes += influence * influence * influence;
    }
  }
  return squares === 0 ? 0 : cubes / (6 * squares * Math.sqrt(squares));
}

/** The two probabilities at which BCa reads the replicates (Efron 1987). Replicates equal to the value count half. */
function correctedTails<Unit>(resampling: Resampling<Unit>, replicates: Float64Array, tails: readonly [number, number]): [number, number] {
  const value = resampling.statistic(resampling.strata);
  const below = replicates.reduce((count, replicate) => count + (replicate < value ? 1 : replicate === value ? 0.5 : 0), 0);
  const count = replicates.length;
  // Half a replicate from the ends: the normal quantile of 0 or 1 is infinite.
  const bias = jstat.normal.inv(Math.min(Math.max(below, 0.5), count - 0.5) / count, 0, 1);
  const accelerated = acceleration(resampling);
  const corrected = (tail: number): number => {
    const shifted = bias + jstat.normal.inv(tail, 0, 1);
    return jstat.normal.cdf(bias + shifted / (1 - accelerated * shifted), 0, 1);
  };
  return [corrected(tails[0]), corrected(tails[1])];
}

/**
 * A bootstrap estimate with an interval, by percentiles or bias-corrected and accelerated. A stratum of a single unit adds no
 * spread; where every stratum has a single unit there is no interval.
 *
 * @throws FirebreakError "bad-argument" for a level outside (0, 1), and what `bootstrap` throws.
 */
export function estimate<Unit>(
  resampling: Resampling<Unit> & { readonly level: number; readonly method: Estimate["method"] },
  rng: Rng,
): Estimate {
  const { strata, statistic, level, method } = resampling;
  checkLevel(level);
  const units = strata.reduce((sum, stratum) => sum + stratum.units.length, 0);
  const value = statistic(strata);
  if (strata.every((stratum) => stratum.units.length < 2)) {
    return { value, interval: null, level, method, units };
  }
  const replicates = bootstrap(resampling, rng).sort();
  const tails = [(1 - level) / 2, (1 + level) / 2] as const;
  const [low, high] = method === "bca" ? correctedTails(resampling, replicates, tails) : tails;
  return { value, interval: [quantile(replicates, low), quantile(replicates, high)], level, method, units };
}
