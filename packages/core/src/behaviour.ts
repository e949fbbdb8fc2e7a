import type { CompiledEnvironment } from "./compile.ts";
import { FirebreakError } from "./error.ts";
import { actionProbabilities, type Policy } from "./policy.ts";

/** Where an agent stands: the author's own state, its label, and the time since the start of the episode. */
export interface Standing {
  readonly state: unknown;
  readonly label: string;
  readonly time: number;
}

/** How an agent acts in a world that need not be enumerated. Pure: equal standings get equal answers. */
export interface Behaviour {
  /** Writes one probability for every action of the world, in the order of its list, into `out`; they sum to 1 over the legal ones. */
  play(at: Standing, out: Float64Array): void;
}

/**
 * A policy of an enumerated world, to be played where only its specification is at hand.
 * @throws FirebreakError "unknown-id" when it meets a state that the world does not have.
 */
export function behaviourOf(policy: Policy, world: CompiledEnvironment): Behaviour {
  const indexOf = new Map(world.labels.map((label, state) => [label, state]));
  return {
    play({ label, time }, out) {
      const state = indexOf.get(label);
      if (state === undefined) {
        throw new FirebreakError("unknown-id", `Cannot play in state '${label}' of '${world.id}': the world has no such state`);
      }
      actionProbabilities(policy, { time, state }, out);
    },
  };
}
