import { compile, createRng, evaluatePolicy, openProblem, oversee, type Policy, solve, uniformPolicy } from "@firebreak/core";
import { fireBrigade } from "@firebreak/envs";
import { exactLearner, learnedReward } from "@firebreak/methods";
import { fromComparisons } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";
import { clearSighted } from "../../studies/competence/clear-sighted.ts";

const overseen = oversee(compile(fireBrigade.with()), clearSighted.with());
const { dynamics, trueReward, environment } = overseen.world;
const worth = (policy: Policy): number => evaluatePolicy({ dynamics, reward: trueReward, policy, criterion: environment.spec.evaluation });
const [foot, top] = [worth(uniformPolicy(dynamics)), worth(solve(dynamics, trueReward, environment.spec.evaluation).policy)];

/** Scores of the optimum of a reward fitted to comparisons, from uniform play (0) to the optimum (1): three seeds. */
function scores(settings: { readonly questions: number; readonly length: number; readonly pairs: "adjacent" | "any" }): readonly number[] {
  const model = fromComparisons.with({ ...settings, episode: 20, ridge: 0.1, checkpoints: 1, "held-out": 0 });
  const method = learnedReward({ model, learner: exactLearner.with() });
  return ["one", "two", "three"].map((seed) => {
    const problem = openProblem(overseen, {
      method,
      criterion: { kind: "discounted", discount: 0.9 },
      budget: { kind: "unlimited" },
      luck: createRng(seed),
    });
    const [last] = [...method.train(problem, createRng(seed))].slice(-1);
    return last === undefined ? Number.NaN : (worth(last.policy) - foot) / (top - foot);
  });
}

describe("comparisons of single steps, by an overseer who never errs, in the fire brigade", () => {
  it("tell the reward where any two steps are compared: 4,000 of them, and 4,001 steps taken", () => {
    expect(Math.min(...scores({ questions: 4000, length: 1, pairs: "any" }))).toBeGreaterThan(0.99);
  });

  it("do not where each is compared with the next: nearly always the same houses burn in both", () => {
    expect(Math.max(...scores({ questions: 4000, length: 1, pairs: "adjacent" }))).toBeLessThan(0.5);
  });
});
