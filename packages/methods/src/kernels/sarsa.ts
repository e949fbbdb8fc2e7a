import { listen } from "@firebreak/core";
import { beginEpisode } from "./begin-episode.ts";
import type { Pace, QTable } from "./q-learning.ts";
import { drawAction, drawOutcome, type Luck, type RewardedWalk, type Trail } from "./walk.ts";

/**
 * Sarsa (Rummery and Niranjan 1994) for `steps` environment steps. Writes `table` and `trail`. Where an episode is cut, an
 * action is still chosen to look ahead with, and not played. A step whose reward does not come teaches nothing.
 */
export function runSarsa(
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
    const ended = legalStart[next] === legalStart[next + 1];
    let follow = -1;
    if (!ended) {
      const stay = ++stays[next]!;
      follow = drawAction(walk, next, at, epsilon[Math.min(stay, lastEpsilon)]!, luck.exploration.next());
    }
    if (line === undefined || listen(line, z)) {
      const target = reward[z]! + (line === undefined ? 0 : line.error) + (ended ? 0 : discount * q[follow]!);
      const tried = ++tries[pair]!;
      q[pair]! += alpha[Math.min(tried, lastAlpha)]! * (target - q[pair]!);
    }
    time++;
    state = time === episode || ended ? -1 : next;
    pair = follow;
  }
  cursor[0] = state;
  cursor[1] = time;
  cursor[2] = pair;
}
