import {
  type Budget,
  type CompiledEnvironment,
  type OverseenProblem,
  type Overseer,
  openAccount,
  openAsker,
  type Policy,
  solve,
} from "@firebreak/core";
import type { LabelledWorld } from "../../core/test/random-world.ts";

/** Never asked one by one: what is tested here reads tables. */
const silent: Overseer = {
  id: "expert@1",
  value: () => Number.NaN,
  evaluate: () => Number.NaN,
  demonstrate: (_, out) => out.fill(Number.NaN),
  compare: () => "abstain",
};

/** What is best in a world at γ = 0.9, ties split. */
export function expertPolicy({ dynamics, reward }: LabelledWorld): Policy & { readonly kind: "stationary" } {
  const { policy } = solve(dynamics, reward, { kind: "discounted", discount: 0.9 });
  if (policy.kind !== "stationary") {
    throw new Error("A discounted optimum is stationary");
  }
  return policy;
}

/** A world under an overseer who demonstrates what is best at γ = 0.9. */
export function expertProblem(
  world: LabelledWorld,
  given: { readonly budget?: Budget; readonly tensors?: OverseenProblem["tensors"] } = {},
): OverseenProblem {
  const { dynamics, labels } = world;
  const { probability } = expertPolicy(world);
  const overseer = openAsker({
    world: { dynamics } as CompiledEnvironment, // an asker reads nothing else of it
    model: { id: "expert@1", title: "Expert", answers: () => ["demonstrate"], build: () => silent },
    overseer: silent,
    tables: () => probability,
    account: openAccount(given.budget ?? { kind: "unlimited" }),
  });
  return {
    environment: "random@1",
    actions: world.names,
    dynamics,
    sampling: world.sampling,
    drawOrder: world.drawOrder,
    observations: { labels, view: Int32Array.from(labels.keys()), features: () => undefined },
    overseer,
    criterion: null,
    ...(given.tensors === undefined ? {} : { tensors: given.tensors }),
  };
}
