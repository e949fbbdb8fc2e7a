import { describe, expect, it } from "vitest";
import type { ActedStep } from "./actors.ts";
import { generalisedAdvantages, standardised } from "./advantages.ts";

const step = (reward: number, end: ActedStep["end"] = null): ActedStep => ({ state: 0, output: 0, reward, next: 0, end });
const pace = { discount: 0.9, lambda: 0.8 };

describe("generalised advantages", () => {
  it("are the sums Σ (γλ)^l·δ of the temporal differences to the end of the episode or the rollout", () => {
    const steps = [step(1), step(2), step(-1, "terminal"), step(3), step(0.5, "cut"), step(4)];
    const here = [0.5, -1, 2, 0, 1, 3];
    const next = [-1, 2, 9, 1, 3, 5];
    const delta = steps.map(({ reward, end }, t) => reward + (end === "terminal" ? 0 : 0.9 * (next[t] ?? 0)) - (here[t] ?? 0));
    const sum = (from: number, to: number): number =>
      delta.slice(from, to).reduce((total, each, l) => total + Array.from({ length: l }, () => 0.72).reduce((x, y) => x * y, each), 0);
    const { advantage, worth } = generalisedAdvantages(steps, { here, next }, pace);
    const expected = [sum(0, 3), sum(1, 3), sum(2, 3), sum(3, 5), sum(4, 5), sum(5, 6)];
    expected.forEach((each, t) => {
      expect(advantage[t]).toBeCloseTo(each, 12);
      expect(worth[t]).toBeCloseTo(each + (here[t] ?? 0), 12);
    });
  });

  it("are the one-step differences at λ = 0 and the returns less the values at λ = 1", () => {
    const steps = [step(1), step(2), step(4, "terminal")];
    const values = { here: [1, 2, 3], next: [2, 3, 0] };
    expect([...generalisedAdvantages(steps, values, { discount: 0.5, lambda: 0 }).advantage]).toEqual([1, 1.5, 1]);
    expect([...generalisedAdvantages(steps, values, { discount: 0.5, lambda: 1 }).worth]).toEqual([3, 4, 4]);
  });

  it("are told apart by size alone once standardised, and are 0 where they are all alike", () => {
    const [low = 0, middle = 0, high = 0] = standardised(Float64Array.of(1, 2, 3));
    expect(low).toBeCloseTo(-Math.sqrt(1.5), 6);
    expect(middle).toBe(0);
    expect(high).toBeCloseTo(Math.sqrt(1.5), 6);
    expect([...standardised(Float64Array.of(5, 5))]).toEqual([0, 0]);
  });
});
