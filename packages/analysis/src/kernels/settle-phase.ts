import type { PlayedAt, Rows, Streams } from "./continue-streams.ts";

/** How phases are settled. */
export interface Settling {
  /** K. */
  readonly count: number;
  /** Streams that go on with the repair; those after them go on with the policy. */
  readonly own: number;
  /** By how much of the largest value so far the reference's act must be better to be preferred. */
  readonly preferred: number;
}

/** One phase: the values of the one after in `streams.value`, its own and the repair's choices to be written. Lengths S·K, S·K and S. */
export interface Phase {
  readonly streams: Streams;
  readonly plays: readonly [PlayedAt, PlayedAt];
  readonly value: Float64Array;
  readonly choice: Uint8Array;
}

/** What a round has come to so far: changed as phases are settled. */
export interface Course {
  /** The largest change of a value. */
  moved: number;
  /** 1 more than the largest value. */
  scale: number;
}

/**
 * Settles phases backwards for K streams at once, each in one pass over the played rows: at each state the repair plays the reference's act
 * where the first stream, welfare, is better for it by more than rounding, and keeps the policy's on a tie. With `choosing` it is chosen
 * anew, else as the phase has it.
 */
export function phaseSettler(rows: Rows, { count, own, preferred }: Settling): (phase: Phase, choosing: boolean, course: Course) => void {
  const { actionCount, rowStart, nextState, probability } = rows;
  const q = new Float64Array(count);
  const kept = new Float64Array(count);
  const mended = new Float64Array(count);
  return ({ streams, plays, value, choice }, choosing, course) => {
    const { discount, reward, value: next } = streams;
    const [x, y] = plays;
    let { moved, scale } = course;
    for (let state = 0; state < choice.length; state++) {
      kept.fill(0);
      mended.fill(0);
      const lastRow = (state + 1) * actionCount;
      for (let row = state * actionCount; row < lastRow; row++) {
        const mine = x.probability[x.first + row]!;
        const hers = y.probability[y.first + row]!;
        if (mine === 0 && hers === 0) {
          continue;
        }
        for (let k = 0; k < count; k++) {
          q[k] = reward[row * count + k]!;
        }
        const end = rowStart[row + 1]!;
        for (let z = rowStart[row]!; z < end; z++) {
          const share = discount * probability[z]!;
          const from = nextState[z]! * count;
          for (let k = 0; k < count; k++) {
            q[k] = q[k]! + share * next[from + k]!;
          }
        }
        for (let k = 0; k < count; k++) {
          kept[k] = kept[k]! + mine * q[k]!;
          mended[k] = mended[k]! + hers * q[k]!;
        }
      }
      if (choosing) {
        choice[state] = mended[0]! > kept[0]! + preferred * scale ? 1 : 0;
      }
      const acting = choice[state] === 1 ? mended : kept;
      const at = state * count;
      for (let k = 0; k < count; k++) {
        const worth = k < own ? acting[k]! : kept[k]!;
        moved = Math.max(moved, Math.abs(worth - value[at + k]!));
        scale = Math.max(scale, 1 + Math.abs(worth));
        value[at + k] = worth;
      }
    }
    course.moved = moved;
    course.scale = scale;
  };
}
