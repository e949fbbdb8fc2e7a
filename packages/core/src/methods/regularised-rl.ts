import type { Distiller } from "../distillers/distiller.ts";
import { number, type Parameter } from "../family.ts";
import type { Checkpoint, Method, OverseenProblem } from "../method.ts";
import { softOptimum } from "../planners/soft-optimum.ts";
import type { Rng } from "../rng.ts";
import type { Signal } from "../signal.ts";
import { composeId } from "./compose-id.ts";
import { contestant } from "./narrow-rl.ts";
import { boughtReward, SEEDS_A_BLOCK, tablesOf } from "./optimise.ts";

interface RegularisedParts {
  readonly signal: Signal;
  readonly distiller: Distiller;
  /** The price of one nat of divergence from the imitator, in the unit of the signal. */
  readonly beta: number;
}

/** β of `regularisedRl`. Below 1e-6 rounding would decide ties, and above 1e6 nothing moves any more. */
export const betaParameter: Parameter<number> = number({ default: 0.1, min: 1e-6, max: 1e6 });

/** Buys the signal's tables and the demonstrations, and moves from imitation towards what the signal pays. */
function* train({ signal, distiller, beta }: RegularisedParts, problem: OverseenProblem, rng: Rng): Generator<Checkpoint> {
  const { dynamics, criterion } = problem;
  if (criterion?.kind !== "discounted") {
    throw new Error("Regularised RL was planned without a discount");
  }
  const proxyReward = boughtReward(signal, problem);
  for (const { step, policy } of distiller.distil(problem, rng)) {
    const { discount } = criterion;
    yield { step, policy: softOptimum(dynamics, proxyReward, { discount, beta, towards: policy }).policy, proxyReward };
  }
}

/**
 * What reinforcement learning from human feedback does (Ziegler et al. 2019, eq. 2): maximises the signal less β times the divergence
 * from an imitator of the overseer, exactly. β → ∞ is imitation; β → 0 is RL among the acts that the imitator ever plays.
 *
 * It asks for demonstrations and for the signal's tables. Under a discount only: a soft optimum over a horizon depends on time *and* mixes
 * actions, which no policy here can hold.
 *
 * @throws FirebreakError "bad-specification" for a signal that reads the true reward.
 */
export function regularisedRl(parts: RegularisedParts): Method {
  const { signal, distiller, beta } = parts;
  const { sampled } = distiller;
  return {
    id: composeId("regularised-rl@1", {
      signal: contestant(signal, "regularised-rl").id,
      distiller: distiller.id,
      beta: String(beta),
    }),
    title: `Regularised RL: ${signal.title}, β = ${beta} towards imitation, ${distiller.title}`,
    needs: {
      world: "model",
      asks: [...new Set([...signal.asks, "demonstrate" as const])],
      criteria: ["discounted"],
      sampled,
      observed: signal.readsObserved,
    },
    blockSize: sampled ? SEEDS_A_BLOCK : 1,
    tables: (dynamics) => {
      const demonstrate = distiller.upFront(dynamics);
      return { ...tablesOf(signal, dynamics), ...(demonstrate === 0 ? {} : { demonstrate }) };
    },
    train: (problem, rng) => train(parts, problem, rng),
  };
}
