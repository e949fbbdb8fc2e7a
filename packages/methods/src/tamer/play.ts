import { beginEpisode } from "../kernels/begin-episode.ts";
import { drawOutcome, type Luck, type Trail, type Walk } from "../kernels/walk.ts";

/** One step as it happened: the pair played, the outcome, the state reached, and whether the world ends there. */
export interface Played {
  readonly state: number;
  readonly pair: number;
  readonly outcome: number;
  readonly next: number;
  readonly ended: boolean;
}

/** Someone who acts and learns from each step. */
export interface Player {
  /** An episode begins. */
  begin?(): void;
  /** The pair to play at a state that is not terminal. */
  choose(state: number): number;
  learn(step: Played): void;
}

/**
 * Plays episodes of at most `episode` steps. Returns the function that goes on for some steps and writes `trail`; where the world ends as
 * it begins, an episode of no steps passes for one.
 */
export function openPlay(
  walk: Walk,
  episode: number,
  parts: { readonly player: Player; readonly trail: Trail; readonly luck: Luck },
): (steps: number) => void {
  const { player, trail, luck } = parts;
  let [state, time] = [-1, 0];
  const act = (): void => {
    const pair = player.choose(state);
    const outcome = drawOutcome(walk, pair, luck.world);
    trail.outcomes[outcome] = (trail.outcomes[outcome] ?? 0) + 1;
    const next = walk.nextState[outcome] ?? 0;
    const ended = walk.legalStart[next] === walk.legalStart[next + 1];
    player.learn({ state, pair, outcome, next, ended });
    time++;
    state = ended || time === episode ? -1 : next;
  };
  return (steps) => {
    for (let step = 0; step < steps; step++) {
      if (state < 0) {
        state = beginEpisode(walk, trail, luck);
        time = 0;
        player.begin?.();
      }
      if (state >= 0) {
        act();
      }
    }
  };
}
