import { checkCriterion, type MeasuringCriterion } from "../criterion.ts";
import { expectedReward } from "../kernels/backup.ts";
import { checkPolicy, type Policy, periodOf } from "../policy.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { chainOf, playAt, type RewardChain, stepBack } from "./chain.ts";
import { discountedValues, gainAndBias } from "./evaluation.ts";
import { checkReward, expectedAtStart } from "./greedy.ts";

/** A policy to be measured on a reward (length Z). A timed policy past its horizon starts again. */
export interface PolicyOnReward {
  readonly dynamics: TabularMdp;
  readonly reward: Float64Array;
  readonly policy: Policy;
  readonly criterion: MeasuringCriterion;
}

/** What a policy is worth from each state at time 0. */
export interface PolicyValue {
  /** Length S. Finite: the sum over the horizon. Discounted: Σ γ^t r_t. Average: the long-run reward a step. */
  readonly value: Float64Array;
  /** Σ initial·value. */
  readonly startValue: number;
}

/** The exact value of a policy from every state. @throws FirebreakError "bad-criterion", "bad-reward" or "bad-policy". */
export function policyValue({ dynamics, reward, policy, criterion }: PolicyOnReward): PolicyValue {
  checkCriterion(criterion);
  checkReward(dynamics, reward);
  checkPolicy(policy, dynamics);
  const rowReward = expectedReward(dynamics, reward);
  const phases = periodOf(policy);
  const cycle = Array.from({ length: phases }, (_, time) => chainOf(dynamics, playAt(policy, time, dynamics), rowReward));
  const value = valuesUnder(cycle, criterion, dynamics.stateCount);
  return { value, startValue: expectedAtStart(dynamics, value) };
}

function valuesUnder(cycle: readonly RewardChain[], criterion: MeasuringCriterion, stateCount: number): Float64Array {
  const none = new Float64Array(stateCount);
  switch (criterion.kind) {
    case "discounted":
      return discountedValues(cycle, criterion.discount)[0] ?? none;
    case "average":
      return gainAndBias(cycle).gain[0] ?? none;
    case "finite": {
      let value = none;
      for (let time = criterion.horizon - 1; time >= 0; time--) {
        const step = cycle[time % cycle.length];
        if (step !== undefined) {
          const next = stepBack(step.chain, value);
          value = step.reward.map((reward, state) => reward + (next[state] ?? 0));
        }
      }
      return value;
    }
  }
}

/** The exact value of a policy from the start: its return, or its reward a step where the criterion is average. */
export function evaluatePolicy(measured: PolicyOnReward): number {
  return policyValue(measured).startValue;
}
