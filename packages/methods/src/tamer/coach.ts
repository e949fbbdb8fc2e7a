import {
  type Checkpoint,
  defineFamily,
  type Family,
  integer,
  type Method,
  number,
  type OverseenProblem,
  oneOf,
  type Parameter,
  type Rng,
  type ValuesOf,
} from "@firebreak/core";
import { forkLuck, layWalk, newTrail, type Walk } from "../kernels/walk.ts";
import { checkpointsParameter, episodeParameter } from "../learners/settings.ts";
import { softPolicy } from "../learners/soft-q-learning.ts";
import { chunks } from "../learners/training.ts";
import { SEEDS_A_BLOCK } from "../optimise.ts";
import { pairsOf } from "./guided-play.ts";
import { openPlay, type Player } from "./play.ts";

type CoachParameters = {
  readonly steps: Parameter<number>;
  readonly checkpoints: Parameter<number>;
  readonly episode: Parameter<number>;
  readonly alpha: Parameter<number>;
  /** How much of each trace is left after a step. */
  readonly lambda: Parameter<number>;
  /** What she says: how much better the step is than what the agent does there on average, or her plain judgement. */
  readonly feedback: Parameter<"advantage" | "plain">;
};
type Settings = ValuesOf<CoachParameters>;

/** A step's ∇ log π, by the pairs of its state, and what is left of it. */
interface Trace {
  readonly first: number;
  readonly gradient: readonly number[];
  weight: number;
}

/** A trace that is forgotten. */
const FAINT = 1e-6;

/** π(·|s) ∝ exp θ over the pairs of a state, in draw order. */
export function softPlay(walk: Walk, theta: Float64Array, state: number): readonly number[] {
  const preferences = pairsOf(walk, state).map((pair) => theta[pair] ?? 0);
  const best = preferences.reduce((x, y) => Math.max(x, y), Number.NEGATIVE_INFINITY);
  const weights = preferences.map((preference) => Math.exp(preference - best));
  const sum = weights.reduce((x, y) => x + y, 0);
  return weights.map((weight) => weight / sum);
}

/** θ ← θ + α f e, e ← λe + ∇ log π(a|s). `word` is what she says about a step; θ has length P. */
export function coached(
  walk: Walk,
  { alpha, lambda }: { readonly alpha: number; readonly lambda: number },
  parts: {
    readonly theta: Float64Array;
    readonly word: (step: { state: number; outcome: number }, play: readonly number[]) => number;
    readonly rng: Rng;
  },
): Player {
  const { theta, word, rng } = parts;
  let traces: Trace[] = [];
  let play: readonly number[] = [];
  return {
    choose(state) {
      play = softPlay(walk, theta, state);
      let left = rng.next();
      const at = play.findIndex((share) => {
        left -= share;
        return left < 0;
      });
      return (walk.legalStart[state] ?? 0) + (at === -1 ? play.length - 1 : at);
    },
    learn({ state, pair, outcome }) {
      const first = walk.legalStart[state] ?? 0;
      for (const trace of traces) {
        trace.weight *= lambda;
      }
      traces = traces.filter(({ weight }) => weight > FAINT);
      traces.push({ first, gradient: play.map((share, at) => Number(first + at === pair) - share), weight: 1 });
      const step = alpha * word({ state, outcome }, play);
      for (const trace of traces) {
        trace.gradient.forEach((slope, at) => {
          theta[trace.first + at] = (theta[trace.first + at] ?? 0) + step * trace.weight * slope;
        });
      }
    },
  };
}

/** What she says about steps, with the questions that it took counted in `asked` (length Z). */
function trainerOf(
  { dynamics }: OverseenProblem,
  walk: Walk,
  parts: { readonly judged: Float64Array; readonly asked: Float64Array; readonly relative: boolean },
): Parameters<typeof coached>[2]["word"] {
  const { judged, asked, relative } = parts;
  const { rowStart, probability } = dynamics;
  const ask = (outcome: number): number => {
    asked[outcome] = (asked[outcome] ?? 0) + 1;
    return judged[outcome] ?? 0;
  };
  /** Her expected judgement of a pair, terms in order of size: no order of states may matter. */
  const expected = (pair: number): number => {
    const row = walk.legalRow[pair] ?? 0;
    const outcomes = Array.from({ length: (rowStart[row + 1] ?? 0) - (rowStart[row] ?? 0) }, (_, at) => (rowStart[row] ?? 0) + at);
    return outcomes
      .map((outcome) => (probability[outcome] ?? 0) * ask(outcome))
      .sort((x, y) => x - y)
      .reduce((x, y) => x + y, 0);
  };
  return ({ state, outcome }, play) => {
    const usual = relative ? pairsOf(walk, state).reduce((sum, pair, at) => sum + (play[at] ?? 0) * expected(pair), 0) : 0;
    return ask(outcome) - usual;
  };
}

/** The most questions that one step can take. */
function mostAsked({ stateCount, actionCount, rowStart }: OverseenProblem["dynamics"], relative: boolean): number {
  let most = 0;
  for (let state = 0; state < stateCount && relative; state++) {
    most = Math.max(most, (rowStart[(state + 1) * actionCount] ?? 0) - (rowStart[state * actionCount] ?? 0));
  }
  return 1 + most;
}

function* train(problem: OverseenProblem, settings: Settings, rng: Rng): Generator<Checkpoint> {
  const { dynamics, sampling, drawOrder, overseer } = problem;
  const relative = settings.feedback === "advantage";
  const walk = layWalk(dynamics, sampling, drawOrder);
  const theta = new Float64Array(walk.legalRow.length);
  const prior = new Float64Array(theta.length).fill(1);
  const judged = overseer.uncharged("evaluate");
  const asked = new Float64Array(judged.length);
  const luck = forkLuck(rng);
  const trail = newTrail(walk);
  const player = coached(walk, settings, { theta, word: trainerOf(problem, walk, { judged, asked, relative }), rng: luck.exploration });
  const run = openPlay(walk, settings.episode, { player, trail, luck });
  const most = mostAsked(dynamics, relative);
  const meter = {
    affordable: () => Math.floor(overseer.remaining("evaluate") / most),
    pay(_: unknown, steps: number): void {
      overseer.chargeEach("evaluate", asked);
      overseer.countSteps(steps);
      asked.fill(0);
    },
  };
  for (const step of chunks(settings, meter, { trail, run })) {
    yield { step, policy: softPolicy(walk, dynamics, { score: theta, prior, temperature: 1 }), proxyReward: judged };
  }
}

/**
 * COACH (MacGlashan et al. 2017, "Interactive learning from policy-dependent human feedback"): what she says is taken for an advantage of the
 * agent's own policy, θ ← θ + α f e with traces e ← λe + ∇ log π, π ∝ exp θ. Her words here are about how she judges a step, less how she
 * judges what the agent does there on average, so praise fades as the agent gets it right. That takes a question for every outcome of
 * every legal action; her plain judgement takes one. Departure: her words are not late.
 */
export const coach: Family<Method, CoachParameters> = defineFamily({
  name: "coach",
  version: 1,
  title: "COACH: take praise for an advantage over what is done",
  parameters: {
    steps: integer({ default: 10_000, min: 1 }),
    checkpoints: checkpointsParameter,
    episode: episodeParameter,
    alpha: number({ default: 0.5, min: 0 }),
    lambda: number({ default: 0, min: 0, max: 1 }),
    feedback: oneOf("advantage", "plain"),
  },
  make: (settings, id): Method => ({
    id,
    title: settings.feedback === "advantage" ? "COACH" : "COACH, on plain feedback",
    needs: { world: "simulator", asks: ["evaluate"], criteria: [], sampled: true },
    blockSize: SEEDS_A_BLOCK,
    tables: () => ({}),
    train: (problem, rng) => train(problem, settings, rng),
  }),
});
