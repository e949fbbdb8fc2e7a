import { FirebreakError } from "@firebreak/core";

/**
 * The units that are resampled together: the runs of one task, the worlds drawn from one family. Named fields, and never an
 * array of arrays: there are no axes to mistake for each other.
 */
export interface Stratum<Unit> {
  readonly stratum: string;
  readonly units: readonly Unit[];
}

export type Strata<Unit> = readonly Stratum<Unit>[];

/** All runs in one drawn world: resampled whole, since runs in one world share its luck. */
export interface Cluster {
  readonly world: string;
  readonly scores: readonly number[];
}

/** One trial's score. `seed` is null for an exact trial, which has no noise of its own. */
export interface Scored {
  readonly stratum: string;
  readonly world: string;
  readonly seed: number | null;
  readonly score: number;
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) {
      groups.set(keyOf(item), [item]);
    } else {
      group.push(item);
    }
  }
  return [...groups];
}

/** Worlds as units: an interval made from them speaks of worlds that were not drawn, too. */
export function byWorld(scored: readonly Scored[]): Strata<Cluster> {
  return grouped(scored, ({ stratum }) => stratum).map(([stratum, trials]) => ({
    stratum,
    units: grouped(trials, ({ world }) => world).map(([world, runs]) => ({ world, scores: runs.map(({ score }) => score) })),
  }));
}

/** Seeds as units, each world a stratum of its own: an interval made from them speaks of these worlds only. */
export function bySeed(scored: readonly Scored[]): Strata<number> {
  return grouped(scored, ({ stratum, world }) => `${stratum}|${world}`).map(([stratum, runs]) => ({
    stratum,
    units: runs.map(({ score }) => score),
  }));
}

/** The clusters taken apart: every score a unit. */
export function pooled(strata: Strata<Cluster>): Strata<number> {
  return strata.map(({ stratum, units }) => ({ stratum, units: units.flatMap(({ scores }) => scores) }));
}

/** Each world's mean score. */
export function worldMeans(strata: Strata<Cluster>): Strata<number> {
  return strata.map(({ stratum, units }) => ({ stratum, units: units.map(({ scores }) => mean(scores)) }));
}

/** @throws FirebreakError "bad-argument" for no numbers at all. */
export function mean(values: readonly number[]): number {
  if (values.length === 0) {
    throw new FirebreakError("bad-argument", "Cannot take the mean of no numbers: at least one is needed");
  }
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Every stratum weighs the same, however many units it has. */
export function meanOfStrata(strata: Strata<number>): number {
  return mean(strata.map(({ units }) => mean(units)));
}
