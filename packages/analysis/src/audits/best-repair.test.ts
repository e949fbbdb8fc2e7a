import { type MeasuringCriterion, occupancy, type Policy, policyValue } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { type RandomWorld, randomWorld } from "../../test/random-world.ts";
import { type SmallCase, smallCases } from "../../test/small-cases.ts";
import { type SmallWorld, smallWorld } from "../../test/small-world.ts";
import { type BestRepair, bestRepair, type Thresholds } from "./best-repair.ts";
import {
  AUDIT_DISCOUNT,
  expectedRows,
  harmThreshold,
  looksRows,
  praiseThreshold,
  rescueRows,
  stepsOf,
  valueThreshold,
} from "./conventions.ts";
import { perOutcome } from "./per-outcome.ts";

const longRun: MeasuringCriterion = { kind: "discounted", discount: AUDIT_DISCOUNT };

type Told = Pick<SmallCase, "policy" | "reference">;

function audit(
  world: SmallWorld,
  told: Told,
  asked: {
    readonly clock?: MeasuringCriterion;
    readonly harm?: number;
    readonly praise?: number;
    readonly thresholds?: (usual: Thresholds) => Thresholds;
  } = {},
): BestRepair {
  const { dynamics } = world;
  const { clock = longRun, harm = 1, praise = 1, thresholds = (usual) => usual } = asked;
  const [welfare, praised] = [world.welfare.map((u) => harm * u), world.praise.map((g) => praise * g)];
  return bestRepair({
    dynamics,
    clock,
    policy: world.play(told.policy),
    reference: world.play(told.reference),
    rewards: {
      welfare,
      praise: praised,
      rescue: rescueRows(dynamics, { praise: praised, value: world.value }),
      looks: looksRows(dynamics, world.value),
    },
    thresholds: thresholds({
      harm: harmThreshold(dynamics, welfare),
      praise: praiseThreshold(praised),
      value: valueThreshold(world.value),
    }),
  });
}

const caseOf = (name: string): SmallCase => smallCases.find((small) => small.name === name) as SmallCase; // named in this file

describe("best repair on small cases", () => {
  for (const small of smallCases) {
    it(`finds ${small.manufactured} of manufactured harm in '${small.name}' (${small.truth})`, () => {
      const found = audit(smallWorld(small), small);
      expect(found.manufactured).toBeCloseTo(small.manufactured, 5);
      expect(found.flagged.length > 0).toBe(small.truth === "villain");
      if (small.truth === "villain") {
        expect(found.flagged[0]?.damage).toBeCloseTo(small.damage, 6);
        expect(found.avoidable).toBeCloseTo(found.manufactured, 9);
      }
      expect(found.avoidable).toBeCloseTo(small.avoidable ?? small.manufactured, 5);
    });

    it(`gives the same verdict on '${small.name}' at other discounts, and with thresholds of 0.01 in place of 0.05`, () => {
      const finer = ({ harm, praise, value }: Thresholds): Thresholds => ({ harm: harm / 5, praise: praise / 5, value: value / 5 });
      for (const discount of [0.9, 0.99, 0.999]) {
        for (const thresholds of [(usual: Thresholds): Thresholds => usual, finer]) {
          const found = audit(smallWorld(small), small, { clock: { kind: "discounted", discount }, thresholds });
          expect(found.flagged.length > 0).toBe(small.truth === "villain");
        }
      }
    });
  }

  it("names neglect and accident apart", () => {
    const parts = (name: string): BestRepair => audit(smallWorld(caseOf(name)), caseOf(name));
    expect(parts("slow (waits half the time)").neglected).toBeCloseTo(0.07457, 5);
    expect(parts("neglect for better-praised work").neglected).toBeCloseTo(0.82644, 5);
    expect(parts("clumsy accident, cleaned up, does not pay").accidental).toBeCloseTo(0.09099, 5);
    expect(parts("fire was coming anyway, set off early").accidental).toBeCloseTo(0.01421, 5);
  });

  // Independent computation, three decimals: what the step's praise comes to, and what is collected of the rescue praise that it raises.
  it.each([
    ["fire was coming anyway, set off early", "pays", -1.466],
    ["slow (waits half the time)", "pays", -1.88],
    ["clumsy accident, cleaned up, does not pay", "pays", -5.941],
    ["neglect for better-praised work", "redeemed", -0.992],
  ] as const)("lets '%s' off by what it %s: %f", (name, what, wanted) => {
    const everyStep = audit(smallWorld(caseOf(name)), caseOf(name), {
      thresholds: ({ harm, value }) => ({ harm, value, praise: Number.NEGATIVE_INFINITY }),
    });
    expect(everyStep.flagged[0]?.damage).toBeCloseTo(caseOf(name).damage, 5);
    expect(everyStep.flagged[0]?.[what]).toBeCloseTo(wanted, 3);
  });

  it("blames the last clear chance, and lists the step before it as a preparation", () => {
    const small = caseOf("timer the reference would defuse");
    const world = smallWorld(small);
    const { flagged, preparations } = audit(world, small);
    expect(flagged.map(({ state, action }) => [world.labels[state], world.actions[action]])).toEqual([["armed", "wait"]]);
    expect(preparations.map(({ state, action, damage }) => [world.labels[state], world.actions[action], damage])).toEqual([
      ["calm", "set", 0],
    ]);
  });

  it("has the closed form of the hero: 1/(1 + γ) flagged, D = 1, O = γh, Y = γh/(1 − γ²), G = (γh − p)/(1 − γ²) − w/(1 − γ)", () => {
    const [w, p, h, discount] = [0.1, 0.2, 1, AUDIT_DISCOUNT];
    const found = audit(smallWorld(caseOf("hero")), caseOf("hero"));
    expect(found.rate).toBeCloseTo(1 / (1 + discount), 12);
    const [deed] = found.flagged;
    expect(deed?.damage).toBeCloseTo(1, 10);
    expect(deed?.opportunity).toBeCloseTo(discount * h, 10);
    expect(deed?.redeemed).toBeCloseTo((discount * h) / (1 - discount * discount), 9);
    expect(deed?.pays).toBeCloseTo((discount * h - p) / (1 - discount * discount) - w / (1 - discount), 9);
    expect(found.gained).toBeCloseTo((deed?.pays ?? 0) / (1 + discount), 9);
  });

  it("counts the hero's threats step by step on a finite clock: the last one cannot be rescued, so it is no opportunity", () => {
    // Ten steps: five deeds, each followed by a rescue; nine: the fifth deed is the last step.
    const even = audit(smallWorld(caseOf("hero")), caseOf("hero"), { clock: { kind: "finite", horizon: 10 } });
    expect([even.manufactured, even.avoidable].map((rate) => Number((10 * rate).toFixed(9)))).toEqual([5, 5]);
    const odd = audit(smallWorld(caseOf("hero")), caseOf("hero"), { clock: { kind: "finite", horizon: 9 } });
    expect([odd.manufactured, odd.neglected].map((rate) => Number((9 * rate).toFixed(9)))).toEqual([4, 1]);
  });

  it("scales with welfare and praise, and its verdict with neither", () => {
    for (const small of smallCases) {
      const world = smallWorld(small);
      const [plain, scaled] = [audit(world, small), audit(world, small, { harm: 7, praise: 0.01 })];
      expect(scaled.manufactured).toBeCloseTo(7 * plain.manufactured, 8);
      expect(scaled.rate).toBeCloseTo(plain.rate, 12);
    }
  });
});

/** Every way of choosing between two stationary policies, state by state: the best return, by plain evaluation. */
function bestMix(world: RandomWorld, plays: readonly [Policy, Policy], clock: MeasuringCriterion): number {
  const { dynamics, first } = world;
  const { stateCount, actionCount } = dynamics;
  let best = Number.NEGATIVE_INFINITY;
  for (let choice = 0; choice < 1 << stateCount; choice++) {
    const probability = Float64Array.from({ length: stateCount * actionCount }, (_, row) => {
      const chosen = plays[(choice >>> Math.floor(row / actionCount)) & 1 ? 1 : 0];
      return chosen?.kind === "stationary" ? (chosen.probability[row] ?? 0) : Number.NaN;
    });
    best = Math.max(
      best,
      policyValue({ dynamics, reward: first, policy: { kind: "stationary", probability }, criterion: clock }).startValue,
    );
  }
  return best;
}

describe("best repair in random worlds", () => {
  const clocks: readonly MeasuringCriterion[] = [longRun, { kind: "average" }, { kind: "finite", horizon: 7 }];
  const seeds = Array.from({ length: 40 }, (_, index) => `best-repair/${index}`);
  const shape = { states: 6, actions: 3, outcomes: 3 };

  const timed = (world: RandomWorld, horizon: number): Policy => ({
    kind: "timed",
    horizon,
    optimal: Int32Array.from({ length: horizon * world.dynamics.stateCount }, (_, at) =>
      world.dynamics.terminal[at % world.dynamics.stateCount] === 1 ? 0 : 1 + ((at * 7 + 3) % 7),
    ),
  });

  const auditIn = (
    world: RandomWorld,
    [policy, reference]: readonly [Policy, Policy],
    clock: MeasuringCriterion,
    value = world.potential(),
  ): BestRepair => {
    const { dynamics } = world;
    const [welfare, praise] = [expectedRows(dynamics, world.first), expectedRows(dynamics, world.second)];
    return bestRepair({
      dynamics,
      clock,
      policy,
      reference,
      rewards: { welfare, praise, rescue: rescueRows(dynamics, { praise, value }), looks: looksRows(dynamics, value) },
      thresholds: { harm: harmThreshold(dynamics, welfare), praise: praiseThreshold(praise), value: valueThreshold(value) },
    });
  };

  it("has parts that add up to the welfare of the repair less that of the policy, on every clock, timed policies included", () => {
    for (const [index, seed] of seeds.entries()) {
      const world = randomWorld(seed, { ...shape, ends: index % 2 === 0 });
      for (const clock of clocks) {
        for (const policy of [world.policy("policy"), timed(world, 3)]) {
          const found = auditIn(world, [policy, world.policy("reference")], clock);
          expect(Math.abs(found.avoidable - found.difference)).toBeLessThan(1e-9 * (1 + Math.abs(found.difference)));
          expect(found.avoidable).toBeGreaterThan(-1e-9);
          expect(found.manufactured + found.accidental + found.neglected + found.unseen + found.slight).toBeCloseTo(found.avoidable, 9);
        }
      }
    }
  });

  it("finds the best of all mixes, as trying each of them does", () => {
    for (const seed of seeds.slice(0, 10)) {
      const world = randomWorld(seed, shape);
      const plays = [world.policy("policy"), world.policy("reference")] as const;
      const found = auditIn(world, plays, longRun);
      const own = policyValue({ dynamics: world.dynamics, reward: world.first, policy: plays[0], criterion: longRun }).startValue;
      expect(found.difference * stepsOf(longRun)).toBeCloseTo(bestMix(world, plays, longRun) - own, 8);
    }
  });

  it("finds nothing where the policy is the reference", () => {
    for (const seed of seeds.slice(0, 10)) {
      const world = randomWorld(seed, shape);
      const same = world.policy("policy");
      for (const clock of clocks) {
        const { avoidable, difference, manufactured, rate, repaired } = auditIn(world, [same, same], clock);
        expect([avoidable, difference, manufactured, rate]).toEqual([0, 0, 0, 0]);
        expect(repaired.some((mended) => mended === 1)).toBe(false);
      }
    }
  });

  it("judges each deviation as a plain computation of the four differences does", () => {
    for (const seed of seeds.slice(0, 10)) {
      const world = randomWorld(seed, shape);
      const { dynamics } = world;
      const { actionCount } = dynamics;
      const [policy, reference] = [world.policy("policy"), world.policy("reference")];
      const value = world.potential();
      const found = auditIn(world, [policy, reference], longRun, value);
      const praise = expectedRows(dynamics, world.second);
      const rescue = rescueRows(dynamics, { praise, value });
      const [mine, hers] = [policy, reference].map((played) => (played.kind === "stationary" ? played.probability : new Float64Array(0)));
      const repair = (mine ?? new Float64Array(0)).map((share, row) =>
        found.repaired[Math.floor(row / actionCount)] === 1 ? (hers?.[row] ?? 0) : share,
      );
      const worth = (probability: Float64Array | undefined, rows: Float64Array): Float64Array => {
        const { value } = policyValue({
          dynamics,
          reward: perOutcome(dynamics, rows),
          policy: { kind: "stationary", probability: probability ?? new Float64Array(0) },
          criterion: longRun,
        });
        return rows.map((r, row) => {
          let sum = r;
          for (let z = dynamics.rowStart[row] ?? 0; z < (dynamics.rowStart[row + 1] ?? 0); z++) {
            sum += AUDIT_DISCOUNT * (dynamics.probability[z] ?? 0) * (value[dynamics.nextState[z] ?? 0] ?? 0);
          }
          return sum;
        });
      };
      const [mended, kept, paid, paidMended] = [worth(repair, rescue), worth(mine, rescue), worth(mine, praise), worth(repair, praise)];
      const { mass } = occupancy({ dynamics, policy, criterion: longRun });
      for (const { state, action, weight, opportunity, redeemed, pays } of [...found.flagged, ...found.preparations]) {
        const first = state * actionCount;
        const gap = (a: number): number => (mine?.[first + a] ?? 0) - (hers?.[first + a] ?? 0);
        const displaced = [0, 1, 2].filter((a) => gap(a) < 0);
        const total = displaced.reduce((sum, a) => sum - gap(a), 0);
        const instead = (q: Float64Array): number => displaced.reduce((sum, a) => sum - (gap(a) / total) * (q[first + a] ?? 0), 0);
        const later = (q: Float64Array): Float64Array => q.map((value, row) => value - (rescue[row] ?? 0));
        expect(weight).toBeCloseTo((mass[state] ?? 0) * gap(action), 12);
        expect(opportunity).toBeCloseTo(Math.max(...[mended, kept].map((q) => (later(q)[first + action] ?? 0) - instead(later(q)))), 8);
        expect(redeemed).toBeCloseTo((kept[first + action] ?? 0) - instead(mended), 8);
        expect(pays).toBeCloseTo((paid[first + action] ?? 0) - instead(paidMended), 8);
      }
    }
  });
});
