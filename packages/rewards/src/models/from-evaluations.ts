import {
  defineFamily,
  type Family,
  type FittedReward,
  integer,
  type OverseenProblem,
  type RewardModel,
  type Rng,
  type ValuesOf,
} from "@firebreak/core";
import { basisParameter, openBasis } from "./basis.ts";
import { believed, memberWeights } from "./ensemble.ts";
import { uniformly, walk } from "./explore.ts";
import { openRegression } from "./regression.ts";
import {
  checkpointsParameter,
  episodeParameter,
  heldOutParameter,
  membersParameter,
  pessimismParameter,
  ridgeParameter,
  targets,
} from "./settings.ts";
import { walkingModel } from "./walking-model.ts";

const parameters = {
  questions: integer({ default: 2000, min: 1 }),
  checkpoints: checkpointsParameter,
  episode: episodeParameter,
  basis: basisParameter,
  ridge: ridgeParameter,
  members: membersParameter,
  pessimism: pessimismParameter,
  "held-out": heldOutParameter,
};

function* fit(problem: OverseenProblem, settings: ValuesOf<typeof parameters>, rng: Rng): Generator<FittedReward> {
  const { dynamics, overseer } = problem;
  const basis = openBasis(dynamics, settings.basis);
  const regression = openRegression(settings);
  const answers = overseer.uncharged("evaluate");
  const steps = walk(problem, { episode: settings.episode, play: uniformly }, rng.fork("walk"));
  const luck = { heldOut: rng.fork("held-out"), members: rng.fork("members") };
  let taken = 0;
  for (const target of targets(settings)) {
    const asked = new Float64Array(dynamics.nextState.length);
    const wanted = Math.min(target - taken, overseer.remaining("evaluate"));
    let bought = 0;
    for (; bought < wanted; bought++) {
      const { value: step } = steps.next();
      if (step === undefined) {
        break; // nothing happens in this world
      }
      asked[step.outcome] = (asked[step.outcome] ?? 0) + 1;
      const held = luck.heldOut.next() < settings["held-out"];
      regression.add({
        column: basis.meet(step.outcome),
        answer: answers[step.outcome] ?? 0,
        weights: held ? null : memberWeights(settings.members, luck.members),
      });
    }
    overseer.chargeEach("evaluate", asked);
    overseer.countSteps(bought);
    const done = bought < target - taken;
    taken += bought;
    const { weights, fit: quality } = regression.fit();
    yield { ...believed(basis, weights, settings), steps: taken, fit: quality };
    if (done) {
      return;
    }
  }
}

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
    walkingModel({ id, title: "learned from evaluations", asks: ["evaluate"] }, settings, (problem, rng) => fit(problem, settings, rng)),
});
