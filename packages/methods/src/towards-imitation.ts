import type { Checkpoint, Method, OverseenProblem, Policy, Rng, Signal, TabularMdp } from "@firebreak/core";
import type { Distiller } from "./distillers/distiller.ts";
import { boughtReward, buyingOnce, SEEDS_A_BLOCK, tablesOf } from "./optimise.ts";

/** An imitator, and what is planned from it. */
interface Parts {
  readonly id: string;
  readonly title: string;
  readonly signal: Signal;
  readonly distiller: Distiller;
  /** The policy for a reward of length Z that keeps to `towards`, the imitator. */
  readonly plan: (
    dynamics: TabularMdp,
    reward: Float64Array,
    asked: { readonly discount: number; readonly towards: Policy },
  ) => { readonly policy: Policy };
}

/** Plans from what the imitator has come to. The signal is paid for here, before the imitator learns. */
function planner({ signal, plan }: Parts, problem: OverseenProblem): (checkpoint: Checkpoint) => Checkpoint {
  const { dynamics, criterion } = problem;
  if (criterion?.kind !== "discounted") {
    throw new Error("A method that plans from an imitator was planned without a discount");
  }
  const { discount } = criterion;
  const proxyReward = boughtReward(signal, problem);
  return ({ step, policy }) => ({ step, policy: plan(dynamics, proxyReward, { discount, towards: policy }).policy, proxyReward });
}

function* train(parts: Parts, problem: OverseenProblem, rng: Rng): Generator<Checkpoint> {
  const planFrom = planner(parts, problem);
  for (const checkpoint of parts.distiller.distil(problem, rng)) {
    yield planFrom(checkpoint);
  }
}

function* trainBlock(parts: Parts, ...[problems, rngs]: Parameters<NonNullable<Method["trainBatch"]>>): Generator<readonly Checkpoint[]> {
  const planners = problems.map((problem) => planner(parts, problem));
  for (const checkpoints of parts.distiller.distilBlock?.(problems, rngs) ?? []) {
    yield checkpoints.map((checkpoint, at) => planners[at]?.(checkpoint) ?? checkpoint);
  }
}

/**
 * A method that distils the overseer's demonstrations and then plans for a signal without going far from them. It asks for
 * demonstrations and for the signal's tables. Under a discount only.
 */
export function towardsImitation(parts: Parts): Method {
  const { id, title, signal, distiller } = parts;
  const { sampled } = distiller;
  return {
    id,
    title,
    needs: {
      world: "model",
      asks: [...new Set([...signal.asks, ...(distiller.asks ?? ["demonstrate" as const])])],
      criteria: ["discounted"],
      sampled,
      observed: signal.readsObserved,
      bears: ["errors"],
      tensors: distiller.tensors === true,
    },
    blockSize: distiller.block ?? (sampled ? SEEDS_A_BLOCK : 1),
    tables: (dynamics) => {
      const demonstrate = distiller.upFront(dynamics);
      return { ...tablesOf(signal, dynamics), ...(demonstrate === 0 ? {} : { demonstrate }) };
    },
    train: (problem, rng) => train(parts, buyingOnce(problem), rng),
    ...(distiller.distilBlock === undefined ? {} : { trainBatch: (problems, rngs) => trainBlock(parts, problems.map(buyingOnce), rngs) }),
  };
}
