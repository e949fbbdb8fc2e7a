import { defineFamily, type Family, integer, type RewardModel } from "@firebreak/core";
import { fitEvaluations } from "./evaluations.ts";
import { openNetRegression } from "./net-fits.ts";
import { checkScaling, openRewardNets, rewardNetParameters } from "./reward-nets.ts";
import { walkingParameters } from "./settings.ts";
import { walkingModel } from "./walking-model.ts";

/**
 * `from-evaluations` by nets, which have something to say of what was never met: from what a state shows of itself, not from its number. With
 * `layers` 0 it is linear in what they are shown. Members differ in their answers and in how they begin; where none has been they differ as their
 * beginnings do, and no prior is added. A member that counts no answer says the mean of all.
 */
export const neuralFromEvaluations: Family<RewardModel> = defineFamily({
  name: "neural-from-evaluations",
  version: 1,
  title: "Regression by neural nets of evaluations met on a random walk",
  parameters: { ...walkingParameters, ...rewardNetParameters, questions: integer({ default: 2000, min: 1 }) },
  make: (settings, id): RewardModel => {
    checkScaling(id, settings);
    return walkingModel({ id, title: "learned from evaluations by a net", asks: ["evaluate"], tensors: true }, settings, (problem, rng) => {
      const nets = openRewardNets(problem, settings);
      const regression = openNetRegression(nets, settings, rng.fork("nets"));
      return fitEvaluations(problem, settings, { basis: nets.basis, regression, prior: 0 }, rng);
    });
  },
});
