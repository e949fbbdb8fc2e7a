import { defineFamily, type Family, FirebreakError, oneOf, type Parameter, type Signal, type SignalInputs } from "@firebreak/core";
import { meetings } from "./counts.ts";
import { stateDifference } from "./state-difference.ts";

type MonaParameters = {
  /** The reward that her approval is added to: her feedback, or the environment's own channel. */
  readonly reward: Parameter<"feedback" | "observed">;
};

function rewardOf({ answers, observedReward }: SignalInputs, kind: "feedback" | "observed", id: string): Float64Array {
  const reward = kind === "feedback" ? answers("evaluate") : observedReward;
  if (reward === undefined) {
    throw new FirebreakError("not-implemented-here", `Cannot compile the signal '${id}': this world has no reward channel of its own`);
  }
  return reward;
}

/**
 * A reward with approval from foresight (Farquhar et al. 2025, "MONA"): r = R(s, a, s') + V(s1) − V(s0), R + V(s1) being the overseer's
 * own long-run worth of the step. Made for a lookahead of 1: whoever sees no further than the step takes her foresight on trust, and can
 * be paid for nothing that she does not foresee to be good. Over more steps the approval telescopes away, and R is left.
 */
export const monaApproval: Family<Signal, MonaParameters> = defineFamily({
  name: "mona-approval",
  version: 1,
  title: "MONA approval R + V(s1) − V(s0), for a lookahead of 1",
  parameters: { reward: oneOf("feedback", "observed") },
  make: ({ reward }, id): Signal => ({
    id,
    title: reward === "feedback" ? "MONA approval" : "MONA approval of the observed reward",
    asks: reward === "feedback" ? ["value", "evaluate"] : ["value"],
    readsObserved: reward === "observed",
    readsTrue: false,
    potential: "none",
    compile: (inputs) => {
      const approval = stateDifference(inputs.dynamics, inputs.answers("value"), 1);
      return rewardOf(inputs, reward, id).map((r, z) => r + (approval[z] ?? 0));
    },
    perStep: () => ({ value: 2, ...(reward === "feedback" ? { evaluate: 1 } : {}) }),
    questions: (dynamics, visits) => ({
      value: meetings(dynamics, visits),
      ...(reward === "feedback" ? { evaluate: visits.outcomes.slice() } : {}),
    }),
  }),
});
