import type { CompiledEnvironment } from "../compile.ts";

/**
 * A function of a world and a seed, computed once for each of both: laws meet the same world with hundreds of methods, and making it anew for
 * each took longer than what they check. A world that is dropped is forgotten. What is made must be a pure function of both.
 */
export function oncePerWorld<Made>(
  make: (world: CompiledEnvironment, seed: string) => Made,
): (world: CompiledEnvironment, seed: string) => Made {
  const known = new WeakMap<CompiledEnvironment, Map<string, { readonly made: Made }>>();
  return (world, seed) => {
    const ofWorld = known.get(world) ?? new Map<string, { readonly made: Made }>();
    const entry = ofWorld.get(seed) ?? { made: make(world, seed) };
    known.set(world, ofWorld.set(seed, entry));
    return entry.made;
  };
}
