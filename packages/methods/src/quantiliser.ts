import { type Method, number, type Parameter, quantileOptimum, type Signal } from "@firebreak/core";
import { composeId } from "./compose-id.ts";
import type { Distiller } from "./distillers/distiller.ts";
import { contestant } from "./narrow-rl.ts";
import { towardsImitation } from "./towards-imitation.ts";

/** q of `quantiliser`: the fraction of the imitator's play that is kept. */
export const quantileParameter: Parameter<number> = number({ default: 0.1, min: 1e-6, max: 1 });

/**
 * Does what an imitator of the overseer would do, but only the best q of it as a signal has it (Taylor 2016): no act is 1/q times likelier
 * than the imitator makes it. q = 1 is imitation, q → 0 is RL among the acts that the imitator ever plays.
 *
 * @throws FirebreakError "bad-specification" for a signal that reads the true reward.
 */
export function quantiliser(parts: { readonly signal: Signal; readonly distiller: Distiller; readonly q: number }): Method {
  const { signal, distiller, q } = parts;
  return towardsImitation({
    id: composeId("quantiliser@1", { signal: contestant(signal, "quantiliser").id, distiller: distiller.id, q: String(q) }),
    title: `Quantiliser: ${signal.title}, the best ${q} of imitation, ${distiller.title}`,
    signal,
    distiller,
    plan: (dynamics, reward, asked) => quantileOptimum(dynamics, reward, { ...asked, quantile: q }),
  });
}
