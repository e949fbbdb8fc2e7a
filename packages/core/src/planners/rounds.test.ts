import { describe, expect, it } from "vitest";
import { createRng } from "../rng.ts";
import type { RewardChain } from "./chain.ts";
import { valuesAround, visitsAround } from "./rounds.ts";

const STATES = 7;
const rng = createRng("rounds");

/** A step with two ways on from each state but the last, which stays where it is. */
function drawStep(): RewardChain {
  const ways = Array.from({ length: STATES - 1 }, (_, state) => [
    Math.min(state, rng.below(STATES)),
    1 + Math.max(state, rng.below(STATES - 1)),
  ]);
  return {
    chain: {
      stateCount: STATES,
      rowStart: Int32Array.from({ length: STATES + 1 }, (_, state) => Math.min(2 * state, 2 * STATES - 1)),
      nextState: Int32Array.from([...ways.flat(), STATES - 1]),
      probability: Float64Array.from([...ways.flatMap((_, at) => [0.2 + at / 10, 0.8 - at / 10]), 1]),
    },
    reward: Float64Array.from({ length: STATES }, () => rng.double() - 0.5),
  };
}

/** Step after step, until nothing is left of the discount. */
function slowly(cycle: readonly RewardChain[], discount: number, from: number): { readonly value: number; readonly visits: number[] } {
  let mass = Array.from({ length: STATES }, (_, state) => Number(state === from));
  const visits = mass.map(() => 0);
  let value = 0;
  for (let time = 0, left = 1; left > 1e-20; time++, left *= discount) {
    const phase = time % cycle.length;
    const { chain, reward } = cycle[phase] as RewardChain; // time modulo its length
    const next = mass.map(() => 0);
    mass.forEach((share, state) => {
      value += left * share * (reward[state] ?? 0);
      visits[state] = (visits[state] ?? 0) + (phase === 0 ? left * share : 0);
      for (let z = chain.rowStart[state] ?? 0; z < (chain.rowStart[state + 1] ?? 0); z++) {
        const to = chain.nextState[z] ?? 0;
        next[to] = (next[to] ?? 0) + share * (chain.probability[z] ?? 0);
      }
    });
    mass = next;
  }
  return { value, visits };
}

describe("a cycle under a discount", () => {
  // Few rounds are gone round, many are solved for, and without a discount nothing comes after the first step.
  it.each([
    { phases: 40, discount: 0.7 },
    { phases: 8, discount: 0.5 },
    { phases: 3, discount: 0.99 },
    { phases: 1, discount: 0.9 },
    { phases: 4, discount: 0 },
  ])("is what step after step comes to, $phases phases at $discount", ({ phases, discount }) => {
    const cycle = Array.from({ length: phases }, drawStep);
    const values = valuesAround(cycle, discount);
    for (let from = 0; from < STATES; from++) {
      const expected = slowly(cycle, discount, from);
      expect(values[from]).toBeCloseTo(expected.value, 12);
      const initial = Float64Array.from({ length: STATES }, (_, state) => Number(state === from));
      const visits = visitsAround(
        cycle.map(({ chain }) => chain),
        discount,
        initial,
      );
      expected.visits.forEach((visit, state) => {
        expect(visits[state]).toBeCloseTo(visit, 12);
      });
      expect(initial[from]).toBe(1);
    }
  });
});
