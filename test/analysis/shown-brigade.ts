import {
  type Criterion,
  compile,
  createRng,
  evaluatePolicy,
  type Method,
  type OverseenWorld,
  openProblem,
  oversee,
  type Policy,
} from "@firebreak/core";
import { fireBrigade } from "@firebreak/envs";
import { consistent } from "@firebreak/rewards";

const DISCOUNTED: Criterion = { kind: "discounted", discount: 0.95 };
const brigade = compile(fireBrigade.with());
/** She sees fires and deliveries, looks eight steps ahead and hardly hesitates. */
export const overseen: OverseenWorld = oversee(brigade, consistent.with({ depth: 8, plans: "value", temperature: 0.1 }));

/** The last policy that a method comes to. */
export function learn(of: OverseenWorld, method: Method, seed: string): Policy {
  const rng = createRng(seed);
  const criterion = method.needs.criteria.length === 0 ? null : DISCOUNTED;
  const problem = openProblem(of, { method, criterion, budget: { kind: "unlimited" }, luck: rng });
  const last = [...method.train(problem, rng)].at(-1);
  if (last === undefined) {
    throw new Error("it yields a checkpoint");
  }
  return last.policy;
}

/** True return a step, on the world's own clock. */
export const returnOf = (policy: Policy): number =>
  evaluatePolicy({ dynamics: brigade.dynamics, reward: brigade.trueReward, policy, criterion: brigade.environment.spec.evaluation });
