import { defineFamily, type Family, type RewardModel } from "@firebreak/core";
import { basisParameter, openBasis } from "./basis.ts";
import { fitComparisons } from "./bradley-terry.ts";
import { comparingParameters, fitToComparisons } from "./comparisons.ts";
import { priorOf, ridgeParameter } from "./settings.ts";
import { walkingModel } from "./walking-model.ts";

/**
 * A reward from comparisons of segments of a uniformly random walk, by Bradley and Terry's model (Christiano et al. 2017, §2.2): the
 * weights that make the answers likeliest, less ridge/2 times their squares. "Equal" counts as half an answer either way, a repeated
 * answer as often as it is given, and answers that go in a circle pull the segments together; "abstain" is paid for and teaches nothing. All
 * answers of one kind, or no disagreement at all, give finite weights: the ridge holds them. The reward's unit is the temperature's, and a
 * constant that every step of equally long segments shares is not told by any answer: the ridge takes it as 0. Neighbours ("adjacent") tell little of
 * what seldom changes along a walk, such as the fires that burn.
 */
export const fromComparisons: Family<RewardModel> = defineFamily({
  name: "from-comparisons",
  version: 1,
  title: "Bradley-Terry model of comparisons of segments of a random walk",
  parameters: { ...comparingParameters, basis: basisParameter, ridge: ridgeParameter },
  make: (settings, id): RewardModel =>
    walkingModel({ id, title: "learned from comparisons", asks: ["compare"] }, settings, (problem, rng) => {
      const basis = openBasis(problem.dynamics, settings.basis);
      const fitTo: Parameters<typeof fitToComparisons>[2]["fitTo"] = (comparisons, before) =>
        fitComparisons(comparisons, { ...settings, columns: basis.size() }, before);
      return fitToComparisons(problem, settings, { basis, fitTo, prior: priorOf(settings) }, rng);
    }),
});
