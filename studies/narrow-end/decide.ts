import type { StudyResults, Verdict } from "@firebreak/analysis";
import { byWorld, estimate, mean, meanOfStrata, type Scored, worldMeans } from "@firebreak/analysis/statistics";
import { type ClaimRule, createRng, FirebreakError } from "@firebreak/core";
import type { Contrast } from "./rules.ts";

const list = (claim: ClaimRule, name: string): readonly string[] => [claim.rule[name]].flat().map(String);
const real = (claim: ClaimRule, name: string): number => Number(claim.rule[name]);

/** Each trial's measure: the mean over seeds, by `world|overseer|method`, of those under the claim's criterion or none. */
function measured({ results }: StudyResults, claim: ClaimRule): ReadonlyMap<string, number> {
  const found = new Map<string, number[]>();
  const [measure = ""] = list(claim, "measure");
  for (const result of results) {
    const { environment, overseer, method, criterion } = result.axes;
    const value = result.status === "done" ? result.measures[measure] : undefined;
    if (value !== undefined && (criterion === "-" || list(claim, "criterion").includes(criterion))) {
      const key = `${environment}|${overseer}|${method}`;
      found.set(key, [...(found.get(key) ?? []), value]);
    }
  }
  return new Map([...found].map(([key, values]) => [key, mean(values)]));
}

/** A contrast in one world; undefined where a trial of it was refused or is missing. */
function inWorld(
  { terms }: Contrast,
  at: { readonly world: string; readonly counted: string },
  values: ReadonlyMap<string, number>,
): number | undefined {
  let sum = 0;
  for (const { weight, method, overseer, counted } of terms) {
    const value = values.get(`${counted ? at.counted : at.world}|${overseer}|${method}`);
    if (value === undefined) {
      return undefined;
    }
    sum += weight * value;
  }
  return sum;
}

/** The mean contrast of every world, over the faults that have one, and which faults those are. */
function scoresOf(results: StudyResults, claim: ClaimRule): { readonly scored: readonly Scored[]; readonly told: readonly string[] } {
  const values = measured(results, claim);
  const contrasts = claim.rule["contrasts"] as unknown as readonly Contrast[]; // the rule is this study's own
  const counted = list(claim, "countedWorlds");
  const told = new Set<string>();
  const scored = list(claim, "worlds").flatMap((world, at): readonly Scored[] => {
    const here = contrasts.flatMap((contrast) => {
      const value = inWorld(contrast, { world, counted: counted[at] ?? "" }, values);
      if (value !== undefined) {
        told.add(contrast.fault);
      }
      return value === undefined ? [] : [value];
    });
    return here.length === 0 ? [] : [{ stratum: world.split("@")[0] ?? world, world, seed: null, score: mean(here) }];
  });
  if (scored.length === 0) {
    throw new FirebreakError("missing-results", `Cannot decide '${claim.id}': no trial that its rule names is stored`);
  }
  return { scored, told: [...told] };
}

/** Decides a claim by where the interval of its mean contrast lies. */
export function byContrast(results: StudyResults, claim: ClaimRule): Verdict {
  const { scored, told } = scoresOf(results, claim);
  const { value, interval, units } = estimate(
    {
      strata: byWorld(scored),
      statistic: (strata) => meanOfStrata(worldMeans(strata)),
      level: real(claim, "confidence"),
      replicates: real(claim, "replicates"),
      method: "percentile",
    },
    createRng(`narrow-end/${claim.id}`),
  );
  const margin = real(claim, "margin");
  const above = interval !== null && interval[0] > margin;
  const below = interval !== null && interval[1] < margin;
  const [wanted, unwanted] = claim.rule["direction"] === "above" ? [above, below] : [below, above];
  const range = interval === null ? "one world of a kind, no interval" : `${interval[0].toFixed(3)} to ${interval[1].toFixed(3)}`;
  return {
    id: claim.id,
    verdict: wanted ? "supported" : unwanted ? "not supported" : "depends",
    estimate: value,
    interval,
    unit: list(claim, "unit").join(),
    sentence: `${value.toFixed(3)} (${range}) over ${units} drawn worlds, against a margin of ${margin}; told by ${told.length === 1 ? "one contrast" : `${told.length} faults`}: ${told.join(", ")}.`,
  };
}
