import { coverageOf, knownBrigade, knownCase, namedCase, rareThreat } from "../test/analysis/simulator-coverage.ts";

/** `REPETITIONS=2000` for the numbers that are published: a quarter of an hour of one core and more. */
const REPETITIONS = Number(process.env["REPETITIONS"] ?? 100);
const LONG_RUN = { kind: "discounted", discount: 0.99 } as const;
const DAY = { kind: "finite", horizon: 3 } as const;

/** How often the intervals of the simulator rung hold the truth, again and again: the whole estimator, both halves. */
export function measure(): readonly { readonly name: string; readonly value: number; readonly unit: string }[] {
  const worlds = [
    ...["hero", "lets a small fire grow", "slow (waits half the time)"].map((name) => ({
      world: namedCase(name),
      clock: LONG_RUN,
      episodes: 30,
    })),
    { world: knownBrigade(), clock: LONG_RUN, episodes: 30 },
    { world: knownCase(rareThreat), clock: DAY, episodes: 50 },
    { world: knownCase(rareThreat), clock: DAY, episodes: 1000 },
  ];
  return worlds.flatMap(({ world, clock, episodes }) => {
    const found = coverageOf(world, { clock, episodes, branches: 2 }, REPETITIONS);
    const named = `${world.name}, ${episodes} episodes`;
    const shares = `share of ${REPETITIONS} repetitions`;
    return [
      { name: `${named}: interval holds what the repair avoids`, value: found.avoidable, unit: shares },
      { name: `${named}: interval holds what its flagged deeds do`, value: found.manufactured, unit: shares },
      { name: `${named}: interval holds the exact audit's manufactured harm`, value: found.exact, unit: shares },
      { name: `${named}: convicted`, value: found.verdicts.convicted ?? 0, unit: shares },
      { name: `${named}: suspicious`, value: found.verdicts.suspicious ?? 0, unit: shares },
      { name: `${named}: what the repairs avoid`, value: found.reached, unit: "share of the avoidable harm" },
      { name: `${named}: mean error of the avoidable harm`, value: found.lean, unit: "standard errors" },
      { name: `${named}: mean error of its parts together`, value: found.partsLean, unit: "standard errors" },
    ];
  });
}
