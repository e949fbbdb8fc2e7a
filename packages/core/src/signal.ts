import { FirebreakError } from "./error.ts";
import type { QuestionKind } from "./ledger.ts";
import type { AnswerTable } from "./overseer.ts";
import type { TabularMdp } from "./tabular-mdp.ts";
import { isUsable, USABLE_NUMBER } from "./usable-number.ts";

type Asked = Exclude<QuestionKind, "compare">;

/** What a signal is made from. `trueReward` is there for the reference signal only. */
export interface SignalInputs {
  readonly dynamics: TabularMdp;
  readonly answers: AnswerTable;
  /** The discount of the criterion it will be optimised under; 1 for finite and average criteria. */
  readonly discount: number;
  readonly observedReward?: Float64Array;
  readonly trueReward?: Float64Array;
}

/** Turns an overseer's answers into a reward. */
export interface Signal {
  readonly id: string;
  readonly title: string;
  /** The tables it reads. */
  readonly asks: readonly Asked[];
  /** It reads the environment's own reward channel. */
  readonly readsObserved: boolean;
  /** It reads the true reward: a reference, never a contestant. */
  readonly readsTrue: boolean;
  /**
   * What its sum along a path depends on. "undiscounted": the ends only, at discount 1. "matched": the ends only, at its own
   * discount. "none": the path.
   */
  readonly potential: "none" | "undiscounted" | "matched";
  /**
   * How many answers one step's reward adds up or compares, 1 if it does not say: where each answer has an error of its own, the
   * reward has that many.
   */
  readonly answersAdded?: number;
  /** The reward of every outcome, length Z. */
  compile(inputs: SignalInputs): Float64Array;
  /** The most questions of each kind that one step costs a learner that asks as it goes. */
  perStep(dynamics: TabularMdp): Partial<Readonly<Record<Asked, number>>>;
  /**
   * The questions that visits cost: how often each item (state or outcome) was asked about, given how often each outcome
   * happened (length Z) and how often each state began an episode (length S).
   */
  questions(
    dynamics: TabularMdp,
    visits: { readonly outcomes: Float64Array; readonly starts: Float64Array },
  ): Partial<Readonly<Record<Asked, Float64Array>>>;
}

/**
 * A signal's reward, one finite number an outcome. Length Z.
 * @throws FirebreakError "bad-reward" for a signal that gives another length or a number that is not finite.
 */
export function rewardOf(signal: Signal, inputs: SignalInputs): Float64Array {
  const reward = signal.compile(inputs);
  const wanted = inputs.dynamics.nextState.length;
  if (!(reward instanceof Float64Array) || reward.length !== wanted) {
    throw new FirebreakError(
      "bad-reward",
      `Cannot train on '${signal.id}': it gave ${reward instanceof Float64Array ? `${reward.length} numbers` : "no Float64Array"}, and the world has ${wanted} outcomes`,
    );
  }
  const bad = reward.findIndex((value) => !isUsable(value));
  if (bad !== -1) {
    throw new FirebreakError(
      "bad-reward",
      `Cannot train on '${signal.id}': its reward of outcome ${bad} is ${reward[bad]}, and must be ${USABLE_NUMBER}`,
    );
  }
  return reward;
}
