import { describe, expect, it } from "vitest";
import { type LabelledWorld, randomWorld } from "../../test/random-world.ts";
import { FirebreakError } from "../error.ts";
import { type Policy, uniformPolicy } from "../policy.ts";
import { createRng } from "../rng.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { evaluatePolicy } from "./evaluate-policy.ts";
import { policyIteration } from "./policy-iteration.ts";
import { quantileOptimum } from "./quantile-optimum.ts";

const sharesOf = (policy: Policy): Float64Array => {
  if (policy.kind === "timed") {
    throw new Error("Quantile optima are stationary");
  }
  return policy.probability;
};

/** One state, three actions. */
const bandit: TabularMdp = {
  stateCount: 1,
  actionCount: 3,
  rowStart: Int32Array.of(0, 1, 2, 3),
  nextState: Int32Array.of(0, 0, 0),
  probability: Float64Array.of(1, 1, 1),
  initial: Float64Array.of(1),
  terminal: Uint8Array.of(0),
  maxOutcomes: 1,
};
const stationary = (...shares: readonly number[]): Policy => ({ kind: "stationary", probability: Float64Array.from(shares) });

/** Equal parts of probability. */
const SLICES = 8000;

/**
 * Value iteration in which each state's worth is the mean of Q above its (1 − q)-quantile under π₀, read off slices of
 * probability: the slow reference, right to about 3e-4.
 */
function slowly(
  { dynamics, reward }: LabelledWorld,
  prior: Float64Array,
  { discount, quantile }: { discount: number; quantile: number },
): number[] {
  const { stateCount, actionCount, rowStart, nextState, probability } = dynamics;
  let value = Array.from({ length: stateCount }, () => 0);
  const worth = (row: number): number => {
    let sum = 0;
    for (let z = rowStart[row] ?? 0; z < (rowStart[row + 1] ?? 0); z++) {
      sum += (probability[z] ?? 0) * ((reward[z] ?? 0) + discount * (value[nextState[z] ?? 0] ?? 0));
    }
    return sum;
  };
  for (let sweep = 0; sweep < 40; sweep++) {
    value = value.map((_, state) => {
      const drawn = Array.from({ length: actionCount }, (__, action) => state * actionCount + action)
        .flatMap((row) => Array.from({ length: Math.round(SLICES * (prior[row] ?? 0)) }, () => row))
        .map(worth)
        .sort((x, y) => y - x)
        .slice(0, Math.round(SLICES * quantile));
      return drawn.length === 0 ? 0 : drawn.reduce((sum, q) => sum + q, 0) / drawn.length;
    });
  }
  return value;
}

describe("the quantile optimum", () => {
  it("of a bandit is the best q of π₀: .25 of the best act, and the rest of the next", () => {
    const { policy, value } = quantileOptimum(bandit, Float64Array.of(3, 1, 2), {
      discount: 0.5,
      quantile: 0.4,
      towards: stationary(0.25, 0.25, 0.5),
    });
    expect([...sharesOf(policy)]).toEqual([0.625, 0, 0.375].map((share) => expect.closeTo(share, 15)));
    expect(value[0]).toBeCloseTo(2 * (3 * 0.625 + 2 * 0.375), 12);
  });

  it("gives acts that tie what is left as π₀ has it", () => {
    const { policy } = quantileOptimum(bandit, Float64Array.of(1, 1, 0), {
      discount: 0.9,
      quantile: 0.3,
      towards: stationary(0.2, 0.6, 0.2),
    });
    expect([...sharesOf(policy)]).toEqual([0.25, 0.75, 0].map((share) => expect.closeTo(share, 14)));
  });

  it.each([0.15, 0.5, 0.85])("for q = %f is what value iteration over slices of probability comes to", (quantile) => {
    const world = randomWorld({ states: 4, actions: 3, outcomes: 2, terminal: true }, `quantile ${quantile}`);
    const towards = uniformPolicy(world.dynamics);
    const { value, residual } = quantileOptimum(world.dynamics, world.reward, { discount: 0.8, quantile, towards });
    expect(residual).toBeLessThan(1e-11);
    slowly(world, sharesOf(towards), { discount: 0.8, quantile }).forEach((slow, state) => {
      expect(value[state]).toBeCloseTo(slow, 2);
    });
  });

  it("makes no act 1/q times likelier than π₀, and no policy drawn that keeps to that is worth more", () => {
    const rng = createRng("quantile rivals");
    const world = randomWorld({ states: 6, actions: 4, outcomes: 2 }, "quantile rivals");
    const { dynamics, reward } = world;
    const towards = uniformPolicy(dynamics);
    const prior = sharesOf(towards);
    const worth = (policy: Policy): number =>
      evaluatePolicy({ dynamics, reward, policy, criterion: { kind: "discounted", discount: 0.9 } });
    const quantile = 0.4;
    const { policy } = quantileOptimum(dynamics, reward, { discount: 0.9, quantile, towards });
    sharesOf(policy).forEach((share, row) => {
      expect(share).toBeLessThanOrEqual((prior[row] ?? 0) / quantile + 1e-12);
    });
    for (let draw = 0; draw < 200; draw++) {
      // The best q under a reward drawn at random keeps to the same bound.
      const other = quantileOptimum(
        dynamics,
        reward.map((r) => r + (draw % 2 === 0 ? 3 : 0.3) * rng.normal()),
        { discount: 0.9 * rng.double(), quantile, towards },
      );
      expect(worth(other.policy)).toBeLessThanOrEqual(worth(policy) + 1e-10);
    }
  });

  it("is π₀ at q = 1, and the optimum of what π₀ ever does as q vanishes", () => {
    const world = randomWorld({ states: 8, actions: 4, outcomes: 3 }, "quantile limits");
    const towards = uniformPolicy(world.dynamics);
    const at = (quantile: number): Float64Array =>
      sharesOf(quantileOptimum(world.dynamics, world.reward, { discount: 0.9, quantile, towards }).policy);
    at(1).forEach((share, row) => {
      expect(share).toBeCloseTo(sharesOf(towards)[row] ?? Number.NaN, 12);
    });
    expect(at(1e-6)).toEqual(sharesOf(policyIteration(world.dynamics, world.reward, { discount: 0.9 }).policy));
  });

  it("refuses a q that is no fraction, and a policy of time", () => {
    const ask =
      (quantile: number, towards: Policy): (() => unknown) =>
      () =>
        quantileOptimum(bandit, Float64Array.of(0, 1, 2), { discount: 0.5, quantile, towards });
    for (const quantile of [0, -1, 1.1, Number.NaN]) {
      expect(ask(quantile, stationary(0.5, 0.5, 0))).toThrow(FirebreakError);
    }
    expect(ask(0.5, { kind: "timed", horizon: 1, optimal: Int32Array.of(1) })).toThrow(/depends on time/);
  });
});
