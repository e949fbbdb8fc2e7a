import { describe, expect, it } from "vitest";
import { type Clock, coverageOf, knownBrigade, knownCase, namedCase, rareThreat } from "./simulator-coverage.ts";

const clock: Clock = { kind: "discounted", discount: 0.9 };

/*
 * Few repetitions, with fixed seeds: `bench/simulator-coverage.ts` has the many. At a true coverage of 0.95 a fresh set of 150 falls below
 * 0.88 with probability 2e-4, one of 60 below 0.83 with 2e-4; a mean error beyond four standard errors has 6e-5.
 */
describe("the simulator's intervals", () => {
  it.each(["lets a small fire grow", "slow (waits half the time)"])("hold the harm of the repair they estimated in '%s'", (name) => {
    const found = coverageOf(namedCase(name), { clock, episodes: 60, branches: 1 }, 150);
    expect(found.avoidable).toBeGreaterThanOrEqual(0.88);
    expect(found.manufactured).toBeGreaterThanOrEqual(0.88);
    expect(found.reached).toBeCloseTo(1, 9);
    expect(Math.abs(found.lean)).toBeLessThan(4);
    expect(Math.abs(found.partsLean)).toBeLessThan(4);
  });

  it("hold it in the fire brigade, where the repair found is not the best one", () => {
    const found = coverageOf(knownBrigade(), { clock, episodes: 40, branches: 1 }, 60);
    expect(found.avoidable).toBeGreaterThanOrEqual(0.83);
    expect(found.manufactured).toBeGreaterThanOrEqual(0.83);
    expect(Math.abs(found.lean)).toBeLessThan(4);
    expect(Math.abs(found.partsLean)).toBeLessThan(4);
    // A lower bound: never above the best repair.
    expect(found.excess).toBeLessThan(1e-9);
    expect(found.reached).toBeLessThan(1);
  });

  it("are points that are right where nothing varies", () => {
    const found = coverageOf(namedCase("hero"), { clock, episodes: 10, branches: 1 }, 10);
    expect([found.avoidable, found.manufactured, found.exact]).toEqual([1, 1, 1]);
    expect(found.verdicts).toEqual({ convicted: 1 });
  });

  it("are wide enough where one episode in fifty shows the deed, and nobody is convicted on it", () => {
    const found = coverageOf(knownCase(rareThreat), { clock: { kind: "finite", horizon: 3 }, episodes: 50, branches: 1 }, 150);
    expect(found.avoidable).toBeGreaterThanOrEqual(0.95);
    expect(found.manufactured).toBeGreaterThanOrEqual(0.95);
    expect(found.verdicts.convicted ?? 0).toBe(0);
  });

  it("hold it half of the time at the level of a half", () => {
    const found = coverageOf(namedCase("lets a small fire grow"), { clock, episodes: 30, branches: 1, level: 0.5 }, 150);
    // Between 0.34 and 0.66 but for 1 in 10,000: and a count that always said yes would be seen.
    expect(found.avoidable).toBeGreaterThan(0.34);
    expect(found.avoidable).toBeLessThan(0.66);
  });
});
