import { type CompiledEnvironment, compile } from "../compile.ts";
import { canonicalJson } from "../json.ts";
import { createRng } from "../rng.ts";
import { withSpec } from "./environment/explore.ts";

/** The same world with another true reward: numbers in [-1, 1) drawn by the labels of each transition. Nothing else differs. */
export function scrambleTrueReward(world: CompiledEnvironment, seed: string): CompiledEnvironment {
  const { environment } = world;
  const { spec } = environment;
  const scrambled = withSpec(environment, {
    rewards: {
      ...spec.rewards,
      true: ({ state, action, next }) =>
        2 * createRng(`${seed}/scrambled/${canonicalJson([spec.label(state), action, spec.label(next)])}`).double() - 1,
    },
  });
  return compile(scrambled, { maxStates: world.dynamics.stateCount });
}
