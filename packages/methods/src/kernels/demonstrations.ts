import { type AnswerLine, listen } from "@firebreak/core";
import { beginEpisode } from "./begin-episode.ts";
import { drawOutcome, type Luck, type Trail, type Walk } from "./walk.ts";

/**
 * Draws a pair of a state from weights on rows: a share u in [0, 1) of their sum, in draw order, so that no index matters. Any legal
 * pair, all alike, where the weights are all 0.
 */
export function drawWeighted(walk: Walk, s: number, weight: Float64Array, u: number): number {
  const { legalRow } = walk;
  const first = walk.legalStart[s]!;
  const end = walk.legalStart[s + 1]!;
  let sum = 0;
  for (let k = first; k < end; k++) {
    sum += weight[legalRow[k]!]!;
  }
  if (sum === 0) {
    return first + Math.floor(u * (end - first));
  }
  let left = u * sum;
  let pair = first;
  for (let k = first; k < end; k++) {
    const share = weight[legalRow[k]!]!;
    if (share > 0) {
      pair = k;
      if (left < share) {
        return pair;
      }
      left -= share;
    }
  }
  return pair;
}

/**
 * Acts in the world for `steps` steps and asks for one demonstration in every state it acts in. Writes `shown` (length S·A: how
 * often each row was demonstrated), `asked` (length S) and `trail`. With probability `own` the agent plays a draw from what it
 * was shown there so far, this time included; otherwise it plays the demonstrated action. Where no demonstration comes it plays a draw
 * from what it was shown there so far.
 */
export function runDemonstrations(
  world: { readonly walk: Walk; readonly demonstrate: Float64Array; readonly line?: AnswerLine | undefined },
  pace: { readonly episode: number; readonly own: number },
  counts: { readonly shown: Float64Array; readonly asked: Float64Array },
  run: { readonly trail: Trail; readonly luck: Luck & { readonly demonstration: Luck["world"] }; readonly steps: number },
): void {
  const { walk, demonstrate, line } = world;
  const { legalStart, legalRow, nextState } = walk;
  const { shown, asked } = counts;
  const { cursor, outcomes } = run.trail;
  const { luck, steps } = run;
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
    asked[state]!++;
    const comes = line === undefined || listen(line, state);
    let pair = drawWeighted(walk, state, comes ? demonstrate : shown, luck.demonstration.next());
    shown[legalRow[pair]!]! += comes ? 1 : 0;
    if (pace.own > 0 && luck.exploration.next() < pace.own) {
      pair = drawWeighted(walk, state, shown, luck.exploration.next());
    }
    const z = drawOutcome(walk, pair, luck.world);
    const next = nextState[z]!;
    outcomes[z]!++;
    time++;
    state = time === pace.episode || legalStart[next] === legalStart[next + 1] ? -1 : next;
  }
  cursor[0] = state;
  cursor[1] = time;
}
