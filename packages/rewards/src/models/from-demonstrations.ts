import {
  type Action,
  actionProbabilities,
  defineFamily,
  type Family,
  type FittedReward,
  frequencies,
  integer,
  type OverseenProblem,
  oneOf,
  type Policy,
  periodOf,
  type RewardFit,
  type RewardModel,
  type Rng,
  type State,
  type ValuesOf,
} from "@firebreak/core";
import { type CountingCriterion, fitCausalEntropy } from "./causal-entropy.ts";
import { meanOf } from "./ensemble.ts";
import { type Play, uniformly, walk } from "./explore.ts";
import { linearReward } from "./linear-reward.ts";
import { checkpointsParameter, episodeParameter, heldOutParameter, ridgeParameter, targets } from "./settings.ts";

const parameters = {
  /** "walk": she is followed, one question a step. "table": she is asked what she would do in every state. */
  shown: oneOf("walk", "table"),
  questions: integer({ default: 2000, min: 1 }),
  checkpoints: checkpointsParameter,
  episode: episodeParameter,
  features: oneOf("state", "next", "pair", "outcome", "features"),
  ridge: { ...ridgeParameter, default: 0.001 },
  "held-out": heldOutParameter,
};
type Settings = ValuesOf<typeof parameters>;

/** What was shown, once. */
interface Shown {
  readonly time: number;
  readonly state: State;
  readonly action: Action;
}

const NONE_HELD: RewardFit = { heldOut: 0, heldOutError: null, calibrationError: null };

function clockOf({ criterion }: OverseenProblem): CountingCriterion {
  if (criterion?.kind !== "finite" && criterion?.kind !== "discounted") {
    throw new Error(`Demonstrations were to be explained under the criterion ${criterion?.kind}`);
  }
  return criterion;
}

/** How well a policy foresees demonstrations: their mean surprise in nats. */
function foreseen(policy: Policy, held: readonly Shown[], actionCount: number): RewardFit {
  const play = new Float64Array(actionCount);
  const surprises = held.map(({ time, state, action }) => {
    actionProbabilities(policy, { time: time % periodOf(policy), state }, play);
    return -Math.log(Math.max(Number.MIN_VALUE, play[action] ?? 0)); // acts under 2^-53 are left out of a soft optimum
  });
  return held.length === 0 ? NONE_HELD : { heldOut: held.length, heldOutError: meanOf(surprises), calibrationError: null };
}

/** Fits again and again, each time from where the last fit ended. */
function fitter(problem: OverseenProblem, { features: name, ridge }: Settings) {
  const features = linearReward(problem, name);
  let weights: Float64Array = new Float64Array(features.size);
  return (demonstrated: Policy): { readonly reward: Float64Array; readonly policy: Policy } => {
    const found = fitCausalEntropy({ dynamics: problem.dynamics, criterion: clockOf(problem), features, demonstrated, ridge }, weights);
    weights = found.weights;
    return found;
  };
}

function* fitTable(problem: OverseenProblem, settings: Settings): Generator<FittedReward> {
  const demonstrated: Policy = { kind: "stationary", probability: problem.overseer.tabulate("demonstrate").slice() };
  yield { reward: fitter(problem, settings)(demonstrated).reward, steps: 0, fit: NONE_HELD };
}

/** Follows the overseer: what she shows is done, and where no answer comes, what she showed there before. */
function follow({ dynamics, overseer }: OverseenProblem): {
  /** Length S·A: how often each row was shown. */
  readonly counted: Float64Array;
  /** What was shown at the last step, if an answer came. */
  last(): Action | null;
  readonly play: Play;
} {
  const { stateCount, actionCount } = dynamics;
  const counted = new Float64Array(stateCount * actionCount);
  const answer = new Float64Array(actionCount);
  let last: Action | null = null;
  return {
    counted,
    last: () => last,
    play(state, legal, u) {
      const came = overseer.demonstrate(state, answer);
      const weights = came ? answer : counted.subarray(state * actionCount, (state + 1) * actionCount);
      const sum = legal.reduce((total, action) => total + (weights[action] ?? 0), 0);
      let left = u * sum;
      const drawn = legal.find((action) => {
        left -= weights[action] ?? 0;
        return left < 0;
      });
      const action = drawn ?? (sum === 0 ? uniformly(state, legal, u) : legal.findLast((each) => (weights[each] ?? 0) > 0));
      if (action === undefined) {
        throw new Error("No action is legal where the overseer was asked to act");
      }
      last = came ? action : null;
      return action;
    },
  };
}

function* fitWalk(problem: OverseenProblem, settings: Settings, rng: Rng): Generator<FittedReward> {
  const { dynamics, overseer } = problem;
  const clock = clockOf(problem);
  const episode = clock.kind === "finite" ? Math.min(clock.horizon, settings.episode) : settings.episode;
  const followed = follow(problem);
  const steps = walk(problem, { episode, play: followed.play }, rng.fork("walk"));
  const luck = rng.fork("held-out");
  const kept = new Float64Array(followed.counted.length);
  const held: Shown[] = [];
  const explain = fitter(problem, settings);
  let [taken, time] = [0, 0];
  for (const target of targets(settings)) {
    const wanted = taken + Math.min(target - taken, overseer.remaining("demonstrate"));
    const before = taken;
    while (taken < wanted) {
      const { value: step } = steps.next();
      if (step === undefined) {
        break; // nothing happens in this world
      }
      taken++;
      const row = step.state * dynamics.actionCount + step.action;
      const holds = luck.next() < settings["held-out"];
      if (followed.last() !== null) {
        followed.counted[row] = (followed.counted[row] ?? 0) + 1;
        kept[row] = (kept[row] ?? 0) + (holds ? 0 : 1);
        if (holds) {
          held.push({ time, state: step.state, action: step.action });
        }
      }
      time = step.last ? 0 : time + 1;
    }
    overseer.countSteps(taken - before);
    const { reward, policy } = explain(frequencies(dynamics, kept));
    yield { reward, steps: taken, fit: foreseen(policy, held, dynamics.actionCount) };
    if (taken < target) {
      return;
    }
  }
}

/**
 * Maximum causal entropy inverse reinforcement learning: the reward under which the overseer's demonstrations are the soft optimum, within a
 * horizon or discounted. The unit is nats: `inverse-rl` plays the soft optimum at temperature 1, which is the one that was fitted.
 *
 * What is matched is what is to be expected of playing as was shown (uniformly where nothing was), from the world's own start and by its own
 * chances, not what happened to be met on the way: those counts are such as no policy may have, and then no reward explains them.
 * Nothing shown at all is uniform play, whose reward is 0.
 */
export const fromDemonstrations: Family<RewardModel> = defineFamily({
  name: "from-demonstrations",
  version: 1,
  title: "Maximum causal entropy inverse RL from demonstrations",
  parameters,
  make: (settings, id): RewardModel => ({
    id,
    title: "inferred from demonstrations",
    asks: ["demonstrate"],
    world: "model",
    sampled: settings.shown === "walk",
    bears: settings.shown === "walk" ? ["gaps"] : [],
    criteria: ["discounted", "finite"],
    tables: ({ stateCount }) => (settings.shown === "walk" ? {} : { demonstrate: stateCount }),
    fit: (problem, rng) => (settings.shown === "walk" ? fitWalk(problem, settings, rng) : fitTable(problem, settings)),
  }),
});
