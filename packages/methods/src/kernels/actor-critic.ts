import { listen } from "@firebreak/core";
import { beginEpisode } from "./begin-episode.ts";
import { drawPlay, softmax } from "./softmax.ts";
import { drawOutcome, type Luck, type RewardedWalk, type Trail } from "./walk.ts";

/** The settings of the kernel as numbers. */
export interface ActorCriticPace {
  /** γ; 1 where the criterion is the long-run average. */
  readonly discount: number;
  readonly episode: number;
  /** The critic's step size at the n-th stay in a state is entry n, later the last one. Entry 0 is not read. */
  readonly alpha: Float64Array;
  /** The actor's, in the same way. */
  readonly actor: Float64Array;
  /** The price of a nat of entropy lost, in the unit of the reward, at least 0. */
  readonly entropy: number;
  /** How much faster the average reward moves than a value; 0 where values are discounted. */
  readonly eta: number;
}

/** What it knows so far. Written by the kernel. */
export interface ActorCriticTable {
  /** Length P: the logits of the policy. */
  readonly logit: Float64Array;
  /** Length S: the critic. */
  readonly value: Float64Array;
  /** Length S. */
  readonly stays: Int32Array;
  /** Length 1: the reward a step; stays 0 where values are discounted. */
  readonly rate: Float64Array;
}

/**
 * One-step actor–critic (Sutton and Barto 2018, §13.5, and §13.6 for the average) on a softmax of tabular logits, for `steps`
 * environment steps. The advantage is the temporal-difference error; the factor γ^t is left out, as is usual. With `entropy` the
 * logits also climb the entropy of the play (Williams and Peng 1991). Writes `table` and `trail`.
 * A step whose reward does not come teaches nothing.
 */
export function runActorCritic(
  world: RewardedWalk & { readonly prior: Float64Array },
  pace: ActorCriticPace,
  table: ActorCriticTable,
  run: { readonly trail: Trail; readonly luck: Luck; readonly steps: number },
): void {
  const { walk, reward, line, prior } = world;
  const { legalStart, nextState } = walk;
  const { discount, episode, alpha, actor, entropy, eta } = pace;
  const { logit, value, stays, rate } = table;
  const { cursor, outcomes } = run.trail;
  const { luck, steps } = run;
  const lastAlpha = alpha.length - 1;
  const lastActor = actor.length - 1;
  const soft = { score: logit, prior, temperature: 1 };
  const play = new Float64Array(logit.length);
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
    softmax(walk, state, soft, play);
    const pair = drawPlay(walk, state, play, luck.exploration.next());
    const z = drawOutcome(walk, pair, luck.world);
    const next = nextState[z]!;
    outcomes[z]!++;
    if (line === undefined || listen(line, z)) {
      const gain = reward[z]! + (line === undefined ? 0 : line.error);
      const surprise = gain - mean + discount * value[next]! - value[state]!;
      const move = alpha[Math.min(stay, lastAlpha)]! * surprise;
      value[state]! += move;
      mean += eta * move;
      const size = actor[Math.min(stay, lastActor)]!;
      const end = legalStart[state + 1]!;
      let dispersion = 0;
      for (let k = legalStart[state]!; entropy > 0 && k < end; k++) {
        dispersion -= play[k]! > 0 ? play[k]! * Math.log(play[k]!) : 0;
      }
      for (let k = legalStart[state]!; k < end; k++) {
        const share = play[k]!;
        const spread = entropy > 0 && share > 0 ? share * (Math.log(share) + dispersion) : 0;
        logit[k]! += size * (surprise * ((k === pair ? 1 : 0) - share) - entropy * spread);
      }
    }
    time++;
    state = time === episode || legalStart[next] === legalStart[next + 1] ? -1 : next;
  }
  rate[0] = mean;
  cursor[0] = state;
  cursor[1] = time;
}
