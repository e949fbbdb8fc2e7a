import { drawStart, type Luck, type Trail, type Walk } from "./walk.ts";

/** The state that begins the next episode, counted; -1 where it is terminal, for an episode of no steps passes for one. One draw. */
export function beginEpisode(walk: Walk, trail: Trail, luck: Luck): number {
  const state = drawStart(walk, luck.start);
  trail.starts[state]!++;
  return walk.legalStart[state] === walk.legalStart[state + 1] ? -1 : state;
}
