import { type Criterion, criterionId, solve } from "@firebreak/core";
import { permute, someOrders, unpermuteRows, unpermuteStates } from "@firebreak/core/testing";
import { describe, expect, it } from "vitest";
import { worlds } from "./catalogs.ts";

const CRITERIA: readonly Criterion[] = [
  { kind: "discounted", discount: 0.95 },
  { kind: "finite", horizon: 9 },
  { kind: "average" },
  { kind: "lookahead", steps: 4, discount: 1 },
];

describe("every planner, in every world", () => {
  for (const criterion of CRITERIA) {
    it(`gives the same values to 1e-9 when states and actions are told in another order: ${criterionId(criterion)}`, () => {
      for (const world of worlds) {
        const before = solve(world.dynamics, world.trueReward, criterion);
        for (const order of someOrders(world.dynamics, "planners")) {
          const told = permute(world, order);
          const after = solve(told.dynamics, told.trueReward, criterion);
          const near = (x: Float64Array, y: Float64Array): boolean =>
            x.every((number, at) => number === y[at] || Math.abs(number - (y[at] ?? Number.NaN)) <= 1e-9);
          expect(Math.abs(after.startValue - before.startValue)).toBeLessThanOrEqual(1e-9);
          expect(near(before.value, unpermuteStates(after.value, order))).toBe(true);
          // The bias of an average criterion is known up to a constant in each class, so its Q is not compared.
          expect(criterion.kind === "average" || near(before.q, unpermuteRows(after.q, order))).toBe(true);
        }
      }
    });
  }
});
