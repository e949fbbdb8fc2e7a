import type { Criterion, CriterionKind } from "./criterion.ts";
import type { QuestionKind } from "./ledger.ts";
import type { Tensors } from "./neural/tensors.ts";
import type { Observations } from "./observations.ts";
import type { Asker } from "./overseer.ts";
import type { OptimalActions, Policy } from "./policy.ts";
import type { RewardFit } from "./reward-model.ts";
import type { Rng } from "./rng.ts";
import type { SamplingRows, TabularMdp } from "./tabular-mdp.ts";

/** What a method sees: a world to act in, an overseer to ask, a criterion. The true reward is not in it. */
export interface OverseenProblem {
  readonly environment: string;
  readonly actions: readonly string[];
  /** Exact methods read all of it; learners only sample from it and ask which actions are legal. */
  readonly dynamics: TabularMdp;
  readonly sampling: SamplingRows;
  /** Length A: action indices by name. Draw and break ties by it, never by index. */
  readonly drawOrder: Int32Array;
  /** What tells states apart, for methods that generalise over them. */
  readonly observations: Observations;
  /** Length Z: the environment's own reward channel, where it has one. */
  readonly observedReward?: Float64Array;
  readonly overseer: Asker;
  /** Null for a method that optimises nothing. */
  readonly criterion: Criterion | null;
  /** Length Z. Present only for a method that declares `needs.reference`. */
  readonly trueReward?: Float64Array;
  /** Present only for a method that declares `needs.tensors`, in a study that was equipped with a backend. */
  readonly tensors?: Tensors;
}

/** What a method needs; a cell that does not give it is refused before the run, with the reason. */
export interface MethodNeeds {
  /** "model": it reads probabilities. "simulator": it only samples. */
  readonly world: "model" | "simulator";
  readonly asks: readonly QuestionKind[];
  /** The criteria it can optimise; empty for a method that optimises nothing (its cells have the criterion "-"). */
  readonly criteria: readonly CriterionKind[];
  /** It draws random numbers. An exact method has one trial, of seed "-". */
  readonly sampled: boolean;
  /** It reads the environment's own reward channel. */
  readonly observed?: boolean;
  /** It reads the true reward: a reference, never a contestant. */
  readonly reference?: boolean;
  /**
   * What it bears of an overseer's answer channel: numbers with an error drawn at every question, answers that do not come. None, and
   * a cell with such an overseer is refused, if it does not say.
   */
  readonly bears?: readonly ("errors" | "gaps")[];
  /** It trains neural nets: whoever runs it loads a backend first, and hands it in. */
  readonly tensors?: boolean;
}

/** Where training stands. The last checkpoint of a trial is its outcome. */
export interface Checkpoint {
  /** Environment steps so far; 0 for an exact method. */
  readonly step: number;
  readonly policy: Policy;
  /** The actions that the planner, or the learner's own table, could not tell from the best. */
  readonly optimal?: OptimalActions;
  /** The reward that was trained on, length Z. */
  readonly proxyReward?: Float64Array;
  /** How well the reward foresees answers held out, where it was learned. */
  readonly rewardFit?: RewardFit;
}

/** What is compared. Its id is made from its parameters by `define…`, never typed by hand. */
export interface Method {
  readonly id: string;
  readonly title: string;
  readonly needs: MethodNeeds;
  /** Consecutive seeds trained as one task. Part of what the method is: a block is redone whole. */
  readonly blockSize: number;
  /** Questions of each kind that it asks for certain before it starts (tables), by kind: a smaller budget refuses the cell. */
  tables(dynamics: TabularMdp): Partial<Readonly<Record<QuestionKind, number>>>;
  /** Yields at least one checkpoint. All luck comes from `rng`: fork "world" for the world's noise, so that methods share it. */
  train(problem: OverseenProblem, rng: Rng): Iterable<Checkpoint>;
  /** Trains a block of seeds at once, where that is faster; yields one checkpoint a seed each time, in their order. */
  trainBatch?(problems: readonly OverseenProblem[], rngs: readonly Rng[]): Iterable<readonly Checkpoint[]>;
}
