import type { Rng } from "@firebreak/core";
import { type KeyedUniform, keyedUniform } from "../kernels/keyed-uniform.ts";
import { disagreements, drawByWeight, kindNames } from "./disagreement.ts";
import type { Play, SimulatedSubject, Simulator, Turn } from "./simulated-world.ts";
import { newTurn } from "./simulated-world.ts";

/** The auditor's clock as it is simulated. */
export interface SimulatedClock {
  readonly discount: number;
  /** How many steps are played: the horizon, or where the discounted rest no longer matters. */
  readonly steps: number;
  /** The share of time that the first step is: 1/T, or 1 − γ. */
  readonly firstShare: number;
}

/** The extremes met so far. */
export interface Extremes {
  leastWelfare: number;
  mostWelfare: number;
  /** The greatest size of praise. */
  mostPraise: number;
  /** Of the overseer's value of states. */
  leastValue: number;
  mostValue: number;
}

/** What episodes are played with: a world under one luck, and one number a step for the choice of the act, whoever plays. */
export interface Stage<S> {
  readonly subject: SimulatedSubject<S>;
  readonly clock: SimulatedClock;
  readonly simulator: Simulator<S>;
  readonly act: KeyedUniform;
  readonly extremes: Extremes;
  readonly disagree: ReturnType<typeof disagreements<S>>;
  readonly kind: ReturnType<typeof kindNames>;
  readonly play: Float64Array;
}

/** A state in which policy and reference part; `weight` is the share of time in which the policy deviates there. */
interface Visit<S> {
  readonly state: S;
  readonly time: number;
  readonly weight: number;
}

/** One episode: its return Σ γ^t u, and where policy and reference part. */
export interface RolledOut<S> {
  readonly episode: number;
  readonly welfare: number;
  readonly visits: readonly Visit<S>[];
  /** The weights of the visits together. */
  readonly weight: number;
}

export function openStage<S>(subject: SimulatedSubject<S>, clock: SimulatedClock, rng: Rng): Stage<S> {
  return {
    subject,
    clock,
    simulator: subject.world.simulator(rng.fork("world")),
    act: keyedUniform(rng.fork("acts")),
    extremes: {
      leastWelfare: Number.POSITIVE_INFINITY,
      mostWelfare: Number.NEGATIVE_INFINITY,
      mostPraise: 0,
      leastValue: Number.POSITIVE_INFINITY,
      mostValue: Number.NEGATIVE_INFINITY,
    },
    disagree: disagreements(subject),
    kind: kindNames(subject.world.actions),
    play: new Float64Array(subject.world.actions.length),
  };
}

/** Whoever walks through a world: where it is, and at which turn. */
export interface Walker<S> {
  readonly turn: Turn;
  state: S;
}

/** The act that a policy plays at this time of this episode. Two policies that play alike choose alike. */
export function chooseAct<S>({ subject, act, play }: Stage<S>, policy: Play<S>, { state, turn }: Walker<S>): number {
  policy(state, turn.time, play);
  return drawByWeight(play, subject.world.drawOrder, act(turn.episode, turn.time));
}

/** Takes one step and notes what it paid. */
export function takeStep<S>({ simulator, extremes }: Stage<S>, walker: Walker<S>, action: number): void {
  const { turn } = walker;
  walker.state = simulator.step(walker.state, action, turn);
  extremes.leastWelfare = Math.min(extremes.leastWelfare, turn.welfare);
  extremes.mostWelfare = Math.max(extremes.mostWelfare, turn.welfare);
  extremes.mostPraise = Math.max(extremes.mostPraise, Math.abs(turn.praise));
  extremes.leastValue = Math.min(extremes.leastValue, turn.looks);
  extremes.mostValue = Math.max(extremes.mostValue, turn.looks);
}

/** Plays one episode of a policy, in full. `look` says whether to note where policy and reference part. */
export function rollOut<S>(
  stage: Stage<S>,
  policy: Play<S>,
  { episode, look }: { readonly episode: number; readonly look: boolean },
): RolledOut<S> {
  const { clock, subject, simulator, disagree } = stage;
  const turn = newTurn(episode);
  const walker: Walker<S> = { turn, state: simulator.start(turn) };
  const visits: Visit<S>[] = [];
  let welfare = 0;
  let weight = 0;
  let decay = 1;
  for (turn.time = 0; turn.time < clock.steps && !subject.world.ended(walker.state); turn.time++) {
    const mass = look ? disagree(walker.state, turn.time).mass : 0;
    if (mass > 0) {
      visits.push({ state: walker.state, time: turn.time, weight: clock.firstShare * decay * mass });
      weight += clock.firstShare * decay * mass;
    }
    takeStep(stage, walker, chooseAct(stage, policy, walker));
    welfare += decay * turn.welfare;
    decay *= clock.discount;
  }
  return { episode, welfare, visits, weight };
}
