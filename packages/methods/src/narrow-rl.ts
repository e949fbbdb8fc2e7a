import { FirebreakError, type Method, type Signal } from "@firebreak/core";
import { composeId } from "./compose-id.ts";
import type { Learner } from "./learners/learner.ts";
import { optimise } from "./optimise.ts";

/**
 * Optimises the narrow reward that an overseer gives for steps.
 * @throws FirebreakError "bad-specification" for a signal that reads the true reward: that is `reference`.
 */
export function narrowRl({ signal, learner }: { readonly signal: Signal; readonly learner: Learner }): Method {
  return optimise({
    id: composeId("narrow-rl@1", { signal: contestant(signal, "narrow-rl").id, learner: learner.id }),
    title: `Narrow RL: ${signal.title}, ${learner.title}`,
    signal,
    learner,
  });
}

/** The signal, unless it reads the true reward. */
export function contestant(signal: Signal, method: string): Signal {
  if (signal.readsTrue) {
    throw new FirebreakError(
      "bad-specification",
      `Cannot make '${method}' of the signal '${signal.id}': it reads the true reward, which only the method 'reference' may`,
    );
  }
  return signal;
}
