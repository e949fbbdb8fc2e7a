import type { Rng } from "@firebreak/core";

/** A lane of a day as tables of its part: S states, A acts, Z outcomes. Notes are bits of the shared memory. */
export interface LaneTable {
  readonly stateCount: number;
  readonly actionCount: number;
  /** Length S·A + 1, and Z: the part's sparse rows, outcomes by falling probability with running sums. */
  readonly rowStart: Int32Array;
  readonly outcome: Int32Array;
  readonly cumulative: Float64Array;
  readonly nextState: Int32Array;
  /** Length Z. */
  readonly observed: Float64Array;
  readonly true: Float64Array;
  /** Where the part may begin, with running sums. */
  readonly start: Int32Array;
  readonly startCumulative: Float64Array;
  /** Length phases·S·A: running sums of what is played, phase after phase of the round. */
  readonly play: Float64Array;
  readonly phases: number;
  /** The bits that lie there for it, in the order of the day's notes, with the state that each turns a state into (length S). */
  readonly arriving: readonly { readonly bit: number; readonly lands: Int32Array }[];
  /** The bits that it may leave, with the outcomes that give occasion (length Z). */
  readonly leaving: readonly { readonly bit: number; readonly posts: Uint8Array }[];
}

/** The first place from `first` on whose running sum is above u; sums end at 1, and u is below it. */
function fall(sums: Float64Array, first: number, u: number): number {
  let at = first;
  while (sums[at]! <= u) {
    at++;
  }
  return at;
}

/**
 * Plays a day of so many rounds from its morning and adds both rewards up: `sums[0]` observed, `sums[1]` true. One draw for each act and each
 * outcome, and one for each occasion where the coupling is neither 0 nor 1.
 */
export function playLanes(
  lanes: readonly LaneTable[],
  day: { readonly rounds: number; readonly coupling: number; readonly luck: Rng; readonly choices: Rng },
  sums: Float64Array,
): void {
  const { rounds, coupling, luck, choices } = day;
  const stands = lanes.map(({ start, startCumulative }) => start[fall(startCumulative, 0, luck.next())]!);
  let memory = 0;
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < lanes.length; turn++) {
      const lane = lanes[turn]!;
      let state = stands[turn]!;
      for (let k = 0; k < lane.arriving.length && memory !== 0; k++) {
        const { bit, lands } = lane.arriving[k]!;
        if ((memory & bit) !== 0) {
          state = lands[state]!;
          memory &= ~bit;
        }
      }
      const row = state * lane.actionCount;
      const first = (round % lane.phases) * lane.stateCount * lane.actionCount + row;
      const pair = row + fall(lane.play, first, choices.next()) - first;
      const z = lane.outcome[fall(lane.cumulative, lane.rowStart[pair]!, luck.next())]!;
      sums[0] = sums[0]! + lane.observed[z]!;
      sums[1] = sums[1]! + lane.true[z]!;
      stands[turn] = lane.nextState[z]!;
      for (let k = 0; k < lane.leaving.length; k++) {
        const { bit, posts } = lane.leaving[k]!;
        if (posts[z] === 1 && (memory & bit) === 0 && coupling > 0 && (coupling === 1 || luck.next() < coupling)) {
          memory |= bit;
        }
      }
    }
  }
}
