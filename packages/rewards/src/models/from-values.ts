import {
  defineFamily,
  type Family,
  type FittedReward,
  integer,
  type OverseenProblem,
  oneOf,
  type RewardModel,
  type Rng,
  rowOfOutcome,
  type ValuesOf,
} from "@firebreak/core";
import { memberWeights, shiftedMean, varianceOf } from "./ensemble.ts";
import { uniformly, walk } from "./explore.ts";
import { openRegression } from "./regression.ts";
import { ridgeParameter, targets, walkingParameters } from "./settings.ts";
import { walkingModel } from "./walking-model.ts";

const parameters = {
  ...walkingParameters,
  questions: integer({ default: 2000, min: 1 }),
  ridge: ridgeParameter,
  /** "difference": V(s') − V(s). "reached": V(s'). */
  pays: oneOf("difference", "reached"),
};
type Settings = ValuesOf<typeof parameters>;

/** The states that a walk comes to, the first of each episode too, with the steps that led there (0 or 1). */
function* visited(problem: OverseenProblem, episode: number, rng: Rng): Generator<{ readonly state: number; readonly steps: number }> {
  let fresh = true;
  for (const { state, next, last } of walk(problem, { episode, play: uniformly }, rng)) {
    if (fresh) {
      yield { state, steps: 0 };
    }
    yield { state: next, steps: 1 };
    fresh = last;
  }
}

/** What members' values, one array of length S each, make of every outcome. A state that none has heard of is worth 0. */
function rewardFrom(
  problem: OverseenProblem,
  values: readonly Float64Array[],
  settings: Settings,
): Pick<FittedReward, "reward" | "uncertainty"> {
  const { actionCount, nextState } = problem.dynamics;
  const rows = rowOfOutcome(problem.dynamics);
  const said = (z: number): readonly number[] =>
    values.map((value) => {
      const before = settings.pays === "difference" ? (value[Math.floor((rows[z] ?? 0) / actionCount)] ?? 0) : 0;
      return (value[nextState[z] ?? 0] ?? 0) - before;
    });
  const reward = Float64Array.from(nextState, (_, z) => shiftedMean(said(z), -settings.pessimism));
  return values.length === 1 ? { reward } : { reward, uncertainty: Float64Array.from(nextState, (_, z) => Math.sqrt(varianceOf(said(z)))) };
}

function* fit(problem: OverseenProblem, settings: Settings, rng: Rng): Generator<FittedReward> {
  const { dynamics, overseer } = problem;
  const states = new Map<number, number>();
  const regression = openRegression(settings);
  const answers = overseer.uncharged("value");
  const visits = visited(problem, settings.episode, rng.fork("walk"));
  const luck = { heldOut: rng.fork("held-out"), members: rng.fork("members") };
  let [questions, steps] = [0, 0];
  for (const target of targets(settings)) {
    const asked = new Float64Array(dynamics.stateCount);
    const wanted = Math.min(target, questions + overseer.remaining("value"));
    const before = steps;
    while (questions < wanted) {
      const { value: visit } = visits.next();
      if (visit === undefined) {
        break; // nothing happens in this world
      }
      questions++;
      steps += visit.steps;
      asked[visit.state] = (asked[visit.state] ?? 0) + 1;
      const column = states.get(visit.state) ?? states.size;
      states.set(visit.state, column);
      const held = luck.heldOut.next() < settings["held-out"];
      regression.add({ column, answer: answers[visit.state] ?? 0, weights: held ? null : memberWeights(settings.members, luck.members) });
    }
    overseer.chargeEach("value", asked);
    overseer.countSteps(steps - before);
    const { weights, fit: quality } = regression.fit();
    const values = weights.map((of) => Float64Array.from({ length: dynamics.stateCount }, (_, state) => of[states.get(state) ?? -1] ?? 0));
    yield { ...rewardFrom(problem, values, settings), steps, fit: quality };
    if (questions < target) {
      return;
    }
  }
}

/**
 * The overseer's value of states, estimated by ridge regression from the states of a uniformly random walk, one question a state, and
 * paid out as a difference or as it is. A state that was never met counts as 0, which a difference turns into a reward for going there
 * or coming from there: ask until all that matters has been met.
 */
export const fromValues: Family<RewardModel> = defineFamily({
  name: "from-values",
  version: 1,
  title: "Ridge regression of values of states met on a random walk",
  parameters,
  make: (settings, id): RewardModel =>
    walkingModel({ id, title: "learned from values", asks: ["value"] }, settings, (problem, rng) => fit(problem, settings, rng)),
});
