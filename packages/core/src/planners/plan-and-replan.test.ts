import { expect, test } from "vitest";
import { drawWorld } from "../../test/drawn-worlds.ts";
import { type Row, smallWorld } from "../../test/small-world.ts";
import { createRng } from "../rng.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { finiteHorizon } from "./finite-horizon.ts";
import { planAndReplan } from "./plan-and-replan.ts";

/** Q of looking `depth` steps ahead, by recursion on the definition. */
function lookAhead(
  world: { dynamics: TabularMdp; reward: Float64Array },
  state: number,
  plan: { depth: number; discount: number },
): number[] {
  const { actionCount, rowStart, nextState, probability } = world.dynamics;
  return Array.from({ length: actionCount }, (_, action) => {
    const row = state * actionCount + action;
    let sum = rowStart[row] === rowStart[row + 1] ? Number.NEGATIVE_INFINITY : 0;
    for (let z = rowStart[row] ?? 0; z < (rowStart[row + 1] ?? 0); z++) {
      const next = nextState[z] ?? 0;
      const rest = plan.depth === 1 ? [0] : lookAhead(world, next, { ...plan, depth: plan.depth - 1 });
      const best = Math.max(...rest);
      sum += (probability[z] ?? 0) * ((world.reward[z] ?? 0) + plan.discount * (best === Number.NEGATIVE_INFINITY ? 0 : best));
    }
    return sum;
  });
}

const tiesOf = (q: readonly number[]): number =>
  q.reduce((mask, value, a) => (value !== Number.NEGATIVE_INFINITY && value >= Math.max(...q) - 1e-11 ? mask | (1 << a) : mask), 0);

test("the plan's Q and its ties are those of the recursion, with and without an end of the episode", () => {
  for (let n = 0; n < 10; n++) {
    const world = drawWorld(createRng(`lookahead/${n}`), { states: 5, actions: 3, outcomes: 2, terminal: n % 2 === 0 });
    for (const discount of [0.7, 1]) {
      const endless = planAndReplan(world.dynamics, world.reward, { steps: 4, discount });
      const ending = planAndReplan(world.dynamics, world.reward, { steps: 3, discount, within: 5 });
      for (let state = 0; state < 5; state++) {
        const q = lookAhead(world, state, { depth: 4, discount });
        expect(endless.optimal.mask[state]).toBe(tiesOf(q));
        q.forEach((value, action) => {
          expect(endless.q[state * 3 + action]).toBeCloseTo(value, 10);
        });
        for (let time = 0; time < 5; time++) {
          const depth = Math.min(3, 5 - time);
          expect(ending.optimal.mask[time * 5 + state]).toBe(tiesOf(lookAhead(world, state, { depth, discount })));
        }
      }
    }
  }
});

test("a lookahead as long as the episode is the finite-horizon optimum", () => {
  const world = drawWorld(createRng("whole"), { states: 6, actions: 3, outcomes: 3, terminal: true });
  const whole = planAndReplan(world.dynamics, world.reward, { steps: 9, discount: 1, within: 6 });
  const finite = finiteHorizon(world.dynamics, world.reward, { horizon: 6 });
  expect(whole.optimal).toEqual(finite.optimal);
  expect([...whole.value]).toEqual([...finite.value]);
});

test("looking further ahead can be worse before it is better", () => {
  // From 0, action 0 takes the path that pays +1, −10, +100, action 1 the one that pays −1, +10, −100.
  const path = (first: number, rewards: readonly number[]): Row[] =>
    rewards.map((reward, k) => [first + k, 0, [[k === rewards.length - 1 ? 5 : first + k + 1, 1, reward]]]);
  const { dynamics, reward } = smallWorld(0, [[0, 0, [[1, 1, 1]]], [0, 1, [[3, 1, -1]]], ...path(1, [-10, 100]), ...path(3, [10, -100])]);
  const chosen = [1, 2, 3].map((steps) => planAndReplan(dynamics, reward, { steps, discount: 1 }).optimal.mask[0]);
  expect(chosen).toEqual([0b01, 0b10, 0b01]);
});

test("a lookahead of no steps is refused, and one of more than a million", () => {
  const { dynamics, reward } = smallWorld(0, [[0, 0, [[0, 1, 1]]]]);
  expect(() => planAndReplan(dynamics, reward, { steps: 0, discount: 1 })).toThrow("Cannot use 0 as a lookahead");
  expect(() => planAndReplan(dynamics, reward, { steps: 1e9, discount: 1 })).toThrow(
    "Cannot use 1000000000 as a lookahead: it must be at most 1000000 steps",
  );
});
