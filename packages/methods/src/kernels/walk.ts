import type { AnswerLine, Rng, SamplingRows, TabularMdp } from "@firebreak/core";

/** A world laid out for sampling: nothing in it says how probable an outcome is except the running sums that draws read. */
export interface Walk {
  readonly stateCount: number;
  readonly actionCount: number;
  /** Length S + 1. Where each state's pairs begin; a terminal state has none. */
  readonly legalStart: Int32Array;
  /** Length P. The legal pairs, state by state, in draw order at each: the row (s·A + a) of each. Learners' tables are laid out like it. */
  readonly legalRow: Int32Array;
  /** Length P. The first outcome of each pair. */
  readonly firstOutcome: Int32Array;
  /** Length Z. */
  readonly nextState: Int32Array;
  readonly sampling: SamplingRows;
  /** Every row has one outcome: no draw is made, for there is no luck to share. */
  readonly deterministic: boolean;
}

/** A world to learn a reward in. */
export interface RewardedWalk {
  readonly walk: Walk;
  /** Length Z. */
  readonly reward: Float64Array;
  /** What rewards meet on their way; absent where each arrives as it is. */
  readonly line?: AnswerLine | undefined;
}

/** The streams of a learner. The world's own are forked without the learner's name, so that learners meet equal luck at equal times. */
export interface Luck {
  /** One number for every environment step. */
  readonly world: Rng;
  /** One number for every episode: the n-th episode begins alike for all. */
  readonly start: Rng;
  /** One number for every choice of an action. */
  readonly exploration: Rng;
}

/** Where a run stands between two calls of its kernel, and what it has met since the counts were last cleared. */
export interface Trail {
  /** The state (or -1 between episodes), the steps since the episode began, and the pair chosen there (-1 if none is). */
  readonly cursor: Int32Array;
  /** Length Z. How often each outcome happened. */
  readonly outcomes: Float64Array;
  /** Length S. How often each state began an episode. */
  readonly starts: Float64Array;
}

export function layWalk(dynamics: TabularMdp, sampling: SamplingRows, drawOrder: Int32Array): Walk {
  const { stateCount, actionCount, rowStart, nextState } = dynamics;
  const legalStart = new Int32Array(stateCount + 1);
  const legalRow: number[] = [];
  for (let s = 0; s < stateCount; s++) {
    for (const a of drawOrder) {
      const row = s * actionCount + a;
      if (rowStart[row]! < rowStart[row + 1]!) {
        legalRow.push(row);
      }
    }
    legalStart[s + 1] = legalRow.length;
  }
  const deterministic = dynamics.maxOutcomes === 1;
  return {
    stateCount,
    actionCount,
    legalStart,
    legalRow: Int32Array.from(legalRow),
    firstOutcome: Int32Array.from(legalRow, (row) => rowStart[row]!),
    nextState,
    sampling,
    deterministic,
  };
}

export function forkLuck(rng: Rng): Luck {
  const world = rng.fork("world");
  return { world, start: world.fork("start"), exploration: rng.fork("exploration") };
}

export function newTrail(walk: Walk): Trail {
  return {
    cursor: Int32Array.of(-1, 0, -1),
    outcomes: new Float64Array(walk.nextState.length),
    starts: new Float64Array(walk.stateCount),
  };
}

/** Forgets what was met, and goes on from where the run stands. */
export function clearCounts(trail: Trail): void {
  trail.outcomes.fill(0);
  trail.starts.fill(0);
}

/** The state that begins the next episode. One draw. */
export function drawStart(walk: Walk, start: Rng): number {
  const { startCumulative } = walk.sampling;
  const u = start.next();
  let k = 0;
  while (startCumulative[k]! <= u) {
    k++;
  }
  return walk.sampling.start[k]!;
}

/** The outcome of a pair. One draw, also where the pair has one outcome only; none in a deterministic world. */
export function drawOutcome(walk: Walk, pair: number, world: Rng): number {
  let k = walk.firstOutcome[pair]!;
  if (walk.deterministic) {
    return k;
  }
  const { cumulative, outcome } = walk.sampling;
  const u = world.next();
  while (cumulative[k]! <= u) {
    k++;
  }
  return outcome[k]!;
}

/**
 * An ε-greedy choice at a state that is not terminal, from one uniform number u in [0, 1): below ε it is spent on a rank among
 * all legal pairs, above it on a rank among the tied best. `q[pair·stride + offset]` is the value of a pair.
 */
export function drawAction(
  walk: Walk,
  s: number,
  at: { q: Float64Array; stride: number; offset: number },
  epsilon: number,
  u: number,
): number {
  const first = walk.legalStart[s]!;
  const end = walk.legalStart[s + 1]!;
  if (u < epsilon) {
    const rank = Math.min(Math.floor((u / epsilon) * (end - first)), end - first - 1);
    return first + rank;
  }
  const { q, stride, offset } = at;
  let best = Number.NEGATIVE_INFINITY;
  let ties = 0;
  let pick = -1;
  for (let k = first; k < end; k++) {
    const value = q[k * stride + offset]!;
    if (value > best) {
      best = value;
      ties = 1;
      pick = k;
    } else if (value === best) {
      ties++;
    }
  }
  if (ties > 1) {
    let rank = Math.floor(((u - epsilon) / (1 - epsilon)) * ties);
    for (let k = pick; k < end && rank >= 0; k++) {
      if (q[k * stride + offset]! === best) {
        pick = k;
        rank--;
      }
    }
  }
  return pick;
}
