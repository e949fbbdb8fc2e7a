import { type CompiledEnvironment, compile } from "./compile.ts";
import type { Environment } from "./environment.ts";
import type { OverseerModel } from "./overseer.ts";
import { type OverseenWorld, oversee } from "./problem.ts";

/** Overseen worlds by id, the least recently used forgotten when their arrays exceed `maxBytes`. */
export interface WorldCache {
  get(environment: Environment, model: OverseerModel): OverseenWorld;
}

/** Bytes of a compiled world's arrays, with its answer tables counted as if all were made. */
function bytesOf(world: CompiledEnvironment): number {
  const { stateCount, actionCount, nextState } = world.dynamics;
  return 64 * stateCount + 16 * stateCount * actionCount + 64 * nextState.length;
}

/** An empty cache. */
export function createWorldCache(maxBytes: number): WorldCache {
  const kept = new Map<string, OverseenWorld>();
  let bytes = 0;
  return {
    get(environment, model) {
      const key = `${environment.id}|${model.id}`;
      const overseen = kept.get(key) ?? oversee(compile(environment), model);
      bytes += kept.delete(key) ? 0 : bytesOf(overseen.world);
      kept.set(key, overseen);
      for (const [oldest, { world }] of kept) {
        if (bytes <= maxBytes || oldest === key) {
          break;
        }
        kept.delete(oldest);
        bytes -= bytesOf(world);
      }
      return overseen;
    },
  };
}
