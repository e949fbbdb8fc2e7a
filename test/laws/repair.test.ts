import { repairAgainst } from "@firebreak/analysis/audits";
import { type CompiledEnvironment, type MeasuringCriterion, oversee, type Policy, solve, uniformPolicy } from "@firebreak/core";
import { permute, someOrders } from "@firebreak/core/testing";
import { consistent } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";
import { worlds } from "./catalogs.ts";

/** Worlds whose overseer values states and evaluates steps: all others have no rescue to speak of. */
const judged = worlds.filter(({ judgement }) => judgement.value !== undefined && judgement.evaluate !== undefined);

/** What is audited, told by the world itself, so that it can be told again in another order. */
const policies: Readonly<Record<string, (world: CompiledEnvironment) => Policy>> = {
  "the optimum of feedback": ({ dynamics, judgement }) =>
    solve(dynamics, judgement.evaluate ?? new Float64Array(0), { kind: "discounted", discount: 0.9 }).policy,
  "the optimum of the true reward": ({ dynamics, trueReward }) => solve(dynamics, trueReward, { kind: "discounted", discount: 0.9 }).policy,
  "uniform play": ({ dynamics }) => uniformPolicy(dynamics),
};

const referenceIn = (world: CompiledEnvironment): Policy => ({
  kind: "stationary",
  probability: oversee(world, consistent.with()).answers("demonstrate"),
});

const audit = (world: CompiledEnvironment, policy: Policy, clock: MeasuringCriterion): ReturnType<typeof repairAgainst> =>
  repairAgainst({ environment: world, policy, answers: oversee(world, consistent.with()).answers }, referenceIn(world), clock);

describe("best repair over the catalog", () => {
  for (const world of judged) {
    const clock = world.environment.spec.evaluation;

    it(`splits avoidable harm in ${world.id} into parts that add up, and finds none where the policy is the overseer's`, () => {
      for (const policy of Object.values(policies)) {
        const { avoidable, difference, manufactured, accidental, neglected, unseen, slight } = audit(world, policy(world), clock);
        expect(Math.abs(avoidable - difference)).toBeLessThan(1e-9 * (1 + Math.abs(difference)));
        expect(manufactured + accidental + neglected + unseen + slight).toBeCloseTo(avoidable, 9);
      }
      const { avoidable, difference, rate } = audit(world, referenceIn(world), clock);
      expect([avoidable, difference, rate]).toEqual([0, 0, 0]);
    });

    it(`says the same of ${world.id} told in another order`, () => {
      const [order] = someOrders(world.dynamics, `repair/${world.id}`, 1).slice(-1);
      const told = permute(world, order ?? { states: [], actions: [] });
      for (const policy of Object.values(policies)) {
        const [plain, other] = [audit(world, policy(world), clock), audit(told, policy(told), clock)];
        for (const part of ["manufactured", "accidental", "neglected", "unseen", "slight", "rate", "gained"] as const) {
          expect([part, Math.abs(plain[part] - other[part]) < 1e-8 * (1 + Math.abs(plain[part]))]).toEqual([part, true]);
        }
      }
    });
  }
});
