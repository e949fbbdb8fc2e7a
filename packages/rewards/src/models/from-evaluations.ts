import { defineFamily, type Family, integer, type RewardModel } from "@firebreak/core";
import { basisParameter, openBasis } from "./basis.ts";
import { fitEvaluations } from "./evaluations.ts";
import { openRegression } from "./regression.ts";
import { priorOf, ridgeParameter, walkingParameters } from "./settings.ts";
import { walkingModel } from "./walking-model.ts";

const parameters = {
  ...walkingParameters,
  questions: integer({ default: 2000, min: 1 }),
  basis: basisParameter,
  ridge: ridgeParameter,
};

/**
 * The overseer's evaluative feedback, estimated by ridge regression from the steps of a uniformly random walk, one question a step:
 * Ĥ of TAMER (Knox and Stone 2009) without its delays. What was never met counts as 0. Repeated questions count each time; answers
 * that differ are averaged.
 */
export const fromEvaluations: Family<RewardModel> = defineFamily({
  name: "from-evaluations",
  version: 1,
  title: "Ridge regression of evaluations met on a random walk",
  parameters,
  make: (settings, id): RewardModel =>
    walkingModel({ id, title: "learned from evaluations", asks: ["evaluate"] }, settings, (problem, rng) => {
      const parts = { basis: openBasis(problem.dynamics, settings.basis), regression: openRegression(settings) };
      return fitEvaluations(problem, settings, { ...parts, prior: priorOf(settings) }, rng);
    }),
});
