import type { Rng } from "@firebreak/core";
import { interquartileMean } from "../statistics/interquartile-mean.ts";
import { type Estimate, estimate } from "../statistics/interval.ts";
import { byWorld, type Cluster, type Strata, worldMeans } from "../statistics/strata.ts";
import type { Summarise } from "./arm.ts";

const centre = (worlds: Strata<Cluster>): number => interquartileMean(worldMeans(worlds));

/** The interquartile mean over worlds of each world's mean, without an interval. */
export const centreOfWorlds: Summarise = (trials) => {
  const worlds = byWorld(trials);
  return { value: centre(worlds), interval: null, units: worlds.reduce((sum, { units }) => sum + units.length, 0) };
};

/** The same with a bootstrap interval over worlds; none where there is one world. The same stream for every number. */
export function estimateOverWorlds(
  how: { readonly level: number; readonly replicates: number; readonly method: Estimate["method"] },
  rng: Rng,
): Summarise {
  return (trials) => estimate({ ...how, strata: byWorld(trials), statistic: centre }, rng);
}
