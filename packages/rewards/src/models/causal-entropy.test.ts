import {
  createRng,
  evaluatePolicy,
  type Observations,
  outcomeVisits,
  type Policy,
  policyValue,
  softOptimum,
  solveSoftly,
  uniformPolicy,
} from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { cliff, initShift, reasonable, type StateRewardWorld } from "../../../core/test/small-mdps.ts";
import { type CountingCriterion, causalEntropyDual, fitCausalEntropy } from "./causal-entropy.ts";
import { linearReward } from "./linear-reward.ts";

const finite = (horizon: number): CountingCriterion => ({ kind: "finite", horizon });
const observations: Observations = { labels: [], view: new Int32Array(0), features: () => undefined };

/** What an expert who is softly optimal for the true reward shows, and how a reward of states explains it. */
function explained(world: StateRewardWorld, criterion: CountingCriterion, ridge = 1e-6) {
  const { dynamics, reward } = world;
  const expert = solveSoftly(dynamics, reward, { criterion, beta: 1, towards: uniformPolicy(dynamics) }).policy;
  return { dynamics, criterion, features: linearReward({ dynamics, observations }, "state"), demonstrated: expert, ridge };
}

const countsOf = ({ dynamics, criterion, features }: ReturnType<typeof explained>, policy: Policy): Float64Array =>
  features.counts(outcomeVisits({ dynamics, criterion, policy }));

describe("the dual of causal entropy", () => {
  it.each([
    ["over a horizon, in the five-state world", explained(reasonable, finite(20))],
    ["under a discount, in the five-state world", explained(reasonable, { kind: "discounted", discount: 0.9 })],
    ["over a horizon, in the cliff world", explained(cliff, finite(9), 0.1)],
  ])("has the gradient that central differences give %s", (_, problem) => {
    const dual = causalEntropyDual(problem);
    const rng = createRng("weights");
    const weights = Float64Array.from({ length: problem.features.size }, () => rng.normal());
    const gradient = new Float64Array(weights.length);
    const unused = new Float64Array(weights.length);
    dual(weights, gradient);
    weights.forEach((weight, at) => {
      const h = 1e-5;
      const moved = (by: number): number => dual(weights.with(at, weight + by), unused);
      expect(gradient[at]).toBeCloseTo((moved(h) - moved(-h)) / (2 * h), 6);
    });
  });

  it.each([
    ["over a horizon", explained(reasonable, finite(20), 0)],
    ["under a discount", explained(cliff, { kind: "discounted", discount: 0.9 }, 0)],
  ])("has for its gradient how much more often its own soft optimum is in each state than was shown, %s", (_, problem) => {
    const { dynamics, criterion, features } = problem;
    const rng = createRng("states");
    const weights = Float64Array.from({ length: features.size }, () => rng.normal());
    const gradient = new Float64Array(weights.length);
    causalEntropyDual(problem)(weights, gradient);
    const softening = { criterion, beta: 1, towards: uniformPolicy(dynamics) };
    const own = countsOf(problem, solveSoftly(dynamics, features.reward(weights), softening).policy);
    const shown = countsOf(problem, problem.demonstrated);
    expect(Math.max(...gradient.map(Math.abs))).toBeGreaterThan(0.1);
    expect([...gradient]).toEqual([...own].map((count, at) => expect.closeTo(count - (shown[at] ?? 0), 9)));
  });

  it("is convex: on a chord it lies below its ends' mean", () => {
    const dual = causalEntropyDual(explained(cliff, finite(9)));
    const rng = createRng("chords");
    const unused = new Float64Array(28);
    for (let chord = 0; chord < 20; chord++) {
      const [x, y] = [0, 1].map(() => Float64Array.from({ length: 28 }, () => 3 * rng.normal()));
      const middle = x?.map((value, at) => (value + (y?.[at] ?? 0)) / 2) ?? unused;
      expect(dual(middle, unused)).toBeLessThan((dual(x ?? unused, unused) + dual(y ?? unused, unused)) / 2);
    }
  });
});

describe("maximum causal entropy inverse RL", () => {
  it.each([
    ["the five-state world, over 20 steps", explained(reasonable, finite(20))],
    ["the five-state world, γ = 0.5", explained(reasonable, { kind: "discounted", discount: 0.5 })],
    ["the five-state world, γ = 0.99", explained(reasonable, { kind: "discounted", discount: 0.99 })],
    ["the cliff world, over 9 steps", explained(cliff, finite(9))],
    ["the cliff world, γ = 0.9", explained(cliff, { kind: "discounted", discount: 0.9 })],
    ["the tree of InitShift", explained(initShift(0), finite(3))],
  ])("recovers the demonstrated counts within 1e-3, absolute and relative, in %s", (_, problem) => {
    const { policy } = fitCausalEntropy(problem, new Float64Array(problem.features.size));
    const wanted = countsOf(problem, problem.demonstrated);
    countsOf(problem, policy).forEach((count, at) => {
      expect(Math.abs(count - (wanted[at] ?? 0))).toBeLessThanOrEqual(1e-3 + 1e-3 * (wanted[at] ?? 0));
    });
  });

  it("comes to the same reward from any start, to the grid that it rounds to", () => {
    const problem = explained(cliff, finite(9), 1e-3);
    const rng = createRng("starts");
    const cold = fitCausalEntropy(problem, new Float64Array(28));
    const warm = fitCausalEntropy(
      problem,
      Float64Array.from({ length: 28 }, () => 5 * rng.normal()),
    );
    expect(warm.reward).toEqual(cold.reward);
  });

  it("earns what imitation's test asks for, (H − 1)·2·0.8, in the world it was shown, and avoids its bad state", () => {
    const { dynamics, reward } = reasonable;
    const { policy } = fitCausalEntropy(explained(reasonable, finite(20)), new Float64Array(5));
    expect(evaluatePolicy({ dynamics, reward, policy, criterion: finite(20) })).toBeGreaterThanOrEqual(19 * 2 * 0.8);
  });

  it("says nothing of a branch that demonstrations never take: from there, its play of the tree is a coin", () => {
    const shown = explained(initShift(0), finite(3));
    const demonstrated: Policy = { kind: "stationary", probability: Float64Array.of(0, 1, 0.5, 0.5, 0, 1, ...Array(8).fill(0.5)) };
    const { reward } = fitCausalEntropy({ ...shown, demonstrated }, new Float64Array(7));
    const other = initShift(1);
    const play = solveSoftly(other.dynamics, reward, { criterion: finite(3), beta: 1, towards: uniformPolicy(other.dynamics) }).policy;
    expect(evaluatePolicy({ ...other, policy: play, criterion: finite(3) })).toBe(0); // leaves of 1 and −1, for two steps
  });

  it("gives features that are all 0 no weight, and plays uniformly", () => {
    const { dynamics } = reasonable;
    const nothing = { names: ["nothing"], values: new Float64Array(5) };
    const features = linearReward({ dynamics, observations: { ...observations, features: () => nothing } }, "features");
    const { weights, reward, policy } = fitCausalEntropy({ ...explained(reasonable, finite(20)), features }, new Float64Array(1));
    expect([...weights, ...new Set(reward)]).toEqual([0, 0]);
    expect(new Set(policy.kind === "timed" ? [] : policy.probability)).toEqual(new Set([1 / 3]));
  });

  it("finds the weights of few features that the true reward is made of, where demonstrations tell them apart", () => {
    const { dynamics } = reasonable;
    const values = Float64Array.of(1, 0, 2, 0, 2, 0, 0, -10, 3, 0);
    const features = linearReward(
      { dynamics, observations: { ...observations, features: () => ({ names: ["x", "y"], values }) } },
      "features",
    );
    const reward = features.reward(Float64Array.of(0.1, 0.2)); // a tenth of the world's own: no act is too rare to be counted
    const problem = explained({ ...reasonable, reward }, { kind: "discounted", discount: 0.9 }, 1e-9);
    const { weights } = fitCausalEntropy({ ...problem, features }, new Float64Array(2));
    expect([...weights]).toEqual([0.1, 0.2].map((weight) => expect.closeTo(weight, 5)));
  });

  it("explains the same play by a constant more or less: the dual is flat along a reward of every state alike", () => {
    const problem = explained(reasonable, { kind: "discounted", discount: 0.9 }, 1e-6);
    const { weights } = fitCausalEntropy(problem, new Float64Array(5));
    const plan = (shift: number) =>
      softOptimum(reasonable.dynamics, problem.features.reward(weights.map((weight) => weight + shift)), {
        discount: 0.9,
        beta: 1,
        towards: uniformPolicy(reasonable.dynamics),
      });
    const { value } = policyValue({ ...reasonable, policy: plan(0).policy, criterion: { kind: "discounted", discount: 0.9 } });
    const shifted = policyValue({ ...reasonable, policy: plan(7).policy, criterion: { kind: "discounted", discount: 0.9 } });
    expect([...shifted.value]).toEqual([...value].map((each) => expect.closeTo(each, 9)));
  });
});
