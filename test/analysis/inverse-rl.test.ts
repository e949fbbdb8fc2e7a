import { permutationTest } from "@firebreak/analysis/statistics";
import {
  type Criterion,
  compile,
  createRng,
  evaluatePolicy,
  type Method,
  type OverseenWorld,
  openProblem,
  oversee,
  type Policy,
  referencePolicy,
} from "@firebreak/core";
import { fireBrigade } from "@firebreak/envs";
import { cloning, exactLearner, imitation, inverseRl, learnedReward, methodFamilies, uniformPlay } from "@firebreak/methods";
import { consistent, evaluativeFeedback, fromDemonstrations, fromValues, valueDifference } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";

const DISCOUNTED: Criterion = { kind: "discounted", discount: 0.95 };
const brigade = compile(fireBrigade.with());
/** She sees fires and deliveries, looks eight steps ahead and hardly hesitates. */
const overseen = oversee(brigade, consistent.with({ depth: 8, plans: "value", temperature: 0.1 }));

function learn(of: OverseenWorld, method: Method, seed: string): Policy {
  const rng = createRng(seed);
  const criterion = method.needs.criteria.length === 0 ? null : DISCOUNTED;
  const problem = openProblem(of, { method, criterion, budget: { kind: "unlimited" }, luck: rng });
  const last = [...method.train(problem, rng)].at(-1);
  if (last === undefined) {
    throw new Error("it yields a checkpoint");
  }
  return last.policy;
}

const returnOf = (policy: Policy): number =>
  evaluatePolicy({ dynamics: brigade.dynamics, reward: brigade.trueReward, policy, criterion: brigade.environment.spec.evaluation });

describe("inverse RL", () => {
  it("takes models that ask for demonstrations only, and is listed with the first of them", () => {
    expect(() => inverseRl({ model: fromValues.with() })).toThrow("it asks for value, and must ask for demonstrations only");
    const signals = [evaluativeFeedback, valueDifference, { ...evaluativeFeedback }];
    const names = (models: Parameters<typeof methodFamilies>[1]) => methodFamilies(signals, models).map(({ name }) => name);
    expect(names([fromValues])).not.toContain("inverse-rl");
    const [family] = methodFamilies(signals, [fromValues, fromDemonstrations]).filter(({ name }) => name === "inverse-rl");
    expect(family?.with().id).toContain("model=from-demonstrations@1");
    expect(family?.with().needs).toMatchObject({
      asks: ["demonstrate"],
      criteria: ["discounted", "finite"],
      bears: ["gaps"],
      sampled: true,
    });
  });

  it("plays as the overseer does where it is shown the whole table: within 0.03 of her return, uniform play being 2.4 below", () => {
    const hers = returnOf(referencePolicy(overseen) as Policy); // she demonstrates
    const model = fromDemonstrations.with({ shown: "table" });
    expect(Math.abs(returnOf(learn(overseen, inverseRl({ model }), "table")) - hers)).toBeLessThan(0.03);
    expect(returnOf(learn(overseen, uniformPlay(), "none"))).toBeLessThan(hers - 2);
  });

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
