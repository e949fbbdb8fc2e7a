import type { CriterionKind } from "./criterion.ts";
import type { QuestionKind } from "./ledger.ts";
import type { OverseenProblem } from "./method.ts";
import type { Rng } from "./rng.ts";
import type { TabularMdp } from "./tabular-mdp.ts";

/** How well a reward model foresees answers that it was not fitted to. JSON. */
export interface RewardFit {
  /** Answers held out so far; they were paid for like the others. */
  readonly heldOut: number;
  /** Mean error on them: nats of a comparison or a demonstration, or root mean square in the unit of the answer. Null while none is held out. */
  readonly heldOutError: number | null;
  /** How far stated probabilities are from frequencies (expected calibration error), in [0, 1]; null where none are stated. */
  readonly calibrationError: number | null;
}

/** Where the fitting of a reward stands. */
export interface FittedReward {
  /** Length Z. */
  readonly reward: Float64Array;
  /** Length Z: the standard deviation of what is believed of each reward, where the model knows it. */
  readonly uncertainty?: Float64Array;
  /** Environment steps taken so far to meet what was asked about, all of them counted in the ledger. */
  readonly steps: number;
  readonly fit: RewardFit;
}

/** Learns a reward from answers that it buys: siblings optimise it without knowing from which. */
export interface RewardModel {
  /** Canonical: made from its parameters. */
  readonly id: string;
  readonly title: string;
  readonly asks: readonly QuestionKind[];
  /** "model": it reads probabilities. "simulator": it only samples. */
  readonly world: "model" | "simulator";
  /** It draws random numbers. */
  readonly sampled: boolean;
  /** It trains neural nets. */
  readonly tensors?: boolean;
  /** The criteria under which it can be fitted; all where absent. */
  readonly criteria?: readonly CriterionKind[];
  /** What it bears of an overseer's answer channel: nothing if it does not say. */
  readonly bears?: readonly ("errors" | "gaps")[];
  /** Questions of each kind that it asks for certain before it starts. */
  tables(dynamics: TabularMdp): Partial<Readonly<Record<QuestionKind, number>>>;
  /** Yields at least once; each time with everything bought so far. Stops early, and yields, where the budget ends. */
  fit(problem: OverseenProblem, rng: Rng): Iterable<FittedReward>;
}
