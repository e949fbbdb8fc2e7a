import type { FittedReward, OverseenProblem, Rng } from "@firebreak/core";
import type { Basis } from "./basis.ts";
import { believed, memberWeights } from "./ensemble.ts";
import { uniformly, walk } from "./explore.ts";
import type { Regression } from "./regression.ts";
import { targets, type WalkingSettings } from "./settings.ts";

/** What evaluations are learned by. */
interface Parts {
  readonly basis: Basis;
  readonly regression: Regression;
  /** Standard deviation of what is thought of a weight that was never met. */
  readonly prior: number;
}

/** Buys evaluations of the steps of a random walk, one a step, and fits a reward to them at each point of the curve. */
export function* fitEvaluations(
  problem: OverseenProblem,
  settings: WalkingSettings,
  { basis, regression, prior }: Parts,
  rng: Rng,
): Generator<FittedReward> {
  const { dynamics, overseer } = problem;
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
    yield { ...believed(basis, weights, { prior, pessimism: settings.pessimism }), steps: taken, fit: quality };
    if (done) {
      return;
    }
  }
}
