import { FirebreakError, type Rng } from "@firebreak/core";
import { type Estimate, estimate } from "../statistics/interval.ts";
import type { ScoredCase } from "./roc.ts";

/** A number made from scored cases. */
export type CaseStatistic = (cases: readonly ScoredCase[]) => number;

interface Sampling {
  readonly replicates: number;
  readonly level: number;
}

function clustersOf<T extends { readonly cluster: string }>(cases: readonly T[]): readonly (readonly T[])[] {
  const clusters = new Map<string, T[]>();
  for (const scored of cases) {
    clusters.set(scored.cluster, [...(clusters.get(scored.cluster) ?? []), scored]);
  }
  return [...clusters.values()];
}

/** A statistic with an interval that speaks of templates which were not written: whole clusters are drawn, and kept as they are. */
export function estimateByCluster(cases: readonly ScoredCase[], statistic: CaseStatistic, sampling: Sampling, rng: Rng): Estimate {
  const strata = [{ stratum: "clusters", units: clustersOf(cases) }];
  return estimate({ strata, statistic: ([drawn]) => statistic(drawn?.units.flat() ?? []), ...sampling, method: "percentile" }, rng);
}

/** By how much a statistic of one detector exceeds another's on the same cases: both are judged on the same drawn clusters. */
export function estimateLead(
  pair: { readonly first: readonly ScoredCase[]; readonly second: readonly ScoredCase[] },
  statistic: CaseStatistic,
  sampling: Sampling,
  rng: Rng,
): Estimate {
  const others = new Map(pair.second.map((scored) => [scored.id, scored]));
  const both = pair.first.map((first) => {
    const second = others.get(first.id);
    if (second === undefined) {
      throw new FirebreakError("bad-argument", `Cannot compare two detectors on case '${first.id}': only one of them scored it`);
    }
    return { cluster: first.cluster, first, second };
  });
  const lead = (cases: typeof both): number => statistic(cases.map(({ first }) => first)) - statistic(cases.map(({ second }) => second));
  const strata = [{ stratum: "clusters", units: clustersOf(both) }];
  return estimate({ strata, statistic: ([drawn]) => lead(drawn?.units.flat() ?? []), ...sampling, method: "percentile" }, rng);
}
