import { describe, expect, it } from "vitest";
import { type LabelledWorld, randomWorld } from "../../test/random-world.ts";
import { FirebreakError } from "../error.ts";
import { legalMask, type Policy, uniformPolicy } from "../policy.ts";
import { createRng, type Rng } from "../rng.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { evaluatePolicy } from "./evaluate-policy.ts";
import { policyIteration } from "./policy-iteration.ts";
import { softOptimum } from "./soft-optimum.ts";

const sharesOf = (policy: Policy): Float64Array => {
  if (policy.kind === "timed") {
    throw new Error("Soft optima are stationary");
  }
  return policy.probability;
};

/** A policy that mixes legal actions at random; with `sparse`, each is left out with probability 1/2 where another is left. */
function randomPolicy({ dynamics }: LabelledWorld, rng: Rng, sparse = false): Policy {
  const { stateCount, actionCount } = dynamics;
  const legal = legalMask(dynamics);
  const probability = new Float64Array(stateCount * actionCount);
  for (let state = 0; state < stateCount; state++) {
    const actions = Array.from({ length: actionCount }, (_, action) => action).filter((action) => ((legal[state] ?? 0) >>> action) & 1);
    const kept = actions.filter(() => !sparse || rng.double() < 0.5);
    const weights = (kept.length === 0 ? actions : kept).map((action) => [action, 0.05 + rng.double()] as const);
    const sum = weights.reduce((total, [, weight]) => total + weight, 0);
    for (const [action, weight] of weights) {
      probability[state * actionCount + action] = weight / sum;
    }
  }
  return { kind: "stationary", probability };
}

/** V ← β log Σ π₀ exp((r + γPV)/β), straight as it is written, 20,000 times or until it stands still: the slow reference. */
function slowly(
  { dynamics, reward }: LabelledWorld,
  { discount, beta, towards }: { readonly discount: number; readonly beta: number; readonly towards: Policy },
): { readonly value: Float64Array; readonly probability: Float64Array } {
  const { stateCount, actionCount, rowStart, nextState, probability } = dynamics;
  const prior = sharesOf(towards);
  let value = new Float64Array(stateCount);
  const q = (row: number): number => {
    let sum = 0;
    for (let z = rowStart[row] ?? 0; z < (rowStart[row + 1] ?? 0); z++) {
      sum += (probability[z] ?? 0) * ((reward[z] ?? 0) + discount * (value[nextState[z] ?? 0] ?? 0));
    }
    return sum;
  };
  const mass = (state: number): number =>
    Array.from({ length: actionCount }, (_, action) => state * actionCount + action).reduce(
      (sum, row) => sum + (prior[row] === 0 ? 0 : (prior[row] ?? 0) * Math.exp(q(row) / beta)),
      0,
    );
  for (let sweep = 0; sweep < 20_000; sweep++) {
    const next = Float64Array.from({ length: stateCount }, (_, state) =>
      dynamics.terminal[state] === 1 ? 0 : beta * Math.log(mass(state)),
    );
    const moved = next.some((v, state) => v !== value[state]);
    value = next;
    if (!moved) {
      break;
    }
  }
  return {
    value,
    probability: prior.map((share, row) => (share === 0 ? 0 : (share * Math.exp(q(row) / beta)) / mass(Math.floor(row / actionCount)))),
  };
}

/** E Σ γ^t (r_t − β log π/π₀), by the plain value of a policy on the reward less what it pays for each act. */
function objective(
  { dynamics, reward }: LabelledWorld,
  policy: Policy,
  { discount, beta, towards }: { readonly discount: number; readonly beta: number; readonly towards: Policy },
): number {
  const { rowStart } = dynamics;
  const net = reward.slice();
  sharesOf(policy).forEach((share, row) => {
    for (let z = rowStart[row] ?? 0; share > 0 && z < (rowStart[row + 1] ?? 0); z++) {
      net[z] = (net[z] ?? 0) - beta * Math.log(share / (sharesOf(towards)[row] ?? 0));
    }
  });
  return evaluatePolicy({ dynamics, reward: net, policy, criterion: { kind: "discounted", discount } });
}

/** One state, two actions that pay 0 and 1. */
const bandit: TabularMdp = {
  stateCount: 1,
  actionCount: 2,
  rowStart: Int32Array.of(0, 1, 2),
  nextState: Int32Array.of(0, 0),
  probability: Float64Array.of(1, 1),
  initial: Float64Array.of(1),
  terminal: Uint8Array.of(0),
  maxOutcomes: 1,
};
const stationary = (...shares: readonly number[]): Policy => ({ kind: "stationary", probability: Float64Array.from(shares) });

describe("the soft optimum", () => {
  it("of a bandit is π₀ exp(r/β), and its value β log Σ π₀ exp(r/β) over 1 − γ", () => {
    for (const [discount, beta] of [
      [0, 1],
      [0.9, 0.5],
      [0.5, 7],
    ] as const) {
      const { policy, value } = softOptimum(bandit, Float64Array.of(0, 1), { discount, beta, towards: stationary(0.75, 0.25) });
      const sum = 0.75 + 0.25 * Math.exp(1 / beta);
      expect([...sharesOf(policy)]).toEqual([0.75 / sum, (0.25 * Math.exp(1 / beta)) / sum].map((share) => expect.closeTo(share, 13)));
      expect(value[0]).toBeCloseTo((beta * Math.log(sum)) / (1 - discount), 11);
    }
  });

  it.each([0, 0.5, 0.9, 0.99])(
    "is what naive soft value iteration comes to at γ = %f, at every β, also where π₀ leaves acts out",
    (discount) => {
      const rng = createRng("soft optima");
      for (const beta of [10, 1, 0.3]) {
        for (const terminal of [true, false]) {
          const world = randomWorld({ states: 7, actions: 3, outcomes: 3, terminal }, `soft ${beta}`);
          const towards = randomPolicy(world, rng, true);
          const fast = softOptimum(world.dynamics, world.reward, { discount, beta, towards });
          const slow = slowly(world, { discount, beta, towards });
          expect(fast.residual).toBeLessThan(1e-10);
          fast.value.forEach((value, state) => {
            expect(value).toBeCloseTo(slow.value[state] ?? Number.NaN, 9);
          });
          sharesOf(fast.policy).forEach((share, row) => {
            expect(share).toBeCloseTo(slow.probability[row] ?? Number.NaN, 9);
          });
        }
      }
    },
  );

  it("is worth what it says, and no policy drawn near it or far from it is worth more", () => {
    const rng = createRng("other policies");
    const world = randomWorld({ states: 6, actions: 4, outcomes: 2 }, "soft objective");
    const towards = randomPolicy(world, rng);
    for (const beta of [3, 0.2]) {
      const asked = { discount: 0.9, beta, towards };
      const { policy, value } = softOptimum(world.dynamics, world.reward, asked);
      const best = objective(world, policy, asked);
      expect(best).toBeCloseTo(0.75 * (value[0] ?? 0) + 0.25 * (value[1] ?? 0), 10); // the start of a random world
      for (let draw = 0; draw < 100; draw++) {
        const other = sharesOf(randomPolicy(world, rng));
        const weight = draw % 2 === 0 ? 1 : 0.01;
        const mixed = sharesOf(policy).map((share, row) => (1 - weight) * share + weight * (other[row] ?? 0));
        expect(objective(world, { kind: "stationary", probability: mixed }, asked)).toBeLessThan(best);
      }
    }
  });

  it("is π₀ as β grows, and the optimum of what π₀ ever does as β vanishes", () => {
    const rng = createRng("limits");
    const world = randomWorld({ states: 8, actions: 4, outcomes: 3 }, "soft limits");
    const towards = randomPolicy(world, rng, true);
    const at = (beta: number): Float64Array => sharesOf(softOptimum(world.dynamics, world.reward, { discount: 0.9, beta, towards }).policy);
    const support = Int32Array.from({ length: 8 }, (_, state) =>
      [0, 1, 2, 3].reduce((mask, action) => mask | ((sharesOf(towards)[state * 4 + action] ?? 0) > 0 ? 1 << action : 0), 0),
    );
    const hard = sharesOf(policyIteration(world.dynamics, world.reward, { discount: 0.9, allowed: support }).policy);
    at(1e6).forEach((share, row) => {
      expect(share).toBeCloseTo(sharesOf(towards)[row] ?? Number.NaN, 4);
    });
    at(1e-6).forEach((share, row) => {
      expect(share).toBeCloseTo(hard[row] ?? Number.NaN, 9);
    });
  });

  it("weighs ties as π₀ does, at the smallest β too", () => {
    const { policy } = softOptimum(bandit, Float64Array.of(1, 1), { discount: 0.99, beta: 1e-6, towards: stationary(0.2, 0.8) });
    expect([...sharesOf(policy)]).toEqual([0.2, 0.8].map((share) => expect.closeTo(share, 12)));
  });

  it("overflows nowhere: rewards of a million at β = 1e-6", () => {
    const world = randomWorld({ states: 5, actions: 3, outcomes: 2 }, "huge");
    const reward = world.reward.map((r) => 1e6 * r);
    const towards = uniformPolicy(world.dynamics);
    const { policy, value } = softOptimum(world.dynamics, reward, { discount: 0.99, beta: 1e-6, towards });
    const hard = policyIteration(world.dynamics, reward, { discount: 0.99 });
    expect(policy).toEqual(hard.policy);
    value.forEach((v, state) => {
      expect(Math.abs(v / (hard.value[state] ?? 0) - 1)).toBeLessThan(1e-9);
    });
  });

  it("refuses a β that is no price, a policy of time, and a policy of another world", () => {
    const ask =
      (beta: number, towards: Policy): (() => unknown) =>
      () =>
        softOptimum(bandit, Float64Array.of(0, 1), { discount: 0.5, beta, towards });
    for (const beta of [0, -1, Number.POSITIVE_INFINITY, Number.NaN]) {
      expect(ask(beta, stationary(0.5, 0.5))).toThrow(FirebreakError);
    }
    expect(ask(1, { kind: "timed", horizon: 1, optimal: Int32Array.of(1) })).toThrow(/depends on time/);
    expect(ask(1, stationary(0.5, 0.4))).toThrow(FirebreakError);
  });
});
