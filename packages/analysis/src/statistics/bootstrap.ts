import { FirebreakError, type Rng } from "@firebreak/core";
import type { Strata } from "./strata.ts";

/** A number made from samples. */
export type Statistic<Unit> = (strata: Strata<Unit>) => number;

/** What is resampled, and how often. */
export interface Resampling<Unit> {
  readonly strata: Strata<Unit>;
  readonly statistic: Statistic<Unit>;
  /** At least 1. */
  readonly replicates: number;
}

/** Throws FirebreakError "bad-argument" where a stratum is empty or its name is used twice. */
function checkStrata<Unit>(strata: Strata<Unit>): void {
  const empty = strata.find(({ units }) => units.length === 0);
  const repeated = strata.find(({ stratum }, index) => strata.findIndex((other) => other.stratum === stratum) !== index);
  if (strata.length === 0 || empty !== undefined || repeated !== undefined) {
    const why =
      strata.length === 0
        ? "there are none"
        : empty !== undefined
          ? `stratum '${empty.stratum}' is empty`
          : `two strata are named '${repeated?.stratum}'`;
    throw new FirebreakError("bad-argument", `Cannot resample strata: ${why}`);
  }
}

/**
 * The stratified bootstrap: each stratum's units are drawn anew, with replacement, within the stratum (Agarwal et al. 2021,
 * §4.1; for clusters Davison and Hinkley 1997, §3.8: whole clusters are drawn, and kept as they are).
 *
 * @returns Length `replicates`, in the order of drawing. Each stratum has a stream of its own, by its name.
 */
export function bootstrap<Unit>({ strata, statistic, replicates }: Resampling<Unit>, rng: Rng): Float64Array {
  checkStrata(strata);
  const streams = strata.map(({ stratum }) => rng.fork(`bootstrap/${stratum}`));
  return Float64Array.from({ length: replicates }, () =>
    statistic(
      strata.map(({ stratum, units }, index) => ({
        stratum,
        units: units.map(() => units[streams[index]?.below(units.length) ?? 0] as Unit), // an index below the length
      })),
    ),
  );
}
