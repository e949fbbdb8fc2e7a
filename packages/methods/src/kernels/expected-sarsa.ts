import { listen } from "@firebreak/core";
import { beginEpisode } from "./begin-episode.ts";
import type { Pace, QTable } from "./q-learning.ts";
import { drawAction, drawOutcome, type Luck, type RewardedWalk, type Trail } from "./walk.ts";

/**
 * Expected Sarsa (van Seijen et al. 2009, eq. 5) for `steps` environment steps: as Sarsa, but its target is the mean over what it may
 * play at the next state, explored as at its next stay there. Writes `table` and `trail`.
 * A step whose reward does not come teaches nothing.
 */
export function runExpectedSarsa(
  world: RewardedWalk,
  pace: Pace,
  table: QTable,
  run: { readonly trail: Trail; readonly luck: Luck; readonly steps: number },
): void {
  const { walk, reward, line } = world;
  const { legalStart, nextState } = walk;
  const { discount, episode, alpha, epsilon } = pace;
  const { q, tries, stays } = table;
  const { cursor, outcomes } = run.trail;
  const { luck, steps } = run;
  const lastAlpha = alpha.length - 1;
  const lastEpsilon = epsilon.length - 1;
  const at = { q, stride: 1, offset: 0 };
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
    let ahead = 0;
    if (first < end) {
      let best = q[first]!;
      let sum = best;
      for (let k = first + 1; k < end; k++) {
        const value = q[k]!;
        sum += value;
        if (value > best) {
          best = value;
        }
      }
      const explore = epsilon[Math.min(stays[next]! + 1, lastEpsilon)]!;
      ahead = (1 - explore) * best + explore * (sum / (end - first));
    }
    if (line === undefined || listen(line, z)) {
      const target = reward[z]! + (line === undefined ? 0 : line.error) + discount * ahead;
      const tried = ++tries[pair]!;
      q[pair]! += alpha[Math.min(tried, lastAlpha)]! * (target - q[pair]!);
    }
    time++;
    state = time === episode || first === end ? -1 : next;
  }
  cursor[0] = state;
  cursor[1] = time;
}
