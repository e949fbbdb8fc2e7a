import { FirebreakError } from "@firebreak/core";
import type { Scored } from "./strata.ts";

/** Differences x − y, one for each pair, and the trials that had no partner. */
export interface Pairing {
  readonly differences: readonly Scored[];
  /** "stratum|world|seed" of trials that only one side has: never dropped in silence. */
  readonly unpaired: { readonly x: readonly string[]; readonly y: readonly string[] };
}

const keyOf = ({ stratum, world, seed }: Scored): string => `${stratum}|${world}|${seed ?? "-"}`;

function indexed(side: string, trials: readonly Scored[]): ReadonlyMap<string, Scored> {
  const known = new Map<string, Scored>();
  for (const trial of trials) {
    const key = keyOf(trial);
    if (known.has(key)) {
      throw new FirebreakError("duplicate-id", `Cannot pair trials: two of ${side} are '${key}'`);
    }
    known.set(key, trial);
  }
  return known;
}

/**
 * Pairs trials of two arms in the same stratum and world: equal seeds with each other, an exact trial with every seed of the
 * other arm. World for world the same luck, so that its noise cancels.
 *
 * @throws FirebreakError "duplicate-id" where one arm has a trial twice.
 */
export function pairedDifferences(x: readonly Scored[], y: readonly Scored[]): Pairing {
  const inX = indexed("the first arm", x);
  const inY = indexed("the second arm", y);
  const partner = (trial: Scored, others: ReadonlyMap<string, Scored>): Scored | undefined =>
    others.get(keyOf(trial)) ?? others.get(keyOf({ ...trial, seed: null }));
  const differences: Scored[] = [];
  const paired = new Set<Scored>();
  const add = (first: Scored, second: Scored, seed: number | null): void => {
    differences.push({ stratum: first.stratum, world: first.world, seed, score: first.score - second.score });
    paired.add(first).add(second);
  };
  for (const first of x) {
    const second = partner(first, inY);
    if (second !== undefined) {
      add(first, second, first.seed);
    }
  }
  for (const second of y) {
    const first = inX.get(keyOf({ ...second, seed: null }));
    if (second.seed !== null && first !== undefined) {
      add(first, second, second.seed);
    }
  }
  const left = (trials: readonly Scored[]): readonly string[] => trials.filter((trial) => !paired.has(trial)).map(keyOf);
  return { differences, unpaired: { x: left(x), y: left(y) } };
}
