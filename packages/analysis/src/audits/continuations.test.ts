import { actionProbabilities, type Policy, type TabularMdp } from "@firebreak/core";
import { expect, it } from "vitest";
import { randomWorld } from "../../test/random-world.ts";
import { continueBoth, type Rewards, STREAMS } from "./continuations.ts";
import { expectedRows, looksRows, rescueRows } from "./conventions.ts";

const K = STREAMS.length;
const HORIZON = 5;

/** What a policy plays, as plain lists. */
function playOf({ stateCount, actionCount }: TabularMdp, policy: Policy, time: number): number[][] {
  return Array.from({ length: stateCount }, (_, state) => {
    const play = new Float64Array(actionCount);
    actionProbabilities(policy, { time, state }, play);
    return [...play];
  });
}

/** At each step, what every row is worth by every stream, and where the repair plays the reference: through all states, met or not. */
function everywhere(
  dynamics: TabularMdp,
  [policy, reference]: readonly [Policy, Policy],
  { welfare, rescue, praise, looks }: Rewards,
): { readonly q: number[][]; readonly repaired: boolean[] }[] {
  const { stateCount, actionCount, rowStart, nextState, probability } = dynamics;
  const order = [welfare, rescue, praise, looks, welfare, rescue, praise];
  let value = Array.from({ length: stateCount }, () => order.map(() => 0));
  const phases: { readonly q: number[][]; readonly repaired: boolean[] }[] = [];
  for (let time = HORIZON - 1; time >= 0; time--) {
    const next = value;
    const q = Array.from({ length: stateCount * actionCount }, (_, row) =>
      order.map((rows, k) => {
        let sum = rows[row] ?? 0;
        for (let z = rowStart[row] ?? 0; z < (rowStart[row + 1] ?? 0); z++) {
          sum += (probability[z] ?? 0) * (next[nextState[z] ?? 0]?.[k] ?? 0);
        }
        return sum;
      }),
    );
    const worth = (played: Policy): number[][] =>
      playOf(dynamics, played, time).map((play, state) =>
        order.map((_, k) => play.reduce((sum, share, action) => sum + share * (q[state * actionCount + action]?.[k] ?? 0), 0)),
      );
    const [kept, mended] = [worth(policy), worth(reference)];
    const repaired = kept.map((own, state) => (mended[state]?.[0] ?? 0) > (own[0] ?? 0) + 1e-10);
    value = kept.map((own, state) => own.map((mine, k) => (k < 4 && repaired[state] ? (mended[state]?.[k] ?? 0) : mine)));
    phases.unshift({ q, repaired });
  }
  return phases;
}

/** The states that either can have come to by each step. */
function metBy(dynamics: TabularMdp, plays: readonly Policy[]): Set<number>[] {
  const { actionCount, rowStart, nextState } = dynamics;
  const met = [new Set([...dynamics.initial.keys()].filter((state) => (dynamics.initial[state] ?? 0) > 0))];
  for (let time = 0; time + 1 < HORIZON; time++) {
    const here = [...(met[time] ?? [])];
    const rows = plays.flatMap((played) => {
      const play = playOf(dynamics, played, time);
      return here.flatMap((state) => (play[state] ?? []).flatMap((share, action) => (share > 0 ? [state * actionCount + action] : [])));
    });
    met.push(new Set(rows.flatMap((row) => [...nextState.subarray(rowStart[row], rowStart[row + 1])])));
  }
  return met;
}

it("continuations within a horizon are what they are through all states, and are told of those that can be met", () => {
  let [told, left] = [0, 0];
  for (let drawn = 0; drawn < 20; drawn++) {
    const world = randomWorld(`continuations/${drawn}`, { states: 12, actions: 3, outcomes: 2, ends: drawn % 2 === 0 });
    const { dynamics } = world;
    const { stateCount, actionCount, terminal } = dynamics;
    const value = world.potential();
    const [welfare, praise] = [expectedRows(dynamics, world.first), expectedRows(dynamics, world.second)];
    const rewards = { welfare, praise, rescue: rescueRows(dynamics, { praise, value }), looks: looksRows(dynamics, value) };
    const masks = (factor: number): Policy => ({
      kind: "timed",
      horizon: 3,
      optimal: Int32Array.from({ length: 3 * stateCount }, (_, at) => (terminal[at % stateCount] === 1 ? 0 : 1 << ((at * factor) % 3))),
    });
    const [policy, reference] = [masks(7), drawn % 3 === 0 ? world.policy("reference") : masks(5)];
    const plain = everywhere(dynamics, [policy, reference], rewards);
    const met = metBy(dynamics, [policy, reference]);
    const asked = { dynamics, clock: { kind: "finite", horizon: HORIZON }, phases: HORIZON, policy, reference, rewards } as const;
    continueBoth(asked, ({ phase, states, plays, q, repaired }) => {
      expect([...states]).toEqual([...(met[phase] ?? [])].sort((x, y) => x - y));
      for (const state of states) {
        expect(repaired[state]).toBe(Number(plain[phase]?.repaired[state]));
        const mine = playOf(dynamics, policy, phase)[state];
        expect(Array.from({ length: actionCount }, (_, a) => plays[0].probability[plays[0].first + state * actionCount + a])).toEqual(mine);
        for (let row = state * actionCount; row < (state + 1) * actionCount; row++) {
          if (plays.some(({ probability, first }) => (probability[first + row] ?? 0) > 0)) {
            plain[phase]?.q[row]?.forEach((worth, k) => {
              expect(q[row * K + k]).toBeCloseTo(worth, 12);
            });
          }
        }
      }
      told += states.length;
      left += stateCount - states.length;
    });
  }
  expect(Math.min(told, left)).toBeGreaterThan(100);
});
