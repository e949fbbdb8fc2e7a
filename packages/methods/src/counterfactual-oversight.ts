import {
  type Checkpoint,
  defineFamily,
  type Family,
  type Method,
  number,
  type OptimalActions,
  type OverseenProblem,
  oneOf,
  type Parameter,
  playUniformly,
  type Rng,
  type ValuesOf,
} from "@firebreak/core";
import { drawAction, forkLuck, layWalk, newTrail, type Walk } from "./kernels/walk.ts";
import { greedyMask } from "./learners/greedy.ts";
import { checkpointsParameter, emptyTable, episodeParameter, omegaParameter, paceOf, stepsParameter } from "./learners/settings.ts";
import { chunks } from "./learners/training.ts";
import { SEEDS_A_BLOCK } from "./optimise.ts";
import { openPlay, type Player } from "./tamer/play.ts";

type CounterfactualParameters = {
  readonly steps: Parameter<number>;
  readonly checkpoints: Parameter<number>;
  readonly episode: Parameter<number>;
  /** The chance that a step is looked at. */
  readonly looks: Parameter<number>;
  /** The cheap reward: the environment's own channel, or a running mean of what she said about the outcome. */
  readonly proxy: Parameter<"channel" | "learned">;
  readonly epsilon: Parameter<number>;
  readonly omega: Parameter<number>;
};
type Settings = ValuesOf<CounterfactualParameters>;

/**
 * What a step pays: the cheap reward R, and if it is looked at (with chance `looks` in (0, 1]) also (A − R)/looks. Its mean is A whatever R
 * is; its variance (A − R)²(1 − looks)/looks.
 */
export function counterfactualReward(
  cheap: number,
  approval: number,
  { looked, looks }: { readonly looked: boolean; readonly looks: number },
): number {
  return looked ? cheap + (approval - cheap) / looks : cheap;
}

/** Rewards of steps as they come, with the looks at them counted in `asked` (length Z). */
function rewarder(
  tables: { readonly approval: Float64Array; readonly channel: Float64Array | undefined },
  { looks, proxy }: Settings,
  parts: { readonly asked: Float64Array; readonly rng: Rng },
): (outcome: number) => number {
  const sums = new Float64Array(tables.approval.length);
  const counts = new Float64Array(tables.approval.length);
  return (outcome) => {
    const known = (counts[outcome] ?? 0) === 0 ? 0 : (sums[outcome] ?? 0) / (counts[outcome] ?? 1);
    const cheap = proxy === "channel" ? (tables.channel?.[outcome] ?? 0) : known;
    const looked = parts.rng.next() < looks;
    const approval = tables.approval[outcome] ?? 0;
    if (looked) {
      parts.asked[outcome] = (parts.asked[outcome] ?? 0) + 1;
      sums[outcome] = (sums[outcome] ?? 0) + approval;
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
    return counterfactualReward(cheap, approval, { looked, looks });
  };
}

/** Q-learning on rewards that are drawn. Step sizes fall with tries, so that draws are averaged. */
function learner(
  walk: Walk,
  pace: ReturnType<typeof paceOf>,
  parts: { readonly table: ReturnType<typeof emptyTable>; readonly reward: (outcome: number) => number; readonly rng: Rng },
): Player {
  const { q, tries } = parts.table;
  const at = { q, stride: 1, offset: 0 };
  const epsilon = pace.epsilon.at(-1) ?? 0;
  return {
    choose: (state) => drawAction(walk, state, at, epsilon, parts.rng.next()),
    learn({ pair, outcome, next, ended }) {
      const ahead = q.subarray(walk.legalStart[next], walk.legalStart[next + 1]);
      const target = parts.reward(outcome) + (ended ? 0 : pace.discount * ahead.reduce((x, y) => Math.max(x, y), Number.NEGATIVE_INFINITY));
      const tried = (tries[pair] ?? 0) + 1;
      tries[pair] = tried;
      q[pair] = (q[pair] ?? 0) + (pace.alpha[Math.min(tried, pace.alpha.length - 1)] ?? 0) * (target - (q[pair] ?? 0));
    },
  };
}

function* train(problem: OverseenProblem, settings: Settings, rng: Rng): Generator<Checkpoint> {
  const { dynamics, sampling, drawOrder, overseer, criterion, observedReward: channel } = problem;
  if (criterion?.kind !== "discounted") {
    throw new Error("A learner of discounted values was planned without a discount");
  }
  const { discount } = criterion;
  const walk = layWalk(dynamics, sampling, drawOrder);
  const tabular = { ...settings, "epsilon-decay": 0, "step-size": "polynomial", alpha: 0 } as const;
  const pace = paceOf(tabular, { discount, episode: settings.episode, reach: 1 / (1 - discount) });
  const table = emptyTable(walk, 1, tabular);
  const asked = new Float64Array(dynamics.nextState.length);
  const approval = overseer.uncharged("evaluate");
  const luck = forkLuck(rng);
  const trail = newTrail(walk);
  const reward = rewarder({ approval, channel }, settings, { asked, rng: rng.fork("looks") });
  const run = openPlay(walk, settings.episode, { player: learner(walk, pace, { table, reward, rng: luck.exploration }), trail, luck });
  const meter = {
    affordable: () => overseer.remaining("evaluate"),
    pay(_: unknown, steps: number): void {
      overseer.chargeEach("evaluate", asked);
      overseer.countSteps(steps);
      asked.fill(0);
    },
  };
  for (const step of chunks(settings, meter, { trail, run })) {
    const optimal: OptimalActions = { kind: "stationary", mask: greedyMask(walk, { ...table, layers: 1 }, 0) };
    yield { step, policy: playUniformly(optimal, walk.actionCount), optimal, proxyReward: approval };
  }
}

/**
 * Counterfactual oversight (Christiano 2016, "AI control on the cheap"): she looks at few steps, and what she says there stands for all of
 * them. Every step pays a cheap reward R, and one that is looked at (A − R)/looks besides: its mean is her approval A. The poorer R and the
 * rarer the looks, the noisier: with `proxy=learned` R is what she said before, and the noise goes as it is learned.
 */
export const counterfactualOversight: Family<Method, CounterfactualParameters> = defineFamily({
  name: "counterfactual-oversight",
  version: 1,
  title: "Counterfactual oversight: look at few steps, for all of them",
  parameters: {
    steps: stepsParameter,
    checkpoints: checkpointsParameter,
    episode: episodeParameter,
    looks: number({ default: 0.1, min: 1e-6, max: 1 }),
    proxy: oneOf("channel", "learned"),
    epsilon: number({ default: 0.2, min: 0, max: 1 }),
    omega: omegaParameter,
  },
  make: (settings, id): Method => ({
    id,
    title: `Counterfactual oversight, ${settings.proxy === "channel" ? "over the world's own channel" : "over what she said before"}`,
    needs: {
      world: "simulator",
      asks: ["evaluate"],
      criteria: ["discounted"],
      sampled: true,
      observed: settings.proxy === "channel",
    },
    blockSize: SEEDS_A_BLOCK,
    tables: () => ({}),
    train: (problem, rng) => train(problem, settings, rng),
  }),
});
