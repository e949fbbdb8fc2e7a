import { type AnswerLine, listen } from "@firebreak/core";
import { beginEpisode } from "./begin-episode.ts";
import { drawWeighted } from "./demonstrations.ts";
import { drawOutcome, type Luck, type Trail, type Walk } from "./walk.ts";

/** How long a round lasts, and who plays in it. */
export interface RoundPace {
  readonly episode: number;
  /** The probability that the expert's action is the one played. */
  readonly beta: number;
  /** The round ends with the first episode by whose end it has both. */
  readonly steps: number;
  readonly episodes: number;
  /** Steps that can be paid for. */
  readonly most: number;
}

/** What a round came to. */
export interface RoundCounts {
  readonly steps: number;
  readonly episodes: number;
  /** Steps in which the learner's own action was played. */
  readonly ownSteps: number;
}

/** The streams of a round: whose turn it is has one of its own. */
export type RoundLuck = Luck & { readonly demonstration: Luck["world"]; readonly mixture: Luck["world"] };

/**
 * One round of DAgger (Ross et al. 2011, algorithm 3.1): acts in the world, and has the expert show what to do in every state it acts in.
 * Writes `shown` (length S·A), `asked` (length S) and `trail`. `expert` and `learner` have length S·A. One number a step
 * says whose turn it is. Where no demonstration comes the learner plays.
 */
export function runRound(
  world: {
    readonly walk: Walk;
    readonly expert: Float64Array;
    readonly learner: Float64Array;
    readonly line?: AnswerLine | undefined;
  },
  pace: RoundPace,
  counts: { readonly shown: Float64Array; readonly asked: Float64Array },
  run: { readonly trail: Trail; readonly luck: RoundLuck },
): RoundCounts {
  const { walk, expert, learner, line } = world;
  const { legalStart, legalRow, nextState } = walk;
  const { outcomes } = run.trail;
  const { luck } = run;
  let state = -1;
  let time = 0;
  let steps = 0;
  let episodes = 0;
  let ownSteps = 0;
  for (; steps < pace.most && (state >= 0 || steps < pace.steps || episodes < pace.episodes); steps++) {
    if (state < 0) {
      state = beginEpisode(walk, run.trail, luck);
      time = 0;
      if (state < 0) {
        episodes++;
        continue;
      }
    }
    counts.asked[state]!++;
    const comes = line === undefined || listen(line, state);
    let pair = drawWeighted(walk, state, expert, luck.demonstration.next());
    counts.shown[legalRow[pair]!]! += comes ? 1 : 0;
    if (luck.mixture.next() >= pace.beta || !comes) {
      pair = drawWeighted(walk, state, learner, luck.exploration.next());
      ownSteps++;
    }
    const z = drawOutcome(walk, pair, luck.world);
    const next = nextState[z]!;
    outcomes[z]!++;
    time++;
    state = next;
    if (time === pace.episode || legalStart[next] === legalStart[next + 1]) {
      state = -1;
      episodes++;
    }
  }
  return { steps, episodes, ownSteps };
}
