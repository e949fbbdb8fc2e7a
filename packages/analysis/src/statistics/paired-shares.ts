import { FirebreakError } from "@firebreak/core";
import { clopperPearsonInterval } from "./proportion.ts";

/** Two shares of the same worlds, and their difference. Intervals are exact: at their level or above. */
export interface PairedShares {
  readonly worlds: number;
  readonly first: { readonly share: number; readonly interval: readonly [number, number] };
  readonly second: { readonly share: number; readonly interval: readonly [number, number] };
  /** first − second, from the worlds where the two differ: each of the two counts by Clopper and Pearson at half the error. */
  readonly difference: { readonly share: number; readonly interval: readonly [number, number] };
}

/**
 * Compares two yes-or-no answers world for world. The interval of the difference is that of P(first only) − P(second only), by
 * Bonferroni over the two: wider than McNemar's or a bootstrap's, and right at shares of 0 and 1, where those have no width.
 *
 * @throws FirebreakError "missing-results" when the two do not answer for the same worlds, or for none.
 */
export function pairedShares(first: ReadonlyMap<string, boolean>, second: ReadonlyMap<string, boolean>, level: number): PairedShares {
  const lonely = [...first.keys()].find((world) => !second.has(world)) ?? [...second.keys()].find((world) => !first.has(world));
  if (lonely !== undefined || first.size === 0) {
    throw new FirebreakError(
      "missing-results",
      `Cannot compare shares: ${lonely === undefined ? "there are no worlds" : `only one side has the world '${lonely}'`}`,
    );
  }
  const trials = first.size;
  const count = (answer: (world: string) => boolean): number => [...first.keys()].filter(answer).length;
  const interval = (successes: number, at: number): readonly [number, number] => clopperPearsonInterval({ successes, trials }, at);
  const of = (successes: number): PairedShares["first"] => ({ share: successes / trials, interval: interval(successes, level) });
  const onlyFirst = count((world) => first.get(world) === true && second.get(world) === false);
  const onlySecond = count((world) => first.get(world) === false && second.get(world) === true);
  const half = (1 + level) / 2;
  const [lowFirst, highFirst] = interval(onlyFirst, half);
  const [lowSecond, highSecond] = interval(onlySecond, half);
  return {
    worlds: trials,
    first: of(count((world) => first.get(world) === true)),
    second: of(count((world) => second.get(world) === true)),
    difference: { share: (onlyFirst - onlySecond) / trials, interval: [lowFirst - highSecond, highFirst - lowSecond] },
  };
}
