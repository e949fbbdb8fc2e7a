import type { Checkpoint, Method, OverseenProblem, Policy, Rng, Signal } from "@firebreak/core";
import { composeId } from "./compose-id.ts";
import type { Distiller } from "./distillers/distiller.ts";
import type { Learner } from "./learners/learner.ts";
import { contestant } from "./narrow-rl.ts";
import { learnSignal, SEEDS_A_BLOCK } from "./optimise.ts";

/** What a method of this kind is made of. */
interface Parts {
  readonly signal: Signal;
  readonly distiller: Distiller;
  readonly learner: Learner;
}

function* train({ signal, distiller, learner }: Parts, problem: OverseenProblem, rng: Rng): Generator<Checkpoint> {
  let before = 0;
  let towards: Policy | undefined;
  for (const { step, policy } of distiller.distil(problem, rng)) {
    [before, towards] = [step, policy];
  }
  for (const checkpoint of learnSignal({ signal, learner, ...(towards && { towards }) }, problem, rng.fork("learning"))) {
    yield { ...checkpoint, step: before + checkpoint.step };
  }
}

/**
 * The sampled counterpart of `regularisedRl`: imitates the overseer first, then learns the signal step by step, at a price for every nat away from
 * the imitator (the learner's temperature). It pays for demonstrations and then for one step's answers at a time, where `regularisedRl` buys
 * the signal's whole table.
 *
 * @throws FirebreakError "bad-specification" for a signal that reads the true reward.
 */
export function regularisedLearning(parts: Parts): Method {
  const { signal, distiller, learner } = parts;
  return {
    id: composeId("regularised-learning@1", {
      signal: contestant(signal, "regularised-learning").id,
      distiller: distiller.id,
      learner: learner.id,
    }),
    title: `Regularised learning: ${signal.title}, ${learner.title} towards imitation, ${distiller.title}`,
    needs: {
      world: learner.world,
      asks: [...new Set([...signal.asks, ...(distiller.asks ?? ["demonstrate" as const])])],
      criteria: learner.criteria,
      sampled: true,
      observed: signal.readsObserved,
      bears: distiller.bears?.includes("gaps") === true ? ["errors", "gaps"] : ["errors"],
      tensors: [distiller, learner].some(({ tensors }) => tensors === true),
    },
    blockSize: SEEDS_A_BLOCK,
    tables: (dynamics) => {
      const demonstrate = distiller.upFront(dynamics);
      return demonstrate === 0 ? {} : { demonstrate };
    },
    train: (problem, rng) => train(parts, problem, rng),
  };
}
