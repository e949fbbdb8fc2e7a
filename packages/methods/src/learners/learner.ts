import type {
  AnswerLine,
  Checkpoint,
  Criterion,
  CriterionKind,
  Observations,
  Policy,
  Rng,
  SamplingRows,
  TabularMdp,
  Tensors,
} from "@firebreak/core";

/** How often each outcome happened (length Z) and each state began an episode (length S). */
export interface Visits {
  readonly outcomes: Float64Array;
  readonly starts: Float64Array;
}

/** What steps cost. A learner asks how many it can pay for before it runs a chunk, and pays for what it met after it. */
export interface Meter {
  /** Steps that can be paid for whatever they meet; Infinity without a limit. */
  affordable(): number;
  pay(visits: Visits, steps: number): void;
}

/** A reward to optimise in a world to act in. Where the reward comes from is not the learner's business. */
export interface LearningTask {
  /** A planner reads all of it; a learner samples from `sampling` and reads from here which actions are legal. */
  readonly dynamics: TabularMdp;
  readonly sampling: SamplingRows;
  /** Length A. Draw and break ties by it, never by index. */
  readonly drawOrder: Int32Array;
  readonly criterion: Criterion;
  /** Length Z. */
  readonly reward: Float64Array;
  readonly meter: Meter;
  /** What tells states apart, and tensors: for learners that train neural nets. */
  readonly observations?: Observations;
  readonly tensors?: Tensors;
  /** Stationary: what a soft learner leans on in place of uniform play. Others do not read it. */
  readonly towards?: Policy;
  /** What rewards meet on their way to a learner that bears it; absent where each arrives as it is. */
  readonly line?: AnswerLine;
}

/** Optimises a reward: what narrow RL, broad RL and the reference have in common. */
export interface Learner {
  /** Canonical: made from its parameters. */
  readonly id: string;
  readonly title: string;
  /** "model": it reads probabilities and the whole reward. "simulator": it samples, and meets rewards one by one. */
  readonly world: "model" | "simulator";
  readonly criteria: readonly CriterionKind[];
  /** It reads `task.line`. A learner that does not is refused an overseer whose answers err anew or do not come. */
  readonly hearsLine?: boolean;
  /** Yields at least one checkpoint. Draws no random numbers where `world` is "model". */
  learn(task: LearningTask, rng: Rng): Iterable<Checkpoint>;
  /** It trains neural nets. */
  readonly tensors?: boolean;
  /** Consecutive seeds that it trains together, where `learnBlock` is defined. */
  readonly block?: number;
  /** Trains a block of seeds at once; yields one checkpoint a seed each time, in their order. */
  learnBlock?(tasks: readonly LearningTask[], rngs: readonly Rng[]): Iterable<readonly Checkpoint[]>;
}
