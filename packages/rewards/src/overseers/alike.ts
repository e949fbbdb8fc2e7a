import type { CompiledEnvironment } from "@firebreak/core";
import { type Conduct, conductOf, type LatentJudgement } from "./judgement.ts";
import { seenSteps } from "./seen-by-her.ts";

/** The mean of a table over the items that share a key. Added up in order of size: how items are numbered moves nothing. */
function averaged(table: Float64Array, keys: readonly string[]): Float64Array {
  const groups = new Map<string, number[]>();
  keys.forEach((key, item) => {
    const group = groups.get(key) ?? [];
    group.push(table[item] ?? 0);
    groups.set(key, group);
  });
  const means = new Map(
    [...groups].map(([key, group]) => [key, group.sort((x, y) => x - y).reduce((sum, x) => sum + x, 0) / group.length]),
  );
  return table.map((_, item) => means.get(keys[item] ?? "") ?? 0);
}

/** The share `weight` of a mean, and the rest of what was judged: exactly the judgement at 0 and exactly the mean at 1. */
function mixed(judged: Float64Array, mean: Float64Array, weight: number): Float64Array {
  return judged.map((own, item) => (weight === 1 ? (mean[item] ?? 0) : own + weight * ((mean[item] ?? 0) - own)));
}

/** The judgement of who cannot tell states of one `look` apart (length S): each answer goes `weight` of the way to the mean over what looks the same. */
export function judgedAlike(world: CompiledEnvironment, look: readonly string[], weight: number): LatentJudgement {
  const { value, evaluate } = world.judgement;
  return {
    ...(value === undefined ? {} : { value: mixed(value, averaged(value, look), weight) }),
    ...(evaluate === undefined ? {} : { evaluate: mixed(evaluate, averaged(evaluate, seenSteps(world, look)), weight) }),
  };
}

/**
 * What someone does who cannot tell states of one `look` apart: what she would do in each of them, mixed evenly, of which she can
 * only do what is legal where she is; anything legal if that is nothing. `weight` of the way there from what she would do with her
 * eyes open. Length S·A.
 */
export function doneAlike(
  world: CompiledEnvironment,
  of: { readonly judgement: LatentJudgement; readonly conduct: Conduct },
  { look, weight }: { readonly look: readonly string[]; readonly weight: number },
): Float64Array {
  const { stateCount, actionCount, rowStart } = world.dynamics;
  const meant = conductOf(world, of.judgement, of.conduct);
  const keys = Array.from(meant, (_, row) => `${row % actionCount} ${look[Math.floor(row / actionCount)] ?? ""}`);
  const alike = averaged(meant, keys);
  for (let state = 0; state < stateCount; state++) {
    const play = alike.subarray(state * actionCount, (state + 1) * actionCount);
    const legal = Array.from(play, (_, action) => Number(isLegal(rowStart, state * actionCount + action)));
    const possible = play.map((share, action) => share * (legal[action] ?? 0));
    const total = sumOf(possible);
    const count = sumOf(Float64Array.from(legal));
    play.set(possible.map((share, action) => (total > 0 ? share / total : count > 0 ? (legal[action] ?? 0) / count : 0)));
  }
  return mixed(meant, alike, weight);
}

const isLegal = (rowStart: Int32Array, row: number): boolean => (rowStart[row] ?? 0) < (rowStart[row + 1] ?? 0);
const sumOf = (numbers: Float64Array): number => numbers.toSorted().reduce((sum, x) => sum + x, 0);
