import { evaluatePolicy, type Policy, type TabularMdp } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { verifyCertificate } from "../certificates/index.ts";
import { hackability } from "./hackability.ts";

/** Skalse et al. (2022): two states, the action is the next state, discount ½, either start. Rewards by state and action. */
const twoStates: TabularMdp = {
  stateCount: 2,
  actionCount: 2,
  rowStart: Int32Array.from([0, 1, 2, 3, 4]),
  nextState: Int32Array.from([0, 1, 0, 1]),
  probability: new Float64Array(4).fill(1),
  initial: Float64Array.from([0.5, 0.5]),
  terminal: new Uint8Array(2),
  maxOutcomes: 1,
};

const clock = { kind: "discounted", discount: 0.5 } as const;

/** The policies 00, 01, 10, 11: what is played in either state. */
const POLICIES: readonly Policy[] = [
  [1, 0, 1, 0],
  [1, 0, 0, 1],
  [0, 1, 1, 0],
  [0, 1, 0, 1],
].map((table) => ({ kind: "stationary", probability: Float64Array.from(table) }));

/** Their rewards, with the printed returns of the four policies. */
const FIRST = { reward: Float64Array.from([0, 1, 2, 2.5]), returns: [1, 2.5, 3, 4.25] };
const SIMPLER = { reward: Float64Array.from([0, 0, 1, 1]), returns: [0.5, 1, 1, 1.5] };
const REVERSED = { reward: Float64Array.from([0, 1, 2, 0.5]), returns: [1, 0.5, 3, 1.25] };

/** Least of the second of two returns on the convex hull of the four policies' points, where the first is at least `level`. */
function leastByHand(proxy: readonly number[], truth: readonly number[], level: number): number {
  let least = Number.POSITIVE_INFINITY;
  proxy.forEach((x, at) => {
    proxy.forEach((other, to) => {
      for (const share of x < level && other > level ? [(level - x) / (other - x)] : x >= level ? [0] : []) {
        least = Math.min(least, share * (truth[to] ?? 0) + (1 - share) * (truth[at] ?? 0));
      }
    });
  });
  return least;
}

describe("hackability in the two states of Skalse et al.", () => {
  it.each([FIRST, SIMPLER, REVERSED])("starts from the printed returns $returns", ({ reward, returns }) => {
    const found = POLICIES.map((policy) => evaluatePolicy({ dynamics: twoStates, reward, policy, criterion: clock }));
    expect(found).toEqual(returns.map((value) => expect.closeTo(value, 12)));
  });

  it.each([
    ["the simplification as proxy", SIMPLER, FIRST],
    ["the simplification as truth", FIRST, SIMPLER],
    ["the reversed reward as truth", FIRST, REVERSED],
    ["the reversed reward as proxy", REVERSED, FIRST],
  ])("is the least on the convex hull of the four policies: %s", (_, proxy, truth) => {
    const world = { dynamics: twoStates, proxyReward: proxy.reward, trueReward: truth.reward, clock };
    for (const [at, reference] of POLICIES.entries()) {
      const found = hackability(world, reference);
      const [level, own] = [proxy.returns[at] ?? 0, truth.returns[at] ?? 0];
      const least = leastByHand(proxy.returns, truth.returns, level);
      // Rates are half of returns: one step of the discount ½.
      expect(found.worst.truth).toBeCloseTo(least / 2, 9);
      expect(found.loss).toBeCloseTo((own - least) / 2, 9);
      expect(found.size).toBeCloseTo((own - least) / (Math.max(...truth.returns) - Math.min(...truth.returns)), 9);
      expect(verifyCertificate(world, found.certificate).accepted).toBe(true);
    }
  });

  it("is a size where their hackability is a yes, and 0 from the worst policy", () => {
    const of = (proxy: typeof FIRST, truth: typeof FIRST, at: number) =>
      hackability({ dynamics: twoStates, proxyReward: proxy.reward, trueReward: truth.reward, clock }, POLICIES[at] as Policy);
    // From 00 the proxy rises to 01 (2.5 > 1) while the truth falls to .5 (< 1): half a unit of a range of 2.5.
    expect(of(FIRST, REVERSED, 0)).toMatchObject({ size: expect.closeTo(0.2, 9), beats: expect.closeTo(0.75, 9) });
    expect(of(FIRST, REVERSED, 1).loss).toBe(0);
    // A simplification reverses nothing, but makes 01 and 10 equal: a loss of half a unit at the same proxy, a tie.
    expect(of(SIMPLER, FIRST, 2)).toMatchObject({ loss: expect.closeTo(0.25, 9) });
    expect(of(SIMPLER, FIRST, 1).loss).toBeCloseTo(0, 9);
  });
});
