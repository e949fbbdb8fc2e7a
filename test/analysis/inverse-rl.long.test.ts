import { permutationTest } from "@firebreak/analysis/statistics";
import { createRng } from "@firebreak/core";
import { cloning, exactLearner, imitation, inverseRl, learnedReward } from "@firebreak/methods";
import { fromDemonstrations } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";
import { learn, overseen, returnOf } from "./shown-brigade.ts";

describe("inverse RL", () => {
  it("carries 20 demonstrations further than cloning: optimised outright, the reward behind them is obeyed where nothing was shown", () => {
    const seeds = ["a", "b"];
    const model = fromDemonstrations.with({ questions: 20, checkpoints: 1, "held-out": 0 });
    const inferred = seeds.map((seed) => returnOf(learn(overseen, learnedReward({ model, learner: exactLearner.with() }), seed)));
    const clone = imitation({ distiller: cloning.with({ steps: 20, checkpoints: 1 }) });
    const cloned = [...seeds, "c", "d", "e", "f", "g", "h"].map((seed) => returnOf(learn(overseen, clone, seed)));
    const compared = permutationTest({ x: inferred, y: cloned }, { replicates: 0 }, createRng("unused"));
    expect(compared).toMatchObject({ pValue: 1 / 45, exact: true }); // as small as two against eight can be
    expect(compared.difference).toBeGreaterThan(2);
    const softly = returnOf(learn(overseen, inverseRl({ model }), "a"));
    expect(softly).toBeLessThan(Math.min(...inferred) - 2);
  });
});
