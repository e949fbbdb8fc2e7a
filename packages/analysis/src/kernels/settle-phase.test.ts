import { createRng } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { continueStreams, mixStreams, type PlayedAt, type Rows } from "./continue-streams.ts";
import { phaseSettler } from "./settle-phase.ts";

const [STATES, ACTIONS, COUNT, OWN] = [9, 3, 7, 4];
const rng = createRng("settle-phase");
const draw = (length: number): Float64Array => Float64Array.from({ length }, () => rng.double() - 0.5);

/** Every row leads to two states; the last state has no outcomes. */
const rows: Rows = {
  actionCount: ACTIONS,
  rowStart: Int32Array.from({ length: STATES * ACTIONS + 1 }, (_, row) => 2 * Math.min(row, (STATES - 1) * ACTIONS)),
  nextState: Int32Array.from({ length: 2 * STATES * ACTIONS }, () => rng.below(STATES)),
  probability: new Float64Array(2 * STATES * ACTIONS).fill(0.5),
};
const streams = { count: COUNT, discount: 0.9, reward: draw(STATES * ACTIONS * COUNT), value: draw(STATES * COUNT) };

/** Plays one action in the first half of the states and all of them alike in the others, from the third phase's rows on. */
function playing(action: number): PlayedAt {
  const first = 2 * STATES * ACTIONS;
  const probability = Float64Array.from({ length: first + STATES * ACTIONS }, (_, at) =>
    at % (STATES * ACTIONS) < (STATES * ACTIONS) / 2 ? Number(at % ACTIONS === action) : 1 / ACTIONS,
  );
  return { probability, first };
}
const plays = [playing(0), playing(2)] as const;
const states = Int32Array.from({ length: STATES }, (_, state) => state);

/** The same, step by step through the kernels that make the whole table. */
function slowly(into: { readonly value: Float64Array; readonly choice: Uint8Array }, choosing: boolean): { moved: number; scale: number } {
  const q = new Float64Array(STATES * ACTIONS * COUNT);
  continueStreams(rows, { streams, states, plays }, q);
  const course = { moved: 0, scale: 1 };
  for (let state = 0; state < STATES; state++) {
    const [kept, mended] = plays.map((play) => {
      const out = new Float64Array(COUNT);
      mixStreams(q, { play, row: state * ACTIONS, actionCount: ACTIONS }, out);
      return out;
    });
    if (choosing) {
      into.choice[state] = (mended?.[0] ?? 0) > (kept?.[0] ?? 0) + 0.01 * course.scale ? 1 : 0;
    }
    for (let k = 0; k < COUNT; k++) {
      const worth = (k < OWN && into.choice[state] === 1 ? mended : kept)?.[k] ?? 0;
      course.moved = Math.max(course.moved, Math.abs(worth - (into.value[state * COUNT + k] ?? 0)));
      course.scale = Math.max(course.scale, 1 + Math.abs(worth));
      into.value[state * COUNT + k] = worth;
    }
  }
  return course;
}

describe("a phase that is settled", () => {
  it.each([true, false])("is what the whole table gives, to the bit, choosing: %s", (choosing) => {
    const before = { value: draw(STATES * COUNT), choice: Uint8Array.from({ length: STATES }, (_, state) => state % 2) };
    const [fast, slow] = [structuredClone(before), structuredClone(before)];
    const course = { moved: 0, scale: 1 };
    phaseSettler(rows, 0.01)({ streams, plays, ...fast }, choosing, course);
    expect(course).toEqual(slowly(slow, choosing));
    expect(fast).toEqual(slow);
    expect(fast.choice.includes(1)).toBe(true);
    expect(fast.choice.includes(0)).toBe(true);
  });
});
