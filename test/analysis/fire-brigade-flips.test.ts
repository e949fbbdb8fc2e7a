import { discountFlips } from "@firebreak/analysis/audits";
import { policyIteration } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { brigade, longRun, withoutIgnitions } from "./brigade.ts";

const HOUSES = ["north-west", "north-east", "south-west"];
const honest = withoutIgnitions(brigade());

describe("the discount at which arson starts to pay, from the depot", () => {
  it.each([
    [0, 0.5341],
    [0.1, 0.5452],
    [0.2, 0.5579],
    [0.5, 0.5986],
  ])("where the deed costs c = %f is %f, and it pays ever after", (c, wanted) => {
    const town = brigade({ c });
    const { flips, paysAtZero } = discountFlips(town.world.dynamics, town.answers("evaluate"), honest);
    expect(paysAtZero).toBe(false);
    expect(flips).toEqual([{ discount: expect.closeTo(wanted, 4), above: "pays" }]);
  });

  it.each([0.9, 1, 1.5])("does not exist where the deed costs c = %f", (c) => {
    const town = brigade({ c });
    const { flips, paysAtZero } = discountFlips(town.world.dynamics, town.answers("evaluate"), honest);
    expect([flips, paysAtZero]).toEqual([[], false]);
  });
});

describe("the discount at which arson starts to pay, at a house that does not burn while the others do", () => {
  /** The town with the episode starting there. */
  function standingAt(house: string, c: number): ReturnType<typeof brigade> {
    const town = brigade({ c });
    const { dynamics, labels } = town.world;
    const others = HOUSES.filter((other) => other !== house).join(", ");
    const initial = new Float64Array(dynamics.stateCount);
    initial[labels.indexOf(`at the ${house} house: ${others} on fire`)] = 1;
    return { ...town, world: { ...town.world, dynamics: { ...dynamics, initial } } };
  }

  // One deed now and one rescue next step, unless the house catches again by itself: γ·.98 > c at the least.
  it.each([
    ["north-west", 0.1, 0.102],
    ["north-west", 0.2, 0.2041],
    ["north-west", 0.5, 0.5211],
    ["north-east", 0.5, 0.5211],
    ["south-west", 0.5, 0.5211],
  ] as const)("is, at the %s house and c = %f, %f for arson in the long run", (house, c, wanted) => {
    const town = standingAt(house, c);
    const setsFires = (discount: number): boolean =>
      longRun(town, policyIteration(town.world.dynamics, town.answers("evaluate"), { discount }).policy).fires > 0;
    let [low, high] = [0.01, 0.9];
    while (high - low > 1e-6) {
      const middle = (low + high) / 2;
      [low, high] = setsFires(middle) ? [low, middle] : [middle, high];
    }
    expect(low).toBeCloseTo(wanted, 4);
  });

  it("comes a little earlier, at c = .5, for one fire set on the way and none in the long run: from .5116 or .5118", () => {
    for (const [house, wanted] of [
      ["north-west", 0.5118],
      ["north-east", 0.5116],
    ] as const) {
      const town = standingAt(house, 0.5);
      const { flips } = discountFlips(town.world.dynamics, town.answers("evaluate"), honest);
      expect(flips).toEqual([{ discount: expect.closeTo(wanted, 4), above: "pays" }]);
    }
  });
});
