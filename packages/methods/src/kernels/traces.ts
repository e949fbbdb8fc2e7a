import { listen } from "@firebreak/core";
import { beginEpisode } from "./begin-episode.ts";
import type { Pace, QTable } from "./q-learning.ts";
import { drawAction, drawOutcome, type Luck, type RewardedWalk, type Trail } from "./walk.ts";

/** Traces fainter than this are let go: 2^-30. */
const FAINTEST = 9.313225746154785e-10;

/** Who gets credit for what comes next. Written by the kernel. */
export interface Traces {
  /** Length P. 0 for a pair that gets none. */
  readonly eligibility: Float64Array;
  /** Length P. The pairs that get some, in the order in which they were last out of it; the first `count[0]` entries. */
  readonly active: Int32Array;
  readonly count: Int32Array;
}

/** How credit is passed back. */
export interface TracePace extends Pace {
  /** λ in [0, 1]. */
  readonly lambda: number;
  /** A pair that is met again counts 1, not 1 more. */
  readonly replacing: boolean;
  /** Watkins's Q(λ): learn about the best action ahead, and cut all traces when another is played. Otherwise Sarsa(λ). */
  readonly watkins: boolean;
}

export function noTraces(pairs: number): Traces {
  return { eligibility: new Float64Array(pairs), active: new Int32Array(pairs), count: new Int32Array(1) };
}

/**
 * Sarsa(λ) (Rummery and Niranjan 1994) or Watkins's Q(λ) (Watkins 1989; both as in Sutton and Barto 1998, figures 7.11 and 7.14) for `steps` environment
 * steps. Every pair with a trace moves by its own step size. Writes `table`, `traces` and `trail`. A step whose reward does not come
 * teaches nothing, and traces fade over it. Where an episode is cut, an action is still chosen to look ahead with, and not played.
 */
export function runTraces(
  world: RewardedWalk,
  pace: TracePace,
  table: QTable & { readonly traces: Traces },
  run: { readonly trail: Trail; readonly luck: Luck; readonly steps: number },
): void {
  const { walk, reward, line } = world;
  const { legalStart, nextState } = walk;
  const { discount, episode, alpha, epsilon, replacing, watkins } = pace;
  const { q, tries, stays } = table;
  const { eligibility, active } = table.traces;
  const { cursor, outcomes } = run.trail;
  const { luck, steps } = run;
  const decay = discount * pace.lambda;
  const lastAlpha = alpha.length - 1;
  const lastEpsilon = epsilon.length - 1;
  const at = { q, stride: 1, offset: 0 };
  let count = table.traces.count[0]!;
  let state = cursor[0]!;
  let time = cursor[1]!;
  let pair = cursor[2]!;
  for (let step = 0; step < steps; step++) {
    if (state < 0) {
      state = beginEpisode(walk, run.trail, luck);
      time = 0;
      if (state < 0) {
        continue;
      }
      const stay = ++stays[state]!;
      pair = drawAction(walk, state, at, epsilon[Math.min(stay, lastEpsilon)]!, luck.exploration.next());
    }
    const z = drawOutcome(walk, pair, luck.world);
    const next = nextState[z]!;
    outcomes[z]!++;
    const first = legalStart[next]!;
    const end = legalStart[next + 1]!;
    let follow = -1;
    let ahead = 0;
    let keeps = true;
    if (first < end) {
      const stay = ++stays[next]!;
      follow = drawAction(walk, next, at, epsilon[Math.min(stay, lastEpsilon)]!, luck.exploration.next());
      ahead = q[follow]!;
      if (watkins) {
        for (let k = first; k < end; k++) {
          if (q[k]! > ahead) {
            ahead = q[k]!;
            keeps = false;
          }
        }
      }
    }
    const heard = line === undefined || listen(line, z);
    tries[pair]! += heard ? 1 : 0;
    if (eligibility[pair] === 0) {
      active[count++] = pair;
    }
    eligibility[pair] = replacing ? 1 : eligibility[pair]! + 1;
    const surprise = heard ? reward[z]! + (line === undefined ? 0 : line.error) + discount * ahead - q[pair]! : 0;
    time++;
    const over = time === episode || first === end;
    const faded = keeps && !over ? decay : 0;
    let kept = 0;
    for (let k = 0; k < count; k++) {
      const credited = active[k]!;
      const share = eligibility[credited]!;
      q[credited]! += alpha[Math.min(tries[credited]!, lastAlpha)]! * (surprise * share);
      const left = share * faded;
      if (left > FAINTEST) {
        eligibility[credited] = left;
        active[kept++] = credited;
      } else {
        eligibility[credited] = 0;
      }
    }
    count = kept;
    state = over ? -1 : next;
    pair = follow;
  }
  table.traces.count[0] = count;
  cursor[0] = state;
  cursor[1] = time;
  cursor[2] = pair;
}
