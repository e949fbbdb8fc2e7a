import { type CompiledEnvironment, compile } from "../compile.ts";
import { canonicalJson } from "../json.ts";
import { createRng } from "../rng.ts";
import { type Spec, withSpec } from "./environment/explore.ts";
import { oncePerWorld } from "./once-per-world.ts";

function withTrueReward(world: CompiledEnvironment, reward: Spec["rewards"]["true"]): CompiledEnvironment {
  const { environment, dynamics } = world;
  const { rewards } = environment.spec;
  return compile(withSpec(environment, { rewards: { ...rewards, true: reward } }), { maxStates: dynamics.stateCount });
}

/** The same world with another true reward: numbers in [-1, 1) drawn by the labels of each transition. Nothing else differs. */
export const scrambleTrueReward: (world: CompiledEnvironment, seed: string) => CompiledEnvironment = oncePerWorld((world, seed) => {
  const { spec } = world.environment;
  return withTrueReward(
    world,
    ({ state, action, next }) =>
      2 * createRng(`${seed}/scrambled/${canonicalJson([spec.label(state), action, spec.label(next)])}`).double() - 1,
  );
});

/** The same world with the opposite true reward. Nothing else differs. */
export function reverseTrueReward(world: CompiledEnvironment): CompiledEnvironment {
  return reversed(world, "");
}

const reversed = oncePerWorld((world) => withTrueReward(world, (transition) => -world.environment.spec.rewards.true(transition)));
