import { createRng } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { counterfactualReward } from "./counterfactual-oversight.ts";

const RATES = [1, 0.5, 0.1, 0.03, 0.001];

describe("the reward of counterfactual oversight", () => {
  it("has her approval for its mean, whatever the cheap reward is and however rare the looks", () => {
    for (const looks of RATES) {
      for (const [cheap, approval] of [
        [0, 1],
        [-1, 0.25],
        [3, 3],
        [100, -2],
      ] as const) {
        const pay = (looked: boolean): number => counterfactualReward(cheap, approval, { looked, looks });
        const mean = looks * pay(true) + (1 - looks) * pay(false);
        expect(Math.abs(mean - approval)).toBeLessThan(1e-9 * (1 + Math.abs(cheap - approval)));
        const variance = looks * (pay(true) - mean) * (pay(true) - mean) + (1 - looks) * (pay(false) - mean) * (pay(false) - mean);
        const said = ((approval - cheap) * (approval - cheap) * (1 - looks)) / looks;
        expect(Math.abs(variance - said)).toBeLessThan(1e-6 * (1 + said));
      }
    }
  });

  // 40,000 draws by the seed "looks": the mean within 4.5 standard errors, a false alarm below 1e-5 each.
  it("does so in draws too, and a cheap reward that is right has no noise at all", () => {
    const rng = createRng("looks");
    for (const looks of RATES) {
      let sum = 0;
      for (let draw = 0; draw < 40_000; draw++) {
        sum += counterfactualReward(-1, 0.5, { looked: rng.next() < looks, looks });
      }
      expect(Math.abs(sum / 40_000 - 0.5)).toBeLessThanOrEqual(4.5 * 1.5 * Math.sqrt((1 - looks) / looks / 40_000) + 1e-12);
      expect(counterfactualReward(0.5, 0.5, { looked: true, looks })).toBe(0.5);
    }
  });
});
