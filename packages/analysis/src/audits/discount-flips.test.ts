import { createRng, policyIteration, type TabularMdp } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { circlingDiscount, heroFlipDiscount, rescueAfter } from "../closed-forms/index.ts";
import { discountFlips } from "./discount-flips.ts";

/** A deterministic world from the successors of each state: [action, next, reward]. The first states of the list are the lowest. */
function deterministic(
  states: readonly (readonly (readonly [action: number, next: number, reward: number])[])[],
  actionCount: number,
): { readonly dynamics: TabularMdp; readonly reward: Float64Array } {
  const rowStart = [0];
  const outcomes: (readonly [number, number, number])[] = [];
  for (const rows of states) {
    for (let action = 0; action < actionCount; action++) {
      outcomes.push(...rows.filter(([played]) => played === action));
      rowStart.push(outcomes.length);
    }
  }
  const initial = new Float64Array(states.length);
  initial[0] = 1;
  return {
    dynamics: {
      stateCount: states.length,
      actionCount,
      rowStart: Int32Array.from(rowStart),
      nextState: Int32Array.from(outcomes, ([, next]) => next),
      probability: new Float64Array(outcomes.length).fill(1),
      initial,
      terminal: Uint8Array.from(states, (rows) => (rows.length === 0 ? 1 : 0)),
      maxOutcomes: 1,
    },
    reward: Float64Array.from(outcomes, ([, , reward]) => reward),
  };
}

/** calm: work for w, or a deed that costs p; the threat is defeated for h on the k-th step after the deed. */
function rescue({ w, p, h, k }: { readonly w: number; readonly p: number; readonly h: number; readonly k: number }) {
  const burning = Array.from({ length: k }, (_, step) => [[0, step + 1 === k ? 0 : step + 2, step + 1 === k ? h : 0] as const]);
  const world = deterministic(
    [
      [
        [0, 0, w],
        [1, 1, -p],
      ],
      ...burning,
    ],
    2,
  );
  return { ...world, honest: new Int32Array(k + 1).fill(1) };
}

describe("discountFlips", () => {
  it("finds hero's flip at (w + p)/(h − w)", () => {
    const { dynamics, reward, honest } = rescue({ w: 1, p: 0.2, h: 3, k: 1 });
    const found = discountFlips(dynamics, reward, honest);
    expect(found.flips).toEqual([{ discount: expect.closeTo(0.6, 9), above: "pays" }]);
    expect(found.paysAtZero).toBe(false);
  });

  it("finds it in drawn worlds, and finds none where the formula gives none below 1", () => {
    const rng = createRng("drawn heroes");
    let flipped = 0;
    for (let world = 0; world < 25; world++) {
      const scope = { w: 0.1 + 0.9 * rng.double(), p: 2 * rng.double(), h: 0.5 + 9.5 * rng.double(), k: 1 };
      const threshold = heroFlipDiscount.evaluate(scope);
      if (scope.h > scope.w && threshold > 0.999 && threshold < 1.001) {
        continue;
      }
      const { dynamics, reward, honest } = rescue(scope);
      const { flips } = discountFlips(dynamics, reward, honest);
      const expected = scope.h > scope.w && threshold < 1 ? [{ discount: expect.closeTo(threshold, 8), above: "pays" }] : [];
      expect(flips).toEqual(expected);
      flipped += expected.length;
    }
    expect(flipped).toBeGreaterThan(5);
    expect(flipped).toBeLessThan(25);
  });

  it.each([2, 3, 5])("agrees with the rescue %i steps later: (γ^k h − p)/(1 − γ^(k+1)) > w/(1 − γ)", (k) => {
    const [w, p, h] = [0.3, 0.2, 4];
    const { dynamics, reward, honest } = rescue({ w, p, h, k });
    const pays = (gamma: number): boolean => rescueAfter.evaluate({ gamma, k, h, p, w });
    const { flips } = discountFlips(dynamics, reward, honest);
    expect(flips).toHaveLength(1);
    expect(pays((flips[0]?.discount ?? 0) - 1e-7)).toBe(false);
    expect(pays((flips[0]?.discount ?? 0) + 1e-7)).toBe(true);
  });

  it("finds both ends where leaving honest play pays in between only", () => {
    // −1 now, +3 next, −2.1 then, against nothing: −1 + 3γ − 2.1γ² > 0 between the roots (3 ± √0.6)/4.2.
    const { dynamics, reward } = deterministic(
      [
        [
          [0, 3, 0],
          [1, 1, -1],
        ],
        [[0, 2, 3]],
        [[0, 3, -2.1]],
        [[0, 3, 0]],
      ],
      2,
    );
    const { flips } = discountFlips(dynamics, reward, new Int32Array(4).fill(1));
    expect(flips).toEqual([
      { discount: expect.closeTo((3 - Math.sqrt(0.6)) / 4.2, 8), above: "pays" },
      { discount: expect.closeTo((3 + Math.sqrt(0.6)) / 4.2, 8), above: "does not pay" },
    ]);
  });

  it("finds no flip where everything ties", () => {
    const { dynamics, reward } = deterministic(
      [
        [
          [0, 0, 1],
          [1, 1, 1],
        ],
        [[0, 0, 1]],
      ],
      2,
    );
    expect(discountFlips(dynamics, reward, new Int32Array(2).fill(1))).toMatchObject({ flips: [], paysAtZero: false });
  });
});

describe("circling before a goal that ends the praise", () => {
  const MAZE = ["S #  ", "# #G#", "#    "];
  const MOVES = [
    [-1, 0],
    [1, 0],
    [0, -1],
    [0, 1],
  ] as const;

  /** A goal grid: +1 for a step nearer to the goal, −c for any other, bumps too; the episode ends at the goal. */
  function goalGrid(c: number) {
    const cells = MAZE.flatMap((line, row) => [...line].flatMap((tile, column) => (tile === "#" ? [] : [{ row, column, tile }])));
    const at = (row: number, column: number): number => cells.findIndex((cell) => cell.row === row && cell.column === column);
    const moved = (from: number, [down, right]: readonly [number, number]): number => {
      const next = at((cells[from]?.row ?? 0) + down, (cells[from]?.column ?? 0) + right);
      return next === -1 ? from : next;
    };
    const goal = cells.findIndex(({ tile }) => tile === "G");
    const distance = new Map([[goal, 0]]);
    for (const [cell, steps] of distance) {
      for (const move of MOVES) {
        const next = moved(cell, move);
        if (!distance.has(next)) {
          distance.set(next, steps + 1);
        }
      }
    }
    const nearer = (from: number, to: number): boolean => (distance.get(to) ?? 0) < (distance.get(from) ?? 0);
    const states = cells.map((_, from) =>
      from === goal ? [] : MOVES.map((move, action) => [action, moved(from, move), nearer(from, moved(from, move)) ? 1 : -c] as const),
    );
    const honest = Int32Array.from(cells, (_, from) =>
      MOVES.reduce((mask, move, action) => (nearer(from, moved(from, move)) ? mask | (1 << action) : mask), 0),
    );
    return { ...deterministic(states, MOVES.length), honest, reachable: distance.size === cells.length };
  }

  it.each([
    [0, 0.61803],
    [0.25, 0.72474],
    [0.5, 0.82288],
    [0.75, 0.91421],
  ])("starts to pay, at a penalty of %f, above the printed %f = (−1 + √(1 + 4(1 + c)))/2", (c, printed) => {
    const { dynamics, reward, honest, reachable } = goalGrid(c);
    expect(reachable).toBe(true);
    const { flips } = discountFlips(dynamics, reward, honest);
    expect(flips).toEqual([{ discount: expect.closeTo(circlingDiscount.evaluate({ c }), 8), above: "pays" }]);
    expect(flips[0]?.discount).toBeCloseTo(printed, 5);
  });

  it("never pays at a penalty of 1 or more", () => {
    for (const c of [1, 1.5]) {
      const { dynamics, reward, honest } = goalGrid(c);
      expect(discountFlips(dynamics, reward, honest).flips).toEqual([]);
    }
  });

  it("shows in the optimum itself: on either side of the threshold it reaches the goal, or never does", () => {
    const { dynamics, reward } = goalGrid(0.5);
    const valueAt = (discount: number): number => policyIteration(dynamics, reward, { discount }).startValue;
    const steps = 6; // the shortest way through the maze
    const walk = (discount: number): number =>
      Array.from({ length: steps }).reduce<{ readonly sum: number; readonly factor: number }>(
        ({ sum, factor }) => ({ sum: sum + factor, factor: factor * discount }),
        { sum: 0, factor: 1 },
      ).sum;
    expect(valueAt(0.82)).toBeCloseTo(walk(0.82), 9);
    expect(valueAt(0.83)).toBeGreaterThan(walk(0.83) + 1e-6);
  });
});
