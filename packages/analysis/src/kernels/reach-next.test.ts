import { createRng } from "@firebreak/core";
import { expect, it } from "vitest";
import type { PlayedAt, Rows } from "./continue-streams.ts";
import { reachNext } from "./reach-next.ts";

const [STATES, ACTIONS, WIDEST] = [40, 4, 3];
const rng = createRng("reach-next");

/** Rows of no outcome up to three, some of them twice the same state's. */
function drawRows(): Rows {
  const widths = Array.from({ length: STATES * ACTIONS }, () => rng.below(WIDEST + 1));
  const rowStart = [0];
  for (const width of widths) {
    rowStart.push((rowStart.at(-1) ?? 0) + width);
  }
  const nextState = Int32Array.from({ length: rowStart.at(-1) ?? 0 }, () => rng.below(STATES));
  return { actionCount: ACTIONS, rowStart: Int32Array.from(rowStart), nextState, probability: new Float64Array(nextState.length).fill(1) };
}

/** Plays a third of the rows, from the second phase's on. */
function drawPlay(): PlayedAt {
  const first = STATES * ACTIONS;
  return { first, probability: Float64Array.from({ length: 2 * first }, (_, at) => (at < first ? 1 : Number(rng.below(3) === 0))) };
}

it("reaches the states that a set of successors holds, in order, and leaves no mark", () => {
  const mark = new Uint8Array(STATES);
  for (let drawn = 0; drawn < 50; drawn++) {
    const rows = drawRows();
    const plays = [drawPlay(), drawPlay()] as const;
    const states = Int32Array.from({ length: STATES }, (_, state) => state).filter(() => rng.below(5) === 0);
    const successors = [...states].flatMap((state) =>
      Array.from({ length: ACTIONS }, (_, action) => state * ACTIONS + action)
        .filter((row) => plays.some(({ probability, first }) => (probability[first + row] ?? 0) > 0))
        .flatMap((row) => [...rows.nextState.subarray(rows.rowStart[row], rows.rowStart[row + 1])]),
    );
    expect([...reachNext(rows, { states, plays }, mark)]).toEqual([...new Set(successors)].sort((x, y) => x - y));
    expect(mark.includes(1)).toBe(false);
  }
});
