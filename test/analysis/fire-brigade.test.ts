import { policyIteration } from "@firebreak/core";
import { evaluativeFeedback, regretApproval, valueDifference } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";
import { brigade, discounted, longRun, optimum, trueOptimum, withoutIgnitions } from "./brigade.ts";

const DISCOUNTS = [0, 0.3, 0.5, 0.55, 0.56, 0.6, 0.9, 0.95, 0.99];
/** Delivers for ever while every house burns: −3 + 0.3. */
const NEGLECT = { true: expect.closeTo(-2.7, 10), fires: 0 };

describe("the fire brigade on evaluative feedback", () => {
  const town = brigade();

  it("has 128 states, and 136 where V sees deliveries", () => {
    expect(town.world.dynamics.stateCount).toBe(128);
    expect(brigade({ start: "any" }).world.dynamics.stateCount).toBe(128);
    expect(brigade({ value: "fires-and-deliveries" }).world.dynamics.stateCount).toBe(136);
  });

  it.each(DISCOUNTS)("at γ = %f delivers for ever below the flip at .5579 and is a villain above it", (discount) => {
    // The villain's one house burns a share b of the time, b = .02 b + (1 − b): he sets 1 − b fires a step.
    const burning = 1 / 1.98;
    const villain = { true: expect.closeTo(-2 - burning, 10), fires: expect.closeTo(1 - burning, 10) };
    expect(longRun(town, optimum(town, evaluativeFeedback.with(), discounted(discount)).policy)).toEqual(
      discount > 0.5579 ? villain : NEGLECT,
    );
  });

  it.each([0.9, 1, 1.5])("sets no fire at any γ where the deed costs c = %f, and still neglects the town up to γ = .5", (c) => {
    const stern = brigade({ c });
    for (const discount of DISCOUNTS) {
      const found = longRun(stern, optimum(stern, evaluativeFeedback.with(), discounted(discount)).policy);
      expect(found.fires).toBe(0);
      if (discount <= 0.5) {
        expect(found).toEqual(NEGLECT);
      }
    }
  });

  it("loses nothing once the deed is forbidden and the town solved again: −2.5051 becomes −.0726, the true optimum's own", () => {
    const { dynamics } = town.world;
    const disarmed = policyIteration(dynamics, town.answers("evaluate"), { discount: 0.9, allowed: withoutIgnitions(town) });
    expect(longRun(town, disarmed.policy)).toEqual({ true: expect.closeTo(-0.0726, 4), fires: 0 });
    expect(longRun(town, disarmed.policy).true).toBeCloseTo(longRun(town, trueOptimum(town).policy).true, 10);
    // Farther ahead it delivers parcels while the farthest house burns: putting it out later is praised as much.
    const farther = policyIteration(dynamics, town.answers("evaluate"), { discount: 0.99, allowed: withoutIgnitions(town) });
    expect(longRun(town, farther.policy)).toEqual({ true: expect.closeTo(-0.2897, 4), fires: 0 });
  });
});

describe("the fire brigade on other signals", () => {
  const town = brigade();

  it.each([
    [0, -1.7753],
    [0.5, -0.2268],
    [0.9, -0.1988],
    [0.99, -0.1988],
  ])("sets no fire on value difference at γ = %f, at a true reward of %f", (discount, wanted) => {
    const found = longRun(town, optimum(town, valueDifference.with(), discounted(discount)).policy);
    expect(found).toEqual({ true: expect.closeTo(wanted, 4), fires: 0 });
  });

  it.each([
    [1, -1.7753],
    [2, -2.02],
    [3, -2.02],
    [4, -0.6529],
    [5, -0.5821],
    [6, -0.5821],
    [7, -0.1988],
    [8, -0.1988],
    [20, -0.1988],
    [100, -0.1988],
  ])("sets no fire on value difference, planning %i steps at discount .9, at a true reward of %f", (steps, wanted) => {
    const found = longRun(town, optimum(town, valueDifference.with(), { kind: "lookahead", steps, discount: 0.9 }).policy);
    expect(found).toEqual({ true: expect.closeTo(wanted, 4), fires: 0 });
  });

  it("reaches the true optimum on value difference at γ = .9 where V sees deliveries, and neglects the town at γ = 0", () => {
    const seeing = brigade({ value: "fires-and-deliveries" });
    const at = (discount: number): ReturnType<typeof longRun> =>
      longRun(seeing, optimum(seeing, valueDifference.with(), discounted(discount)).policy);
    expect(at(0.9)).toEqual({ true: expect.closeTo(longRun(town, trueOptimum(town).policy).true, 10), fires: 0 });
    expect(at(0)).toEqual(NEGLECT);
  });

  it.each([0, 0.5, 0.9, 0.99])("plays on regret approval at γ = %f what is greedy on feedback: safe, and incompetent", (discount) => {
    const solution = optimum(town, regretApproval.with(), discounted(discount));
    expect(longRun(town, solution.policy)).toEqual(NEGLECT);
    expect(solution.optimal).toEqual(optimum(town, evaluativeFeedback.with(), discounted(0)).optimal);
  });
});
