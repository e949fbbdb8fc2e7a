import { evaluatePolicy, type Measure } from "@firebreak/core";
import { scaleOf } from "../narrow-end/against-truth.ts";

/** (True return − uniform play's)/(optimum − uniform play's), all three exact and on the world's own clock. */
export const score: Measure = {
  id: "truth",
  version: 1,
  measure(context) {
    const { environment, evaluation, checkpoint } = context;
    const { uniform, optimal } = scaleOf(context);
    const { dynamics, trueReward } = environment;
    const reached = evaluatePolicy({ dynamics, reward: trueReward, policy: checkpoint.policy, criterion: evaluation });
    return { score: (reached - uniform) / (optimal - uniform) };
  },
};
