import { type Method, number, type Parameter, type Signal, softOptimum } from "@firebreak/core";
import { composeId } from "./compose-id.ts";
import type { Distiller } from "./distillers/distiller.ts";
import { contestant } from "./narrow-rl.ts";
import { towardsImitation } from "./towards-imitation.ts";

/** β of `regularisedRl`. Below 1e-6 rounding would decide ties, and above 1e6 nothing moves any more. */
export const betaParameter: Parameter<number> = number({ default: 0.1, min: 1e-6, max: 1e6 });

/**
 * What reinforcement learning from human feedback does (Ziegler et al. 2019, eq. 2): maximises the signal less β times the divergence
 * from an imitator of the overseer, exactly. `beta` is the price of one nat, in the unit of the signal: β → ∞ is imitation, β → 0 is RL
 * among the acts that the imitator ever plays.
 *
 * @throws FirebreakError "bad-specification" for a signal that reads the true reward.
 */
export function regularisedRl(parts: { readonly signal: Signal; readonly distiller: Distiller; readonly beta: number }): Method {
  const { signal, distiller, beta } = parts;
  return towardsImitation({
    id: composeId("regularised-rl@1", {
      signal: contestant(signal, "regularised-rl").id,
      distiller: distiller.id,
      beta: String(beta),
    }),
    title: `Regularised RL: ${signal.title}, β = ${beta} towards imitation, ${distiller.title}`,
    signal,
    distiller,
    plan: (dynamics, reward, asked) => softOptimum(dynamics, reward, { ...asked, beta }),
  });
}
