import { listen } from "@firebreak/core";
import { beginEpisode } from "./begin-episode.ts";
import type { Pace, QTable } from "./q-learning.ts";
import { drawAction, drawOutcome, type Luck, type RewardedWalk, type Trail } from "./walk.ts";

/**
 * Differential Q-learning (Wan, Naik and Sutton 2021, eqs. 6–8) for `steps` environment steps: learns the reward a step of the best
 * policy, `rate[0]`, and relative values of pairs. `eta` is how much faster or slower the rate moves than a value. A cut
 * is no end of the world. Writes `table`, `rate` and `trail`.
 * A step whose reward does not come teaches nothing.
 */
export function runDifferentialQLearning(
  world: RewardedWalk,
  pace: Pace & { readonly eta: number },
  table: QTable & { readonly rate: Float64Array },
  run: { readonly trail: Trail; readonly luck: Luck; readonly steps: number },
): void {
  const { walk, reward, line } = world;
  const { legalStart, nextState } = walk;
  const { eta, episode, alpha, epsilon } = pace;
  const { q, tries, stays, rate } = table;
  const { cursor, outcomes } = run.trail;
  const { luck, steps } = run;
  const lastAlpha = alpha.length - 1;
  const lastEpsilon = epsilon.length - 1;
  const at = { q, stride: 1, offset: 0 };
  let mean = rate[0]!;
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
    const pair = drawAction(walk, state, at, epsilon[Math.min(stay, lastEpsilon)]!, luck.exploration.next());
    const z = drawOutcome(walk, pair, luck.world);
    const next = nextState[z]!;
    outcomes[z]!++;
    const first = legalStart[next]!;
    const end = legalStart[next + 1]!;
    let best = 0;
    if (first < end) {
      best = q[first]!;
      for (let k = first + 1; k < end; k++) {
        if (q[k]! > best) {
          best = q[k]!;
        }
      }
    }
    if (line === undefined || listen(line, z)) {
      const gain = reward[z]! + (line === undefined ? 0 : line.error);
      const tried = ++tries[pair]!;
      const move = alpha[Math.min(tried, lastAlpha)]! * (gain - mean + best - q[pair]!);
      q[pair]! += move;
      mean += eta * move;
    }
    time++;
    state = time === episode || first === end ? -1 : next;
  }
  rate[0] = mean;
  cursor[0] = state;
  cursor[1] = time;
}
