import type { PlayedIn, Rows } from "./continue-streams.ts";

/**
 * The states that a step leads to from the given ones by rows that one of two ways of playing plays, ascending, each once. `mark` has length S,
 * is 0 everywhere before, and again after.
 */
export function reachNext({ actionCount, rowStart, nextState }: Rows, { states, plays }: PlayedIn, mark: Uint8Array): Int32Array {
  const [x, y] = plays;
  let count = 0;
  for (let index = 0; index < states.length; index++) {
    const firstRow = states[index]! * actionCount;
    for (let row = firstRow; row < firstRow + actionCount; row++) {
      if (x.probability[x.first + row] === 0 && y.probability[y.first + row] === 0) {
        continue;
      }
      const end = rowStart[row + 1]!;
      for (let z = rowStart[row]!; z < end; z++) {
        const next = nextState[z]!;
        count += 1 - mark[next]!;
        mark[next] = 1;
      }
    }
  }
  const reached = new Int32Array(count);
  let at = 0;
  for (let state = 0; at < count; state++) {
    reached[at] = state;
    at += mark[state]!;
    mark[state] = 0;
  }
  return reached;
}
