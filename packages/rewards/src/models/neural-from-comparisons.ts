import { defineFamily, type Family, type RewardModel } from "@firebreak/core";
import { comparingParameters, fitToComparisons } from "./comparisons.ts";
import { openNetComparisons } from "./net-fits.ts";
import { checkScaling, openRewardNets, rewardNetParameters } from "./reward-nets.ts";
import { walkingModel } from "./walking-model.ts";

/**
 * `from-comparisons` by nets, as Christiano et al. (2017, §2.2) have it: an ensemble, each member trained by Adam on Bradley and Terry's loss of
 * what it counts. They scale every member's reward to mean 0 and deviation 1; here its unit stays the temperature's, and what no answer tells, a
 * constant of every step, stays near 0, where fresh nets begin. A member that counts no answer says 0.
 */
export const neuralFromComparisons: Family<RewardModel> = defineFamily({
  name: "neural-from-comparisons",
  version: 1,
  title: "Bradley-Terry model by neural nets of comparisons of segments of a random walk",
  parameters: { ...comparingParameters, ...rewardNetParameters },
  make: (settings, id): RewardModel => {
    checkScaling(id, settings);
    return walkingModel({ id, title: "learned from comparisons by a net", asks: ["compare"], tensors: true }, settings, (problem, rng) => {
      const nets = openRewardNets(problem, settings);
      const fitTo = openNetComparisons(nets, settings, rng.fork("nets"));
      return fitToComparisons(problem, settings, { basis: nets.basis, fitTo, prior: 0 }, rng);
    });
  },
});
