import type { Checkpoint, OverseenProblem, Rng, TabularMdp } from "@firebreak/core";

/** Turns what the overseer would do into a policy. */
export interface Distiller {
  /** Canonical: made from its parameters. */
  readonly id: string;
  readonly title: string;
  /** It draws random numbers, and meets the world by acting in it. */
  readonly sampled: boolean;
  /** Demonstrations that it asks for certain before it starts. */
  upFront(dynamics: TabularMdp): number;
  /** It trains neural nets. */
  readonly tensors?: boolean;
  /** Consecutive seeds that it trains together, where `distilBlock` is defined. */
  readonly block?: number;
  /** Yields at least one checkpoint. */
  distil(problem: OverseenProblem, rng: Rng): Iterable<Checkpoint>;
  /** Trains a block of seeds at once; yields one checkpoint a seed each time, in their order. */
  distilBlock?(problems: readonly OverseenProblem[], rngs: readonly Rng[]): Iterable<readonly Checkpoint[]>;
}
