import { listen } from "@firebreak/core";
import { beginEpisode } from "./begin-episode.ts";
import { type Pace, type QTable, SEVERAL } from "./q-learning.ts";
import { drawPlay, softmax } from "./softmax.ts";
import { drawOutcome, type Luck, type RewardedWalk, type Trail } from "./walk.ts";

/** What keeps a soft learner from the greedy policy. */
export interface Softness {
  /** β above 0: the price of one nat away from the prior, in the unit of the reward. */
  readonly temperature: number;
  /** Length P: the policy that it costs to leave, for each legal pair. */
  readonly prior: Float64Array;
}

/**
 * Soft Q-learning towards a prior (Fox, Pakman and Tishby 2016, "G-learning", at a fixed temperature) for `steps` environment steps: the target is
 * r + γβ log Σ π₀ exp(Q/β). It plays π₀ exp(Q/β), or with ε a pair of the prior's own; what the prior never plays is never played. A
 * pair that has shown one outcome only copies its target, as in Q-learning. Writes `table` and `trail`.
 * A step whose reward does not come teaches nothing.
 */
export function runSoftQLearning(
  world: RewardedWalk,
  pace: Pace & Softness,
  table: QTable,
  run: { readonly trail: Trail; readonly luck: Luck; readonly steps: number },
): void {
  const { walk, reward, line } = world;
  const { legalStart, nextState } = walk;
  const { discount, episode, alpha, epsilon, temperature, prior } = pace;
  const { q, tries, stays, shown } = table;
  const { cursor, outcomes } = run.trail;
  const { luck, steps } = run;
  const lastAlpha = alpha.length - 1;
  const lastEpsilon = epsilon.length - 1;
  const soft = { score: q, prior, temperature };
  const play = new Float64Array(q.length);
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
    const explore = epsilon[Math.min(stay, lastEpsilon)]!;
    const u = luck.exploration.next();
    softmax(walk, state, soft, play);
    const pair = u < explore ? drawPlay(walk, state, prior, u / explore) : drawPlay(walk, state, play, (u - explore) / (1 - explore));
    const z = drawOutcome(walk, pair, luck.world);
    const next = nextState[z]!;
    outcomes[z]!++;
    if (line === undefined || listen(line, z)) {
      const target = reward[z]! + (line === undefined ? 0 : line.error) + discount * softmax(walk, next, soft, play);
      const tried = ++tries[pair]!;
      const mark = shown[pair]!;
      if (mark === z + 1 || mark === 0) {
        shown[pair] = z + 1;
        q[pair] = target;
      } else {
        shown[pair] = SEVERAL;
        q[pair]! += alpha[Math.min(tried, lastAlpha)]! * (target - q[pair]!);
      }
    }
    time++;
    state = time === episode || legalStart[next] === legalStart[next + 1] ? -1 : next;
  }
  cursor[0] = state;
  cursor[1] = time;
}
