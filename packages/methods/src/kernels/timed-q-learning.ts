import { listen } from "@firebreak/core";
import { beginEpisode } from "./begin-episode.ts";
import { type Pace, type QTable, SEVERAL } from "./q-learning.ts";
import { drawAction, drawOutcome, type Luck, type RewardedWalk, type Trail } from "./walk.ts";

/**
 * Fixed-horizon Q-learning (De Asis et al. 2020, §3) for `steps` environment steps: `table.q[pair·T + h − 1]` is the value of a
 * pair with h steps left, undiscounted, and every transition teaches all T of them, for the world is the same at every time.
 * Writes `table` and `trail`. `pace.episode` is the horizon T.
 *
 * A step whose reward does not come teaches nothing. Step size 1 on pairs that have shown one outcome only makes sums of equal rewards equal to the last bit: ties stay ties.
 */
export function runTimedQLearning(
  world: RewardedWalk,
  pace: Pace,
  table: QTable,
  run: { readonly trail: Trail; readonly luck: Luck; readonly steps: number },
): void {
  const { walk, reward, line } = world;
  const { legalStart, nextState } = walk;
  const { episode: horizon, alpha, epsilon } = pace;
  const { q, tries, stays, shown } = table;
  const { cursor, outcomes } = run.trail;
  const { luck, steps } = run;
  const lastAlpha = alpha.length - 1;
  const lastEpsilon = epsilon.length - 1;
  const at = { q, stride: horizon, offset: 0 };
  const ahead = new Float64Array(horizon);
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
    at.offset = horizon - time - 1;
    const pair = drawAction(walk, state, at, epsilon[Math.min(stay, lastEpsilon)]!, luck.exploration.next());
    const z = drawOutcome(walk, pair, luck.world);
    const next = nextState[z]!;
    outcomes[z]!++;
    // ahead[h] is the best value with h steps left at the next state: none with 0 left, none where the world has ended.
    const first = legalStart[next]!;
    const end = legalStart[next + 1]!;
    ahead.fill(first < end ? Number.NEGATIVE_INFINITY : 0, 1);
    for (let k = first; k < end; k++) {
      const base = k * horizon - 1;
      for (let h = 1; h < horizon; h++) {
        const value = q[base + h]!;
        if (value > ahead[h]!) {
          ahead[h] = value;
        }
      }
    }
    if (line === undefined || listen(line, z)) {
      const tried = ++tries[pair]!;
      const mark = shown[pair]!;
      const copies = mark === z + 1 || mark === 0;
      const size = alpha[Math.min(tried, lastAlpha)]!;
      const base = pair * horizon;
      const gain = reward[z]! + (line === undefined ? 0 : line.error);
      shown[pair] = copies ? z + 1 : SEVERAL;
      for (let h = 0; h < horizon; h++) {
        const target = gain + ahead[h]!;
        q[base + h] = copies ? target : q[base + h]! + size * (target - q[base + h]!);
      }
    }
    time++;
    state = time === horizon || first === end ? -1 : next;
  }
  cursor[0] = state;
  cursor[1] = time;
}
