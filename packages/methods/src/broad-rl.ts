import type { Method, Signal } from "@firebreak/core";
import { composeId } from "./compose-id.ts";
import type { Learner } from "./learners/learner.ts";
import { contestant } from "./narrow-rl.ts";
import { optimise } from "./optimise.ts";

/**
 * Optimises how things come out, by the environment's own channel or by the overseer's value of the state reached. What makes it
 * broad is the signal, an outcome's, and the criterion, a whole episode or life; the machinery is narrow RL's.
 * @throws FirebreakError "bad-specification" for a signal that reads the true reward: that is `reference`.
 */
export function broadRl({ signal, learner }: { readonly signal: Signal; readonly learner: Learner }): Method {
  return optimise({
    id: composeId("broad-rl@1", { signal: contestant(signal, "broad-rl").id, learner: learner.id }),
    title: `Broad RL: ${signal.title}, ${learner.title}`,
    signal,
    learner,
  });
}
