import { createRng } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { bootstrap } from "./bootstrap.ts";
import { interquartileMean } from "./interquartile-mean.ts";
import { byWorld, type Cluster, mean, meanOfStrata, pooled, type Strata } from "./strata.ts";

/** 4 runs of 2 tasks. */
const scores: Strata<number> = [
  { stratum: "first", units: [0.1, 0.7, 0.35, 2] },
  { stratum: "second", units: [3, 4.5, 4.9, 4.2] },
];

/** Every way to draw `units.length` of the units with replacement. */
function everyResample(units: readonly number[]): readonly (readonly number[])[] {
  return units.reduce<readonly (readonly number[])[]>((drawn) => drawn.flatMap((part) => units.map((unit) => [...part, unit])), [[]]);
}

/** The distribution of a statistic over all 4⁴ · 4⁴ = 65,536 resamples, in rising order. */
function enumerated(statistic: (strata: Strata<number>) => number): Float64Array {
  const [first, second] = scores.map(({ units }) => everyResample(units));
  return Float64Array.from(
    (first ?? []).flatMap((x) =>
      (second ?? []).map((y) =>
        statistic([
          { stratum: "first", units: x },
          { stratum: "second", units: y },
        ]),
      ),
    ),
  ).sort();
}

/** The largest distance between two distribution functions, each given by its values in rising order. */
function kolmogorov(x: Float64Array, y: Float64Array): number {
  const share = (values: Float64Array, at: number): number => {
    let [low, high] = [0, values.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      [low, high] = (values[middle] ?? 0) <= at + 1e-12 ? [middle + 1, high] : [low, middle];
    }
    return low / values.length;
  };
  return [...x].reduce((most, at) => Math.max(most, Math.abs(share(x, at) - share(y, at))), 0);
}

describe("bootstrap", () => {
  it.each([
    ["the interquartile mean", interquartileMean],
    ["the mean", meanOfStrata],
  ])("draws %s from the distribution that enumeration gives", (_, statistic) => {
    const exact = enumerated(statistic);
    expect(exact).toHaveLength(65_536);
    const replicates = bootstrap({ strata: scores, statistic, replicates: 20_000 }, createRng("enumeration")).sort();
    // Dvoretzky, Kiefer and Wolfowitz: above this with probability 2·exp(−2n·d²) < 1e-6, for the seed that stands here.
    expect(kolmogorov(replicates, exact)).toBeLessThan(Math.sqrt(Math.log(2e6) / (2 * 20_000)));
  });

  it("would be caught drawing across strata: that distribution is another", () => {
    const all = scores.flatMap(({ units }) => units);
    const across = bootstrap(
      { strata: [{ stratum: "all", units: all }], statistic: meanOfStrata, replicates: 20_000 },
      createRng("enumeration"),
    ).sort();
    expect(kolmogorov(across, enumerated(meanOfStrata))).toBeGreaterThan(2 * Math.sqrt(Math.log(2e6) / (2 * 20_000)));
  });

  it("honours its seed", () => {
    const draw = (seed: string): Float64Array => bootstrap({ strata: scores, statistic: meanOfStrata, replicates: 50 }, createRng(seed));
    expect(draw("one")).toEqual(draw("one"));
    expect(draw("one")).not.toEqual(draw("two"));
  });

  it("draws the same whatever order the strata stand in", () => {
    const draw = (strata: Strata<number>): Float64Array =>
      bootstrap({ strata, statistic: interquartileMean, replicates: 50 }, createRng("order"));
    expect(draw([...scores].reverse())).toEqual(draw(scores));
  });

  it("keeps a world's runs together", () => {
    const trials = ["calm", "wild"].flatMap((world, at) =>
      [0, 1, 2].map((seed) => ({ stratum: "hero", world, seed, score: 10 * at + seed })),
    );
    const drawn: Cluster[] = [];
    bootstrap(
      {
        strata: byWorld(trials),
        statistic: (strata) => {
          drawn.push(...strata.flatMap(({ units }) => units));
          return mean(pooled(strata).flatMap(({ units }) => units));
        },
        replicates: 20,
      },
      createRng("clusters"),
    );
    expect(new Set(drawn.map(({ world, scores }) => `${world} ${scores.join()}`))).toEqual(new Set(["calm 0,1,2", "wild 10,11,12"]));
  });

  it("refuses strata that are empty or named twice", () => {
    const draw = (strata: Strata<number>) => () => bootstrap({ strata, statistic: meanOfStrata, replicates: 1 }, createRng("none"));
    expect(draw([])).toThrow(/there are none/);
    expect(draw([{ stratum: "first", units: [] }])).toThrow(/'first' is empty/);
    expect(draw([scores[0], scores[0]].flatMap((stratum) => stratum ?? []))).toThrow(/two strata are named 'first'/);
  });
});
