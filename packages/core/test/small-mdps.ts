import type { TabularMdp } from "../src/tabular-mdp.ts";
import { type Row, smallWorld } from "./small-world.ts";

/** A world of few states that pays by the state acted in, and the horizon that it is meant for. */
export interface StateRewardWorld {
  readonly dynamics: TabularMdp;
  /** Length Z. */
  readonly reward: Float64Array;
  readonly horizon: number;
}

type Chances = readonly (readonly [next: number, probability: number])[];

/** Every state has every action. Chances of one state are added up. */
function world(
  horizon: number,
  start: number | readonly number[],
  { rewards, actions, step }: { rewards: readonly number[]; actions: number; step: (state: number, action: number) => Chances },
): StateRewardWorld {
  const rows = rewards.flatMap((reward, state) =>
    Array.from({ length: actions }, (_, action): Row => {
      const merged = new Map<number, number>();
      for (const [next, probability] of step(state, action)) {
        merged.set(next, (merged.get(next) ?? 0) + probability);
      }
      return [state, action, [...merged].map(([next, probability]) => [next, probability, reward] as const)];
    }),
  );
  return { ...smallWorld(start, rows), horizon };
}

/** The five-state world of the tests of MCE IRL in the library `imitation`. */
export const reasonable: StateRewardWorld = world(20, [0.5, 0, 0, 0, 0.5], {
  rewards: [1, 2, 2, -20, 3],
  actions: 3,
  step: (state, action) => {
    if (state === 0) {
      return action === 1
        ? [[3, 1]]
        : [
            [1, action === 0 ? 0.9 : 0.1],
            [2, action === 0 ? 0.1 : 0.9],
          ];
    }
    if (state === 1 || state === 2) {
      return [
        [
          [3, 0.05],
          [4, 0.95],
        ] as const,
        [[3, 1]] as const,
        [[4, 1]] as const,
      ][action] as Chances;
    }
    return [[state === 3 ? 4 : 0, 1]];
  },
});

/** CliffWorld of the suite `seals`, 7×4: a goal past a cliff, four diagonal moves, a wind that blows one row up with chance 0.3. */
export const cliff: StateRewardWorld = world(9, 0, {
  rewards: Array.from({ length: 28 }, (_, state) => (state === 6 ? 10 : state > 0 && state < 6 ? -10 : -1)),
  actions: 4,
  step: (state, action) => {
    const [down, right] = [action < 2 ? -1 : 1, action % 2 === 0 ? -1 : 1];
    const cell = (blown: number): number => {
      const row = Math.min(3, Math.max(0, Math.floor(state / 7) + down - blown));
      return row * 7 + Math.min(6, Math.max(0, (state % 7) + right));
    };
    return [
      [cell(0), 0.7],
      [cell(1), 0.3],
    ];
  },
});

/** RiskyPath of `seals`: a sure way, and a short one that may end in a pit. */
export const riskyPath: StateRewardWorld = world(5, 0, {
  rewards: [0, 0, 1, -100],
  actions: 2,
  step: (state, action) => {
    if (state === 0 && action === 1) {
      return [
        [2, 0.5],
        [3, 0.5],
      ];
    }
    return [[state === 0 ? 1 : state === 1 && action === 0 ? 2 : state, 1]];
  },
});

/** Branching of `seals`: ten choices in a row, one of them right each time. */
export const branching: StateRewardWorld = world(11, 0, {
  rewards: Array.from({ length: 21 }, (_, state) => (state === 20 ? 1 : 0)),
  actions: 2,
  step: (state, action) => [[state % 2 === 0 && state !== 20 ? state + action + 1 : state, 1]],
});

/** InitShift of `seals`: a tree whose leaves pay, and a start at the root, or at the branch that demonstrations never take. */
export const initShift = (start: 0 | 1): StateRewardWorld =>
  world(3, start, {
    rewards: [0, 0, 0, 1, -1, -1, 2],
    actions: 2,
    step: (state, action) => [[state < 3 ? 2 * state + 1 + action : state, 1]],
  });
