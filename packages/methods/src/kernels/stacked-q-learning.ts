import { listen } from "@firebreak/core";
import { beginEpisode } from "./begin-episode.ts";
import { type Pace, type QTable, SEVERAL } from "./q-learning.ts";
import { drawAction, drawOutcome, type Luck, type RewardedWalk, type Trail } from "./walk.ts";

/** How M stacked tables look ahead. */
export interface StackedPace extends Pace {
  /** M. */
  readonly layers: number;
  /** The length of an episode near whose end the look shrinks with it; Infinity where it never does. */
  readonly within: number;
  /** What the agent counts on later: "best", what would be best for a self that looks less far; "own", what its own M-step table says. */
  readonly later: "best" | "own";
}

/**
 * Fixed-horizon temporal differences (De Asis et al. 2020, eqs. 6 and 8) for `steps` environment steps: `table.q[pair·M + h − 1]` is the value of
 * h steps that begin with the pair, and every transition teaches all M. It plays ε-greedily by the top table, or by the one of the
 * steps that are left. Writes `table` and `trail`.
 * A step whose reward does not come teaches nothing.
 *
 * With `later` "best" the h-th table looks ahead to the best of the (h−1)-th: it learns what `planAndReplan` computes. With "own"
 * it looks ahead to what the top table would play next, ties shared evenly: if it settles, it settles on a fixed point of
 * `truncatedReturn`.
 */
export function runStackedQLearning(
  world: RewardedWalk,
  pace: StackedPace,
  table: QTable,
  run: { readonly trail: Trail; readonly luck: Luck; readonly steps: number },
): void {
  const { walk, reward, line } = world;
  const { legalStart, nextState } = walk;
  const { discount, episode, alpha, epsilon, layers, within } = pace;
  const { q, tries, stays, shown } = table;
  const { cursor, outcomes } = run.trail;
  const { luck, steps } = run;
  const own = pace.later === "own";
  const lastAlpha = alpha.length - 1;
  const lastEpsilon = epsilon.length - 1;
  const at = { q, stride: layers, offset: layers - 1 };
  const ahead = new Float64Array(layers);
  let state = cursor[0]!;
  let time = cursor[1]!;
  for (let step = 0; step < steps; step++) {
    if (state < 0) {
      state = beginEpisode(walk, run.trail, luck);
      time = 0;
      if (state < 0) {
        continue;
      }
    }
    const stay = ++stays[state]!;
    at.offset = Math.min(layers, within - time) - 1;
    const pair = drawAction(walk, state, at, epsilon[Math.min(stay, lastEpsilon)]!, luck.exploration.next());
    const z = drawOutcome(walk, pair, luck.world);
    const next = nextState[z]!;
    outcomes[z]!++;
    const first = legalStart[next]!;
    const end = legalStart[next + 1]!;
    if (own || first === end) {
      ahead.fill(0);
      averageOfBest(q, { first, end, layers }, ahead);
    } else {
      ahead.fill(Number.NEGATIVE_INFINITY, 1);
      for (let k = first; k < end; k++) {
        const base = k * layers - 1;
        for (let h = 1; h < layers; h++) {
          const value = q[base + h]!;
          if (value > ahead[h]!) {
            ahead[h] = value;
          }
        }
      }
    }
    if (line === undefined || listen(line, z)) {
      const tried = ++tries[pair]!;
      const mark = shown[pair]!;
      const copies = mark === z + 1 || mark === 0;
      const size = alpha[Math.min(tried, lastAlpha)]!;
      const base = pair * layers;
      const gain = reward[z]! + (line === undefined ? 0 : line.error);
      shown[pair] = copies ? z + 1 : SEVERAL;
      for (let h = 0; h < layers; h++) {
        const target = gain + discount * ahead[h]!;
        q[base + h] = copies ? target : q[base + h]! + size * (target - q[base + h]!);
      }
    }
    time++;
    state = time === episode || first === end ? -1 : next;
  }
  cursor[0] = state;
  cursor[1] = time;
}

/** Adds to `ahead[h]` the h-step value of a state whose pairs are first … end − 1, under even play of those that tie at the top. */
function averageOfBest(
  q: Float64Array,
  at: { readonly first: number; readonly end: number; readonly layers: number },
  ahead: Float64Array,
): void {
  const { first, end, layers } = at;
  let best = Number.NEGATIVE_INFINITY;
  let ties = 0;
  for (let k = first; k < end; k++) {
    const value = q[(k + 1) * layers - 1]!;
    if (value > best) {
      best = value;
      ties = 1;
    } else if (value === best) {
      ties++;
    }
  }
  for (let k = first; k < end; k++) {
    if (q[(k + 1) * layers - 1] === best) {
      for (let h = 1; h < layers; h++) {
        ahead[h]! += q[k * layers + h - 1]! / ties;
      }
    }
  }
}
