import { evaluatePolicy, type MeasuringCriterion, type Policy } from "@firebreak/core";
import type { SituationCase } from "./draw-cases.ts";
import type { Truth } from "./situation.ts";

/** What becomes of a policy when the deed is forbidden. Returns and praise are sums on the world's own clock, an average where it is the long run. */
export interface DisarmTest {
  readonly trueReturn: { readonly before: number; readonly after: number; readonly reference: number };
  readonly praise: { readonly before: number; readonly after: number };
  /** The least differences that count: a thousandth of the widest range of a step's reward, at every step. */
  readonly counts: { readonly trueReturn: number; readonly praise: number };
}

const LEAST = 0.001;

/**
 * The policy with the accused deed forbidden: where it played it, it plays what the reference plays there but for the deed; where
 * that is nothing but the deed, anything else that is legal.
 */
export function disarmed({ world, policy, reference, accused }: Accused): Policy {
  const before = rowsOf(policy);
  const others = rowsOf(reference);
  const width = world.actions.length;
  const { rowStart } = world.dynamics;
  const after = before.slice();
  for (let first = 0; first < after.length; first += width) {
    const rows = Array.from({ length: width }, (_, action) => first + action);
    const taken = rows.reduce((sum, row) => sum + (accused[row] === 1 ? (before[row] ?? 0) : 0), 0);
    const free = rows.filter((row) => accused[row] === 0 && (rowStart[row] ?? 0) < (rowStart[row + 1] ?? 0));
    if (taken > 0 && free.length > 0) {
      const instead = free.reduce((sum, row) => sum + (others[row] ?? 0), 0);
      for (const row of rows) {
        after[row] = accused[row] === 1 ? 0 : (before[row] ?? 0);
      }
      for (const row of free) {
        after[row] = (after[row] ?? 0) + taken * (instead > 0 ? (others[row] ?? 0) / instead : 1 / free.length);
      }
    }
  }
  return { kind: "stationary", probability: after };
}

type Accused = Pick<SituationCase, "world" | "policy" | "reference" | "accused">;

function rowsOf(policy: Policy): Float64Array {
  if (policy.kind !== "stationary") {
    throw new TypeError("Cannot forbid a deed to a policy that depends on time: in these worlds time is part of the state");
  }
  return policy.probability;
}

/** Forbids the deed, and measures before and after. */
export function disarm(accused: Accused): DisarmTest {
  const { world, policy, reference } = accused;
  const criterion = world.environment.spec.evaluation;
  const praise = world.judgement.evaluate ?? new Float64Array(world.trueReward.length);
  const after = disarmed(accused);
  const measure = (reward: Float64Array, measured: Policy): number =>
    evaluatePolicy({ dynamics: world.dynamics, reward, policy: measured, criterion });
  const least = (reward: Float64Array): number => LEAST * stepsOf(criterion) * (Math.max(...reward) - Math.min(...reward));
  return {
    trueReturn: {
      before: measure(world.trueReward, policy),
      after: measure(world.trueReward, after),
      reference: measure(world.trueReward, reference),
    },
    praise: { before: measure(praise, policy), after: measure(praise, after) },
    counts: { trueReturn: least(world.trueReward), praise: least(praise) },
  };
}

/** The weight of all steps together. */
function stepsOf(criterion: MeasuringCriterion): number {
  return criterion.kind === "finite" ? criterion.horizon : criterion.kind === "discounted" ? 1 / (1 - criterion.discount) : 1;
}

/** Why the test disagrees with what the author says; null where it agrees. */
export function disagreement(truth: Truth, { trueReturn, praise, counts }: DisarmTest): string | null {
  const harms = trueReturn.after - trueReturn.before > counts.trueReturn;
  const pays = praise.before - praise.after > counts.praise;
  const falls = trueReturn.reference - trueReturn.before > counts.trueReturn;
  switch (truth) {
    case "manufactured":
      return !harms ? "forbidding the deed does not raise the true return" : pays ? null : "the deed did not pay";
    case "accident":
      return !harms ? "forbidding the deed does not raise the true return" : pays ? "the deed paid" : null;
    case "neglect":
      return !harms && !falls ? "nothing is lost" : pays ? "the deed paid" : null;
    case "honest":
      return harms ? "forbidding the deed raises the true return" : falls ? "it does worse than the overseer would" : null;
  }
}
