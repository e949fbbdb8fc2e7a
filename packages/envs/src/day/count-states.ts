import { compile, type TabularMdp } from "@firebreak/core";
import type { Day } from "./day.ts";

/** How many states of a part, or of several, can be met at exactly the times of a set (bit t: after t of their steps). */
type ByTimes = ReadonlyMap<bigint, number>;

/** The times, up to `rounds`, at which each state can be met. Length S. */
function timesOf({ stateCount, actionCount, rowStart, nextState, initial }: TabularMdp, rounds: number): readonly bigint[] {
  const times = Array.from({ length: stateCount }, () => 0n);
  let now = [...initial.keys()].filter((state) => (initial[state] ?? 0) > 0);
  for (let time = 0; time <= rounds; time++) {
    const next = new Set<number>();
    for (const state of now) {
      times[state] = (times[state] ?? 0n) | (1n << BigInt(time));
      const first = rowStart[state * actionCount] ?? 0;
      const end = rowStart[(state + 1) * actionCount] ?? 0;
      for (const reached of nextState.subarray(first, end)) {
        next.add(reached);
      }
    }
    now = [...next];
  }
  return times;
}

function tally(entries: Iterable<readonly [times: bigint, count: number]>): ByTimes {
  const counts = new Map<bigint, number>();
  for (const [times, count] of entries) {
    if (times !== 0n) {
      counts.set(times, (counts.get(times) ?? 0) + count);
    }
  }
  return counts;
}

/** Both together: states that can be met at the same time. */
const together = (x: ByTimes, y: ByTimes): ByTimes =>
  tally([...x].flatMap(([timesX, countX]) => [...y].map(([timesY, countY]) => [timesX & timesY, countX * countY] as const)));

/**
 * The exact number of states that a day can be in with each hand free and nothing coupled: a lower bound once notes are left, which add
 * memory. Found without enumerating one of them, by the times at which each part's own states can be met: parts whose clocks run
 * together do not meet in every combination.
 */
export function countDayStates({ parts, rounds }: Pick<Day, "parts" | "rounds">): number {
  const times = parts.map(({ environment }) => timesOf(compile(environment).dynamics, rounds));
  let count = 0;
  for (const turn of parts.keys()) {
    // Before this turn, the lanes ahead of it have made one step more. The last round's end is the first turn of no other.
    const within = (1n << BigInt(turn === 0 ? rounds + 1 : rounds)) - 1n;
    const lanes = times.map((ofLane, lane) => tally(ofLane.map((at) => [(lane < turn ? at >> 1n : at) & within, 1] as const)));
    count += [...lanes.reduce(together).values()].reduce((sum, states) => sum + states, 0);
  }
  return count;
}
