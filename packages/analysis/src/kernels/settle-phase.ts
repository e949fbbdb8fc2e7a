import type { PlayedAt, Rows, Streams } from "./continue-streams.ts";

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

/** The streams that a phase has, and how many of them, the first, go on with the repair; the others go on with the policy. */
const [K, OWN] = [7, 4];

/**
 * Settles phases backwards for seven streams at once, each in one pass over the played rows: at each state the repair plays the reference's act
 * where the first stream, welfare, is better for it by more than rounding, and keeps the policy's on a tie. With `choosing` it is chosen
 * anew, else as the phase has it.
 *
 * The streams are written out one by one: in a loop over them each step of an addition costs several times as much.
 */
export function phaseSettler(rows: Rows, preferred: number): (phase: Phase, choosing: boolean, course: Course) => void {
  const { actionCount, rowStart, nextState, probability } = rows;
  const kept = new Float64Array(K);
  const mended = new Float64Array(OWN);
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
        const at = row * K;
        let q0 = reward[at]!;
        let q1 = reward[at + 1]!;
        let q2 = reward[at + 2]!;
        let q3 = reward[at + 3]!;
        let q4 = reward[at + 4]!;
        let q5 = reward[at + 5]!;
        let q6 = reward[at + 6]!;
        const end = rowStart[row + 1]!;
        for (let z = rowStart[row]!; z < end; z++) {
          const share = discount * probability[z]!;
          const from = nextState[z]! * K;
          q0 += share * next[from]!;
          q1 += share * next[from + 1]!;
          q2 += share * next[from + 2]!;
          q3 += share * next[from + 3]!;
          q4 += share * next[from + 4]!;
          q5 += share * next[from + 5]!;
          q6 += share * next[from + 6]!;
        }
        kept[0] = kept[0]! + mine * q0;
        kept[1] = kept[1]! + mine * q1;
        kept[2] = kept[2]! + mine * q2;
        kept[3] = kept[3]! + mine * q3;
        kept[4] = kept[4]! + mine * q4;
        kept[5] = kept[5]! + mine * q5;
        kept[6] = kept[6]! + mine * q6;
        mended[0] = mended[0]! + hers * q0;
        mended[1] = mended[1]! + hers * q1;
        mended[2] = mended[2]! + hers * q2;
        mended[3] = mended[3]! + hers * q3;
      }
      if (choosing) {
        choice[state] = mended[0]! > kept[0]! + preferred * scale ? 1 : 0;
      }
      const acting = choice[state] === 1 ? mended : kept;
      const at = state * K;
      for (let k = 0; k < K; k++) {
        const worth = k < OWN ? acting[k]! : kept[k]!;
        moved = Math.max(moved, Math.abs(worth - value[at + k]!));
        scale = Math.max(scale, 1 + Math.abs(worth));
        value[at + k] = worth;
      }
    }
    course.moved = moved;
    course.scale = scale;
  };
}
