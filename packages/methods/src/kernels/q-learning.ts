import { listen } from "@firebreak/core";
import { drawOutcome, drawStart, type Luck, type RewardedWalk, type Trail } from "./walk.ts";

/** What a learner of stationary values knows so far. `q` and the counts are written by its kernel. */
export interface QTable {
  /** Length P, in the order of the walk's legal pairs. 0 before the first visit. */
  readonly q: Float64Array;
  /** Length P. How often each pair was played. */
  readonly tries: Int32Array;
  /** Length S. How often each state was left. */
  readonly stays: Int32Array;
  /** Length P. 0: never played; z + 1: outcome z every time; `SEVERAL`: more than one, or the learner does not care. */
  readonly shown: Int32Array;
}

/** The settings of a kernel as numbers. */
export interface Pace {
  readonly discount: number;
  /** Steps until an episode is cut; a cut is no end of the world, so the last step still looks ahead. */
  readonly episode: number;
  /** The step size at the n-th try of a pair is entry n, later the last one. Entry 0 is not read. */
  readonly alpha: Float64Array;
  /** The exploration at the n-th stay in a state is entry n, later the last one. */
  readonly epsilon: Float64Array;
}

/** The mark of a pair with more than one outcome: it has something to average. */
export const SEVERAL = -1;

/**
 * Q-learning (Watkins 1989; Watkins and Dayan 1992) for `steps` environment steps. Writes `table` and `trail`.
 *
 * A pair that has shown one outcome only takes step size 1: it has nothing to average yet, so it copies its target. A step whose
 * reward does not come teaches nothing (TAMER's convention, Knox & Stone 2009).
 */
export function runQLearning(
  world: RewardedWalk,
  pace: Pace,
  table: QTable,
  run: { readonly trail: Trail; readonly luck: Luck; readonly steps: number },
): void {
  const { walk, reward, line } = world;
  const { legalStart, nextState } = walk;
  const { discount, episode, alpha, epsilon } = pace;
  const { q, tries, stays, shown } = table;
  const { cursor, outcomes, starts } = run.trail;
  const { luck, steps } = run;
  const lastAlpha = alpha.length - 1;
  const lastEpsilon = epsilon.length - 1;
  let state = cursor[0]!;
  let time = cursor[1]!;
  // The best value of the state the agent is in, how many pairs share it, and the first of them; known from looking ahead a step
  // ago, unless an episode began or the state was its own successor and has been updated since.
  let known = false;
  let best = 0;
  let ties = 0;
  let pick = -1;
  for (let step = 0; step < steps; step++) {
    if (state < 0) {
      state = drawStart(walk, luck.start);
      starts[state]!++;
      time = 0;
      known = false;
      if (legalStart[state] === legalStart[state + 1]) {
        state = -1; // an episode of no steps: it passes for one, or a world that only ends would never stop
        continue;
      }
    }
    const stay = ++stays[state]!;
    const explore = epsilon[Math.min(stay, lastEpsilon)]!;
    const u = luck.exploration.next();
    const from = legalStart[state]!;
    const to = legalStart[state + 1]!;
    if (u < explore) {
      pick = from + Math.min(Math.floor((u / explore) * (to - from)), to - from - 1);
    } else {
      if (!known) {
        best = q[from]!;
        ties = 1;
        pick = from;
        for (let k = from + 1; k < to; k++) {
          const value = q[k]!;
          if (value > best) {
            best = value;
            ties = 1;
            pick = k;
          } else if (value === best) {
            ties++;
          }
        }
      }
      if (ties > 1) {
        for (let rank = Math.floor(((u - explore) / (1 - explore)) * ties); rank > 0; rank--) {
          do {
            pick++;
          } while (q[pick]! !== best);
        }
      }
    }
    const pair = pick;
    const z = drawOutcome(walk, pair, luck.world);
    const next = nextState[z]!;
    outcomes[z]!++;
    const first = legalStart[next]!;
    const end = legalStart[next + 1]!;
    best = 0;
    if (first < end) {
      best = q[first]!;
      ties = 1;
      pick = first;
      for (let k = first + 1; k < end; k++) {
        const value = q[k]!;
        if (value > best) {
          best = value;
          ties = 1;
          pick = k;
        } else if (value === best) {
          ties++;
        }
      }
    }
    if (line === undefined || listen(line, z)) {
      const target = reward[z]! + (line === undefined ? 0 : line.error) + discount * best;
      const tried = ++tries[pair]!;
      const mark = shown[pair]!;
      if (mark === z + 1) {
        q[pair] = target;
      } else if (mark === 0) {
        shown[pair] = z + 1;
        q[pair] = target;
      } else {
        if (mark !== SEVERAL) {
          shown[pair] = SEVERAL;
        }
        const value = q[pair]!;
        q[pair] = value + alpha[Math.min(tried, lastAlpha)]! * (target - value);
      }
    }
    time++;
    known = next !== state;
    state = time === episode || first === end ? -1 : next;
  }
  cursor[0] = state;
  cursor[1] = time;
}
