import { describe, expect, it } from "vitest";
import { randomWorld } from "../../test/random-world.ts";
import { iterate } from "../../test/slow-reference.ts";
import { branching, cliff, initShift, reasonable, riskyPath, type StateRewardWorld } from "../../test/small-mdps.ts";
import { FirebreakError } from "../error.ts";
import { actionProbabilities, checkPolicy, type Policy, uniformPolicy } from "../policy.ts";
import { evaluatePolicy } from "./evaluate-policy.ts";
import { finiteHorizon } from "./finite-horizon.ts";
import { occupancy } from "./occupancy.ts";
import { outcomeVisits } from "./outcome-visits.ts";
import { softFiniteHorizon } from "./soft-finite-horizon.ts";

const plan = ({ dynamics, reward, horizon }: StateRewardWorld, discount = 1): ReturnType<typeof softFiniteHorizon> =>
  softFiniteHorizon(dynamics, reward, { horizon, discount, beta: 1, towards: uniformPolicy(dynamics) });

/** Causal entropy counts log A a step that a divergence from uniform play of A actions does not. */
function entropyValue(world: StateRewardWorld, discount = 1): readonly number[] {
  let [steps, weight] = [0, 1];
  for (let time = 0; time < world.horizon; time++) {
    steps += weight;
    weight *= discount;
  }
  return Array.from(plan(world, discount).value, (value) => value + steps * Math.log(world.dynamics.actionCount));
}

function play(policy: Policy, time: number, state: number, actions: number): readonly number[] {
  const out = new Float64Array(actions);
  actionProbabilities(policy, { time, state }, out);
  return [...out];
}

/** Σ γ^t P(s_t = s) over the 21 states of 20 steps in the five-state world, by state. */
function stateCounts(discount: number): readonly number[] {
  const { policy } = plan(reasonable, discount);
  const { mass } = occupancy({ dynamics: reasonable.dynamics, policy, criterion: { kind: "finite", horizon: 21 } });
  let weight = 1;
  const counts = [0, 0, 0, 0, 0];
  for (let time = 0; time < 21; time++) {
    counts.forEach((count, state) => {
      counts[state] = count + 21 * weight * (mass[time * 5 + state] ?? 0);
    });
    weight *= discount;
  }
  return counts;
}

const close = (numbers: readonly number[], digits = 6) => numbers.map((number) => expect.closeTo(number, digits));
const returns = ({ dynamics, reward, horizon }: StateRewardWorld, policy: Policy): number =>
  evaluatePolicy({ dynamics, reward, policy, criterion: { kind: "finite", horizon } });
const best = ({ dynamics, reward, horizon }: StateRewardWorld): number => finiteHorizon(dynamics, reward, { horizon }).startValue;
const uniform = (world: StateRewardWorld): number => returns(world, uniformPolicy(world.dynamics));

// Reference values computed apart from this code, from the formulas of imitation's mce_irl.py in numpy.
describe("the soft optimum within a horizon, in the five-state world of imitation's tests", () => {
  it.each([
    [1, [53.2983, 54.836443, 54.836443, 33.649463, 54.744662], [0.248431, 1.82e-10, 0.751569]],
    [0.5, [4.508803, 5.631294, 5.631294, -15.724884, 6.353012], [0.365409, 1e-5, 0.634581]],
    [0, [2.098612, 3.098612, 3.098612, -18.901388, 4.098612], [1 / 3, 1 / 3, 1 / 3]],
  ] as const)("has the values and the play of causal entropy at γ = %f", (discount, values, shares) => {
    expect(entropyValue(reasonable, discount)).toEqual(close(values));
    expect(play(plan(reasonable, discount).policy, 0, 1, 3)).toEqual(close(shares));
  });

  it.each([
    [1, [6.998829, 3.397594, 3.397594, 0.405233, 6.800749], 21],
    [0.5, [0.856025, 0.214004, 0.214004, 0.003917, 0.71205], 1.999999],
    [0, [0.5, 0, 0, 0, 0.5], 1],
  ] as const)("spends its time as it does there at γ = %f, over the 21 states of 20 steps", (discount, wanted, total) => {
    const counts = stateCounts(discount);
    expect(counts).toEqual(close(wanted));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeCloseTo(total, 6);
  });

  it.each([0, 0.5, 0.9, 0.99])("is in some state at each of them: discounted by %f they count (1 − γ²¹)/(1 − γ)", (discount) => {
    const power = Array.from({ length: 21 }).reduce((product: number) => product * discount, 1);
    const total = stateCounts(discount).reduce((sum, count) => sum + count, 0);
    expect(total).toBeCloseTo((1 - power) / (1 - discount), 10);
  });

  it("earns 37.847360 in its 20 steps, and its value at the start is 54.021481", () => {
    const { policy } = plan(reasonable);
    expect(returns(reasonable, policy)).toBeCloseTo(37.84736, 6);
    // A 21st state's reward, which nobody plans for, is in the counts above: 32.886792 is their product with the rewards.
    expect(returns({ ...reasonable, horizon: 21 }, policy)).toBeCloseTo(32.886792, 5);
    const [first = 0, , , , last = 0] = entropyValue(reasonable);
    expect((first + last) / 2).toBeCloseTo(54.021481, 6);
  });

  it.each([0.5, 0.9, 0.99, 1])("avoids the bad state until the last step at γ = %f, as imitation's own test asks", (discount) => {
    const { policy } = plan(reasonable, discount);
    for (let time = 0; time < 19; time++) {
      const [a = 0, b = 0, c = 0] = play(policy, time, 0, 3);
      expect(a).toBeCloseTo(c, 12);
      expect(a).toBeGreaterThan(2 * b);
      const [x = 0, y = 0, z = 0] = play(policy, time, 1, 3);
      expect([z > x, x > y]).toEqual([true, true]);
      expect(play(policy, time, 2, 3)).toEqual(close([x, y, z], 12));
      for (const state of [3, 4]) {
        expect(play(policy, time, state, 3)).toEqual(close([1 / 3, 1 / 3, 1 / 3], 12));
      }
    }
  });
});

describe("the soft optimum within a horizon, in worlds of the suite seals", () => {
  it("crosses the cliff world far out: 15.928845, between uniform play's -32.282116 and the best, 16.163532", () => {
    expect(entropyValue(cliff)[0]).toBeCloseTo(17.646811, 6);
    expect(play(plan(cliff).policy, 0, 0, 4)).toEqual(close([1.67e-5, 1.111e-4, 3.511e-4, 0.999521]));
    expect([returns(cliff, plan(cliff).policy), uniform(cliff), best(cliff)]).toEqual(close([15.928845, -32.282116, 16.163532]));
  });

  it("takes the sure way in the risky path, and leaves the other out: 8e-88 is less than it counts", () => {
    expect(entropyValue(riskyPath)).toEqual(close([5.286635, 6.976579, 8.465736, -496.534264]));
    expect(play(plan(riskyPath).policy, 0, 0, 2)).toEqual([1, 0]);
    expect(play(plan(riskyPath).policy, 0, 1, 2)).toEqual(close([0.81547, 0.18453]));
    expect([best(riskyPath), uniform(riskyPath)]).toEqual(close([3, -97.9375], 10));
  });

  it("knows what the others are worth: 1 and 2^-10 in branching, 2 from either start of the tree", () => {
    expect([best(branching), uniform(branching)]).toEqual([1, 1 / 1024]);
    expect([best(initShift(0)), best(initShift(1))]).toEqual([2, 2]);
  });
});

describe("a policy that depends on time and mixes actions", () => {
  const world = randomWorld({ states: 5, actions: 3, outcomes: 2, terminal: true }, "timed and mixed");
  const { policy } = plan({ ...world, horizon: 4 });

  it("is worth what plain iteration makes of it, past its horizon too, and its visits times the reward are its return", () => {
    const { dynamics, reward } = world;
    for (const horizon of [1, 4, 9]) {
      const slow = iterate(world, policy, { discount: 1, steps: horizon });
      const expected = dynamics.initial.reduce((sum, share, state) => sum + share * (slow[state] ?? 0), 0);
      expect(returns({ ...world, horizon }, policy)).toBeCloseTo(expected, 12);
      const visits = outcomeVisits({ dynamics, policy, criterion: { kind: "finite", horizon } });
      expect(visits.reduce((sum, visit, z) => sum + visit * (reward[z] ?? 0), 0)).toBeCloseTo(expected, 12);
    }
    const criterion = { kind: "discounted", discount: 0.9 } as const;
    const slow = iterate(world, policy, { discount: 0.9, steps: 600 });
    const expected = dynamics.initial.reduce((sum, share, state) => sum + share * (slow[state] ?? 0), 0);
    expect(evaluatePolicy({ dynamics, reward, policy, criterion })).toBeCloseTo(expected, 10);
    const visits = outcomeVisits({ dynamics, policy, criterion });
    expect(visits.reduce((sum, visit, z) => sum + visit * (reward[z] ?? 0), 0)).toBeCloseTo(expected, 10);
  });

  it("is refused where a row of it is no distribution, with the time and the state", () => {
    if (policy.kind !== "timed-stochastic") {
      throw new Error("it depends on time");
    }
    const acting = world.dynamics.terminal.indexOf(0);
    const probability = policy.probability.slice();
    probability[(2 * 5 + acting) * 3] = 2;
    expect(() => checkPolicy({ ...policy, probability }, world.dynamics)).toThrow(`state ${acting}, time 2`);
    expect(() => checkPolicy({ ...policy, horizon: 3 }, world.dynamics)).toThrow("needs length 45");
  });

  it.each([
    [{ horizon: 0 }, "Cannot use 0 as a horizon"],
    [{ discount: 1.1 }, "Cannot use 1.1 as a discount within a horizon: it must be in [0, 1]"],
    [{ beta: 0 }, "with β = 0"],
    [{ towards: policy }, "towards a policy that depends on time"],
    [{ horizon: 1e9 }, "Cannot plan 1000000000 steps"],
  ])("is not planned with %o", (wrong, message) => {
    const asked = { horizon: 4, discount: 1, beta: 1, towards: uniformPolicy(world.dynamics), ...wrong };
    expect(() => softFiniteHorizon(world.dynamics, world.reward, asked)).toThrow(FirebreakError);
    expect(() => softFiniteHorizon(world.dynamics, world.reward, asked)).toThrow(message);
  });
});
