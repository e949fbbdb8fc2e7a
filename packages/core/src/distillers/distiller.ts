import type { Checkpoint, OverseenProblem } from "../method.ts";
import type { Rng } from "../rng.ts";
import type { TabularMdp } from "../tabular-mdp.ts";

/** Turns what the overseer would do into a policy. */
export interface Distiller {
  /** Canonical: made from its parameters. */
  readonly id: string;
  readonly title: string;
  /** It draws random numbers, and meets the world by acting in it. */
  readonly sampled: boolean;
  /** Demonstrations that it asks for certain before it starts. */
  upFront(dynamics: TabularMdp): number;
  /** Yields at least one checkpoint. */
  distil(problem: OverseenProblem, rng: Rng): Iterable<Checkpoint>;
}
