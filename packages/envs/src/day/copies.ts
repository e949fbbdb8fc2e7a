import { actionProbabilities, type Behaviour, type CompiledEnvironment, FirebreakError, finiteHorizon, type Policy } from "@firebreak/core";
import { actInDay, atHand, type Day, type DayPart, type DayState, dayActions, WAIT } from "./day.ts";
import { partAlone } from "./part-alone.ts";

/** A copy of the agent that is given one part, and knows nothing of the others. */
export interface Copy {
  readonly world: CompiledEnvironment;
  /** What it does in its part, by the rounds that have passed. */
  readonly policy: Policy;
  /** By `rounds passed · S + state`, length rounds·S: the best acts that are more than another way of waiting, as masks. */
  readonly worthwhile: Int32Array;
  /** What they are worth more than waiting, length rounds·S: 0 where there is time yet. */
  readonly gain: Float64Array;
}

/** The acts of every state that lead elsewhere than waiting does, as masks. Length S. */
function doingSomething({ dynamics, actions }: CompiledEnvironment): Int32Array {
  const { stateCount, actionCount, rowStart, nextState, probability } = dynamics;
  const outcomesOf = (row: number): string =>
    [nextState, probability].map((column) => column.subarray(rowStart[row], rowStart[row + 1]).join(" ")).join("; ");
  return Int32Array.from({ length: stateCount }, (_, state) => {
    const waited = outcomesOf(state * actionCount + actions.indexOf(WAIT));
    return actions.reduce((mask, _act, at) => (outcomesOf(state * actionCount + at) === waited ? mask : mask | (1 << at)), 0);
  });
}

/** A copy for each part, the exact optimum of its reward (length Z) over the day's rounds, as if there were no other part. */
export function copiesOf(day: Day, rewardIn: (world: CompiledEnvironment) => Float64Array): readonly Copy[] {
  return day.parts.map((part) => {
    const world = partAlone(day, part);
    const { dynamics } = world;
    const reward = rewardIn(world);
    const plan = finiteHorizon(dynamics, reward, { horizon: day.rounds });
    const something = doingSomething(world);
    return {
      world,
      policy: plan.policy,
      worthwhile: plan.optimal.mask.map((mask, at) => mask & (something[at % dynamics.stateCount] ?? 0)),
      gain: gainOverWaiting(world, reward, day.rounds),
    };
  });
}

function gainOverWaiting({ dynamics, actions }: CompiledEnvironment, reward: Float64Array, rounds: number): Float64Array {
  const { stateCount, actionCount } = dynamics;
  const gain = new Float64Array(rounds * stateCount);
  const waiting = actions.indexOf(WAIT);
  for (let left = 1; left <= rounds; left++) {
    const { q, value, tieTolerance } = finiteHorizon(dynamics, reward, { horizon: left });
    value.forEach((best, state) => {
      const more = best - (q[state * actionCount + waiting] ?? 0);
      gain[(rounds - left) * stateCount + state] = more > tieTolerance ? more : 0;
    });
  }
  return gain;
}

/** A copy in its lane of the day. `round` is how many have passed. */
interface Lane {
  /** Writes what it plays in a state of its part into the day's actions. */
  play(state: unknown, round: number, out: Float64Array): void;
  /** Writes the acts that are worthwhile there, each as likely. */
  attend(state: unknown, round: number, out: Float64Array): void;
  /** What attending is worth over waiting: 0 where that has time, less than 0 where there is nothing to do. */
  claim(state: unknown, round: number): number;
}

/** @throws FirebreakError "unknown-id", when played, for a state that the copy has no plan for. */
function laneOf(day: Day, part: DayPart, { world, policy, worthwhile, gain }: Copy): Lane {
  const { labels, actions, dynamics } = world;
  const indexOf = new Map(labels.map((label, state) => [label, state]));
  const find = (state: unknown): number => {
    const label = part.environment.spec.label(state);
    const found = indexOf.get(label);
    if (found === undefined) {
      throw new FirebreakError("unknown-id", `Cannot play in state '${label}' of '${world.id}': its copy has no plan for it`);
    }
    return found;
  };
  const inDay = dayActions(day);
  const at = actions.map((act) => inDay.indexOf(actInDay(part, act)));
  const own = new Float64Array(actions.length);
  const write = (out: Float64Array): void =>
    own.forEach((share, act) => {
      out[at[act] ?? 0] = share;
    });
  return {
    play(state, round, out) {
      actionProbabilities(policy, { time: round, state: find(state) }, own);
      write(out);
    },
    attend(state, round, out) {
      actionProbabilities({ kind: "timed", horizon: day.rounds, optimal: worthwhile }, { time: round, state: find(state) }, own);
      write(out);
    },
    claim(state, round) {
      const planned = round * dynamics.stateCount + find(state);
      return worthwhile[planned] === 0 ? -1 : (gain[planned] ?? 0);
    },
  };
}

const lanesOf = (day: Day, copies: readonly Copy[]): readonly Lane[] =>
  day.parts.flatMap((part, lane) => {
    const copy = copies[lane];
    return copy === undefined ? [] : [laneOf(day, part, copy)];
  });

const roundAt = (day: Day, time: number): number => Math.floor(time / day.parts.length) % day.rounds;

/**
 * Delegation: each copy acts in its own lane by its own plan, and the day is what they do together. Copies that read the memory act on
 * their part as it stands once its notes are taken in; copies that do not act on what it was.
 */
export function delegated(day: Day, copies: readonly Copy[], { reads }: { readonly reads: boolean }): Behaviour {
  const lanes = lanesOf(day, copies);
  return {
    play({ state, time }, out) {
      const now = state as DayState; // the states of a day's world are its own
      out.fill(0);
      lanes[now.turn]?.play(reads ? atHand(day, now, now.turn) : now.parts[now.turn], roundAt(day, time), out);
    },
  };
}

/**
 * One person who does the same work with one pair of hands, in the same time: she knows each part as well as its copy does, reads the
 * memory, and in each round attends to the lane where acting is worth most over waiting, or else works ahead; where lanes are worth the
 * same, to the first. A rule of thumb: she does not plan how the lanes compete for her.
 */
export function alone(day: Day, copies: readonly Copy[]): Behaviour {
  const lanes = lanesOf(day, copies);
  const waiting = dayActions(day).indexOf(WAIT);
  return {
    play({ state, time }, out) {
      const now = state as DayState; // the states of a day's world are its own
      const round = roundAt(day, time);
      const claims = lanes.map((lane, at) => (at < now.turn || now.busy ? -1 : lane.claim(atHand(day, now, at), round)));
      const here = claims[now.turn] ?? -1;
      out.fill(0);
      if (here >= 0 && claims.every((other) => other <= here)) {
        lanes[now.turn]?.attend(atHand(day, now, now.turn), round, out);
      } else {
        out[waiting] = 1;
      }
    },
  };
}
