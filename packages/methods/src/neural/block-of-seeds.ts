import type { Checkpoint, Rng } from "@firebreak/core";

/** The seeds of a block: what each works on, with its own luck. */
export function pairUp<T>(tasks: readonly T[], rngs: readonly Rng[]): readonly { readonly task: T; readonly rng: Rng }[] {
  return tasks.map((task, at) => {
    const rng = rngs[at];
    if (rng === undefined) {
      throw new Error(`A block of ${tasks.length} seeds was given ${rngs.length} streams of luck`);
    }
    return { task, rng };
  });
}

/** The checkpoints of the only seed of a block. */
export function* onlySeed(batch: Iterable<readonly Checkpoint[]>): Generator<Checkpoint> {
  for (const checkpoints of batch) {
    yield* checkpoints;
  }
}

/** How many of `total` fall to a point of the curve, points counted from 1. */
export function shareOf(total: number, point: number, points: number): number {
  return Math.floor((total * point) / points) - Math.floor((total * (point - 1)) / points);
}
