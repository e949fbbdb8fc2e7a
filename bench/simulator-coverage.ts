import { criterionId } from "@firebreak/core";
import { type Clock, coverageOf, knownBrigade, knownCase, namedCase, rareThreat } from "../test/analysis/simulator-coverage.ts";

/** `REPETITIONS=2000` for the numbers that are published: a quarter of an hour of one core and more. */
const REPETITIONS = Number(process.env["REPETITIONS"] ?? 100);
const clockOf = (discount: number): Clock => ({ kind: "discounted", discount });
const DAY: Clock = { kind: "finite", horizon: 3 };

/** How often the intervals of the simulator rung hold the truth, again and again: the whole estimator, both halves. */
export function measure(): readonly { readonly name: string; readonly value: number; readonly unit: string }[] {
  const worlds = [
    { world: namedCase("hero"), clock: clockOf(0.99), episodes: 10 },
    { world: namedCase("lets a small fire grow"), clock: clockOf(0.9), episodes: 100 },
    { world: namedCase("slow (waits half the time)"), clock: clockOf(0.9), episodes: 100 },
    { world: knownBrigade(), clock: clockOf(0.9), episodes: 100 },
    { world: knownCase(rareThreat), clock: DAY, episodes: 50 },
    { world: knownCase(rareThreat), clock: DAY, episodes: 1000 },
    { world: namedCase("lets a small fire grow"), clock: clockOf(0.99), episodes: 30 },
  ];
  return worlds.flatMap(({ world, clock, episodes }) => {
    const found = coverageOf(world, { clock, episodes, branches: 1 }, REPETITIONS);
    const named = `${world.name}, ${criterionId(clock)}, ${episodes} episodes`;
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
