import type { Checkpoint, OverseenProblem, QuestionKind, Rng, TabularMdp } from "@firebreak/core";

/** Turns what the overseer would do into a policy. */
export interface Distiller {
  /** Canonical: made from its parameters. */
  readonly id: string;
  readonly title: string;
  /** What it asks the overseer for; demonstrations unless it says otherwise. */
  readonly asks?: readonly QuestionKind[];
  /** It draws random numbers, and meets the world by acting in it. */
  readonly sampled: boolean;
  /** What it bears of an overseer's answer channel; nothing if it does not say. Demonstrations are no numbers, and have no errors. */
  readonly bears?: readonly "gaps"[];
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
