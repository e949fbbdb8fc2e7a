import type { Checkpoint, Method, OverseenProblem, Policy, Rng, Signal, TabularMdp } from "@firebreak/core";
import type { Distiller } from "./distillers/distiller.ts";
import { boughtReward, SEEDS_A_BLOCK, tablesOf } from "./optimise.ts";

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

function* train({ signal, distiller, plan }: Parts, problem: OverseenProblem, rng: Rng): Generator<Checkpoint> {
  const { dynamics, criterion } = problem;
  if (criterion?.kind !== "discounted") {
    throw new Error("A method that plans from an imitator was planned without a discount");
  }
  const proxyReward = boughtReward(signal, problem);
  for (const { step, policy } of distiller.distil(problem, rng)) {
    yield { step, policy: plan(dynamics, proxyReward, { discount: criterion.discount, towards: policy }).policy, proxyReward };
  }
}

/**
 * A method that distils the overseer's demonstrations and then plans for a signal without going far from them. It asks for
 * demonstrations and for the signal's tables. Under a discount only: over a horizon such a plan depends on time *and* mixes actions, which
 * no policy here can hold.
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
    },
    blockSize: sampled ? SEEDS_A_BLOCK : 1,
    tables: (dynamics) => {
      const demonstrate = distiller.upFront(dynamics);
      return { ...tablesOf(signal, dynamics), ...(demonstrate === 0 ? {} : { demonstrate }) };
    },
    train: (problem, rng) => train(parts, problem, rng),
  };
}
