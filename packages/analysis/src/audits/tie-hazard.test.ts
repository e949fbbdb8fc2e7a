import { evaluatePolicy, type MeasuringCriterion, type OptimalActions, type Policy, returnRange, solve } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { everyPolicy } from "../../test/every-policy.ts";
import { randomWorld } from "../../test/random-world.ts";
import { tieHazard } from "./tie-hazard.ts";

/** Every way to keep one bit of each mask. */
function everySelection({ mask }: OptimalActions): readonly Int32Array[] {
  return [...mask].reduce<readonly Int32Array[]>(
    (selections, allowed, at) =>
      selections.flatMap((selection) =>
        allowed === 0
          ? [selection]
          : Array.from({ length: 32 }, (_, action) => 1 << action)
              .filter((bit) => (allowed & bit) !== 0)
              .map((bit) => Int32Array.from(selection, (kept, index) => (index === at ? bit : kept))),
      ),
    [Int32Array.from(mask)],
  );
}

function policyOf(selection: Int32Array, optimal: OptimalActions, actionCount: number): Policy {
  return optimal.kind === "timed"
    ? { kind: "timed", horizon: optimal.horizon, optimal: selection }
    : {
        kind: "stationary",
        probability: Float64Array.from(
          { length: selection.length * actionCount },
          (_, row) => ((selection[Math.floor(row / actionCount)] ?? 0) >>> (row % actionCount)) & 1,
        ),
      };
}

const CLOCKS: readonly MeasuringCriterion[] = [{ kind: "average" }, { kind: "discounted", discount: 0.8 }, { kind: "finite", horizon: 4 }];

describe("the tie hazard", () => {
  it.each(CLOCKS)("is what enumeration of every selection finds, on the clock $kind", (clock) => {
    let hazards = 0;
    for (let at = 0; at < 30; at++) {
      const { dynamics, first, second } = randomWorld(`ties-${at}`, { states: 4, actions: 3, outcomes: 1, ends: at % 2 === 0 });
      // A coarse signal, so that there are ties: its sign alone.
      const proxy = first.map(Math.sign);
      const { optimal } = solve(dynamics, proxy, { kind: "discounted", discount: 0.5 });
      const returns = everySelection(optimal).map((selection) =>
        evaluatePolicy({ dynamics, reward: second, policy: policyOf(selection, optimal, 3), criterion: clock }),
      );
      const found = tieHazard({ dynamics, trueReward: second, optimal, criterion: { kind: "discounted", discount: 0.5 }, clock });
      // Over a finite horizon a policy may also change its selection with time: the range can only be wider.
      if (clock.kind === "finite") {
        expect(found.min).toBeLessThanOrEqual(Math.min(...returns) + 1e-9);
        expect(found.max).toBeGreaterThanOrEqual(Math.max(...returns) - 1e-9);
      } else {
        expect(found.min).toBeCloseTo(Math.min(...returns), 9);
        expect(found.max).toBeCloseTo(Math.max(...returns), 9);
      }
      expect(found.over).toBe("proxy-optimal policies");
      expect(evaluatePolicy({ dynamics, reward: second, policy: found.worst, criterion: clock })).toBeCloseTo(found.min, 9);
      expect(evaluatePolicy({ dynamics, reward: second, policy: found.best, criterion: clock })).toBeCloseTo(found.max, 9);
      if (found.max - found.min > 1e-6) {
        hazards++;
        expect(found.carriers.length).toBeGreaterThan(0);
      }
    }
    expect(hazards).toBeGreaterThan(3);
  });

  it("is what enumeration finds for plans that depend on time", () => {
    for (let at = 0; at < 20; at++) {
      const { dynamics, first, second } = randomWorld(`timed-ties-${at}`, { states: 3, actions: 2, outcomes: 1 });
      const criterion = { kind: "finite", horizon: 3 } as const;
      const { optimal } = solve(dynamics, first.map(Math.sign), criterion);
      const returns = everySelection(optimal).map((selection) =>
        evaluatePolicy({ dynamics, reward: second, policy: policyOf(selection, optimal, 2), criterion }),
      );
      const { min, max } = tieHazard({ dynamics, trueReward: second, optimal, criterion, clock: criterion });
      expect(min).toBeCloseTo(Math.min(...returns), 9);
      expect(max).toBeCloseTo(Math.max(...returns), 9);
    }
  });

  it("is what enumeration of all policies finds under the average criterion, conserving or not", () => {
    let [hazards, wider] = [0, 0];
    for (let at = 0; at < 40; at++) {
      const { dynamics, first, second } = randomWorld(`long-run-ties-${at}`, { states: 4, actions: 2, outcomes: 1 + (at % 2) });
      const proxy = first.map(Math.sign);
      const rates = everyPolicy(dynamics).map((policy) =>
        [proxy, second].map((reward) => evaluatePolicy({ dynamics, reward, policy, criterion: { kind: "average" } })),
      );
      const top = Math.max(...rates.map(([rate = 0]) => rate));
      const tied = rates.filter(([rate = 0]) => rate >= top - 1e-9).map(([, rate = 0]) => rate);
      const criterion = { kind: "average" } as const;
      const { optimal } = solve(dynamics, proxy, criterion);
      const found = tieHazard({ dynamics, trueReward: second, proxyReward: proxy, optimal, criterion, clock: criterion });
      expect([found.min, found.max]).toEqual([Math.min(...tied), Math.max(...tied)].map((rate) => expect.closeTo(rate, 9)));
      expect(found.mean).toBeGreaterThanOrEqual(found.min - 1e-9);
      expect(found.mean).toBeLessThanOrEqual(found.max + 1e-9);
      hazards += found.max - found.min > 1e-6 ? 1 : 0;
      const conserving = returnRange({ dynamics, reward: second, optimal, criterion });
      wider += conserving.max - conserving.min < found.max - found.min - 1e-9 ? 1 : 0;
    }
    expect(hazards).toBeGreaterThan(3);
    expect(wider).toBeGreaterThan(0);
  });

  it("names lookahead's range for what it is, and refuses the average criterion on another clock, with the reason", () => {
    const { dynamics, first, second } = randomWorld("kinds", { states: 3, actions: 2, outcomes: 1 });
    const { optimal } = solve(dynamics, first, { kind: "lookahead", steps: 2, discount: 1 });
    const asked = { dynamics, trueReward: second, optimal };
    const lookahead = { kind: "lookahead", steps: 2, discount: 1 } as const;
    expect(tieHazard({ ...asked, criterion: lookahead, clock: { kind: "average" } }).over).toBe("replanning selections");
    const longRun = { ...asked, criterion: { kind: "average" } } as const;
    expect(() => tieHazard({ ...longRun, clock: { kind: "finite", horizon: 3 }, proxyReward: first })).toThrow(
      /Cannot give the range of true returns: .*anything for a while/,
    );
    expect(() => tieHazard({ ...longRun, clock: { kind: "average" } })).toThrow(/depends on the signal/);
  });
});
