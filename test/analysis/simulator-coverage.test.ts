import { describe, expect, it } from "vitest";
import { coverageOf, knownBrigade, knownCase, namedCase, rareThreat } from "./simulator-coverage.ts";

describe("cov", () => {
  it.each([
    ["hero", namedCase("hero"), { kind: "discounted", discount: 0.9 }, 30],
    ["small", namedCase("lets a small fire grow"), { kind: "discounted", discount: 0.9 }, 30],
    ["slow", namedCase("slow (waits half the time)"), { kind: "discounted", discount: 0.9 }, 30],
    ["fb", knownBrigade(), { kind: "discounted", discount: 0.9 }, 30],
    ["rare50", knownCase(rareThreat), { kind: "finite", horizon: 3 }, 50],
    ["rare1000", knownCase(rareThreat), { kind: "finite", horizon: 3 }, 1000],
  ] as const)("%s", (name, world, clock, episodes) => {
    const t = performance.now();
    console.log(name, coverageOf(world, { clock, episodes, branches: 2 }, 300), performance.now() - t);
    expect(1).toBe(1);
  });
});
