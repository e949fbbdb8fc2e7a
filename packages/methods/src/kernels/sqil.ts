import { type AnswerLine, listen } from "@firebreak/core";
import { beginEpisode } from "./begin-episode.ts";
import { drawWeighted } from "./demonstrations.ts";
import type { Pace, QTable } from "./q-learning.ts";
import type { Softness } from "./soft-q-learning.ts";
import { drawPlay, softmax } from "./softmax.ts";
import { drawOutcome, type Luck, type Trail, type Walk } from "./walk.ts";

/** The streams of SQIL: which demonstration is looked at again has one of its own. */
export type SqilLuck = Luck & { readonly demonstration: Luck["world"]; readonly replay: Luck["world"] };

/** What was demonstrated, in the order in which it was. The first `count[0]` entries of both. */
export interface Demonstrated {
  readonly pair: Int32Array;
  readonly outcome: Int32Array;
  readonly count: Int32Array;
}

/**
 * Has the overseer play for `steps` steps and writes down what she did and what came of it. Where no demonstration comes, what was
 * shown there so far is played and not written down. Writes `into`, `asked` (length S), `shown` (length S·A) and `trail`.
 */
export function recordDemonstrations(
  world: { readonly walk: Walk; readonly demonstrate: Float64Array; readonly line?: AnswerLine | undefined },
  episode: number,
  kept: { readonly into: Demonstrated; readonly asked: Float64Array; readonly shown: Float64Array },
  run: { readonly trail: Trail; readonly luck: SqilLuck; readonly steps: number },
): void {
  const { walk, demonstrate, line } = world;
  const { into, asked, shown } = kept;
  const { cursor, outcomes } = run.trail;
  const { luck, steps } = run;
  let state = cursor[0]!;
  let time = cursor[1]!;
  let count = into.count[0]!;
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
    const pair = drawWeighted(walk, state, comes ? demonstrate : shown, luck.demonstration.next());
    const z = drawOutcome(walk, pair, luck.world);
    const next = walk.nextState[z]!;
    outcomes[z]!++;
    if (comes) {
      shown[walk.legalRow[pair]!]!++;
      into.pair[count] = pair;
      into.outcome[count++] = z;
    }
    time++;
    state = time === episode || walk.legalStart[next] === walk.legalStart[next + 1] ? -1 : next;
  }
  into.count[0] = count;
  cursor[0] = state;
  cursor[1] = time;
}

/**
 * Soft Q imitation learning (Reddy, Dragan and Levine 2020, algorithm 1) on tables, for `steps` environment steps: after each it learns from
 * that step with reward 0 and from one demonstrated step, drawn anew, with reward 1. Plays ∝ prior·exp(Q/temperature). Writes `table` and `trail`.
 */
export function runSqil(
  world: { readonly walk: Walk; readonly demonstrated: Demonstrated },
  pace: Omit<Pace, "epsilon"> & Softness,
  table: QTable,
  run: { readonly trail: Trail; readonly luck: SqilLuck; readonly steps: number },
): void {
  const { walk, demonstrated } = world;
  const { legalStart, nextState } = walk;
  const { discount, episode, alpha, temperature, prior } = pace;
  const { q, tries } = table;
  const { cursor, outcomes } = run.trail;
  const { luck, steps } = run;
  const lastAlpha = alpha.length - 1;
  const soft = { score: q, prior, temperature };
  const play = new Float64Array(q.length);
  const known = demonstrated.count[0]!;
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
    softmax(walk, state, soft, play);
    const pair = drawPlay(walk, state, play, luck.exploration.next());
    const z = drawOutcome(walk, pair, luck.world);
    const next = nextState[z]!;
    outcomes[z]!++;
    const target = discount * softmax(walk, next, soft, play);
    q[pair]! += alpha[Math.min(++tries[pair]!, lastAlpha)]! * (target - q[pair]!);
    if (known > 0) {
      const again = Math.floor(luck.replay.next() * known);
      const shown = demonstrated.pair[again]!;
      const wanted = 1 + discount * softmax(walk, nextState[demonstrated.outcome[again]!]!, soft, play);
      q[shown]! += alpha[Math.min(++tries[shown]!, lastAlpha)]! * (wanted - q[shown]!);
    }
    time++;
    state = time === episode || legalStart[next] === legalStart[next + 1] ? -1 : next;
  }
  cursor[0] = state;
  cursor[1] = time;
}
