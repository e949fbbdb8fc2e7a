import { evaluatePolicy, finiteHorizon, type MeasuringCriterion, type Policy, type TabularMdp } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { randomWorld, stateOfOutcome } from "../../test/random-world.ts";
import { stepsOf } from "./conventions.ts";
import { type Decomposition, decomposeSituations, nameSituation } from "./situation-decomposition.ts";

/** hero: calm 0, threat 1; work 0, cause 1, defeat 2. Outcomes in order: work, cause, defeat. */
const hero: TabularMdp = {
  stateCount: 2,
  actionCount: 3,
  rowStart: Int32Array.from([0, 1, 2, 2, 2, 2, 3]),
  nextState: Int32Array.from([0, 1, 0]),
  probability: Float64Array.from([1, 1, 1]),
  initial: Float64Array.from([1, 0]),
  terminal: new Uint8Array(2),
  maxOutcomes: 1,
};
const worker: Policy = { kind: "stationary", probability: Float64Array.from([1, 0, 0, 0, 0, 1]) };
const villain: Policy = { kind: "stationary", probability: Float64Array.from([0, 1, 0, 0, 0, 1]) };

const CLOCKS: readonly MeasuringCriterion[] = [{ kind: "average" }, { kind: "discounted", discount: 0.9 }, { kind: "finite", horizon: 7 }];

const numbersOf = ({ delta, conduct, situations, interaction, shapley }: Decomposition): readonly number[] => [
  delta,
  conduct,
  situations,
  interaction,
  shapley.conduct,
  shapley.situations,
];

const worlds = Array.from({ length: 12 }, (_, at) => ({
  at,
  ...randomWorld(`situations-${at}`, { states: 5, actions: 3, outcomes: 3, ends: at % 2 === 0 }),
}));

function decomposition(world: (typeof worlds)[number], clock: MeasuringCriterion, evaluate: Float64Array, mirrored = false) {
  const [policy, reference] = [world.policy("policy"), world.policy("reference")];
  return decomposeSituations({
    dynamics: world.dynamics,
    clock,
    policy: mirrored ? reference : policy,
    reference: mirrored ? policy : reference,
    evaluate,
    trueReward: world.second,
  });
}

describe("the situation decomposition", () => {
  it("finds the oracle of hero: the villain's praise is the situations' doing", () => {
    // w = .1, p = .2, h = 1, long run: d = (½, ½) against (1, 0); worked by hand in the definition of the audit.
    const { evaluation, truth, verdict } = decomposeSituations({
      dynamics: hero,
      clock: { kind: "average" },
      policy: villain,
      reference: worker,
      evaluate: Float64Array.from([0.1, -0.2, 1]),
      trueReward: Float64Array.from([0, -1, 0]),
    });
    const expected = [0.3, -0.3, 0.45, 0.15, -0.225, 0.525];
    expect(numbersOf(evaluation)).toEqual(expected.map((value) => expect.closeTo(value, 12)));
    expect(truth).toEqual({ policy: expect.closeTo(-0.5, 12), reference: expect.closeTo(0, 12) });
    expect(verdict).toBe("gaming");
  });

  it.each(CLOCKS)("adds up to the difference of the returns: $kind", (clock) => {
    for (const world of worlds) {
      const { evaluation } = decomposition(world, clock, world.first);
      const { delta, conduct, situations, interaction, shapley, byState } = evaluation;
      const returns = [world.policy("policy"), world.policy("reference")].map((policy) =>
        evaluatePolicy({ dynamics: world.dynamics, reward: world.first, policy, criterion: clock }),
      );
      expect(delta * stepsOf(clock)).toBeCloseTo((returns[0] ?? 0) - (returns[1] ?? 0), 9);
      expect(conduct + situations + interaction).toBeCloseTo(delta, 12);
      expect(shapley.conduct + shapley.situations).toBeCloseTo(delta, 12);
      expect(byState.reduce((sum, part) => sum + part, 0)).toBeCloseTo(shapley.situations, 12);
    }
  });

  it.each(CLOCKS)("changes its signs, and no size, when the policies change places: $kind", (clock) => {
    for (const world of worlds) {
      const one = decomposition(world, clock, world.first).evaluation;
      const other = decomposition(world, clock, world.first, true).evaluation;
      expect(other.shapley.conduct).toBeCloseTo(-one.shapley.conduct, 12);
      expect(other.shapley.situations).toBeCloseTo(-one.shapley.situations, 12);
    }
  });

  it("is nothing for value difference in the long run, whatever the policies", () => {
    for (const world of worlds) {
      const value = world.potential();
      const from = stateOfOutcome(world.dynamics);
      const difference = Float64Array.from(world.dynamics.nextState, (next, z) => (value[next] ?? 0) - (value[from[z] ?? 0] ?? 0));
      const { evaluation } = decomposition(world, { kind: "average" }, difference);
      expect(evaluation.delta).toBeCloseTo(0, 12);
      expect(evaluation.conduct).toBeCloseTo(-evaluation.situations - evaluation.interaction, 12);
    }
  });

  it.each(CLOCKS)("moves only the situations when a number of the state is added to the praise: $kind", (clock) => {
    let moved = 0;
    for (const world of worlds) {
      const bonus = world.potential();
      const from = stateOfOutcome(world.dynamics);
      const before = decomposition(world, clock, world.first);
      const after = decomposition(
        world,
        clock,
        world.first.map((praise, z) => praise + (bonus[from[z] ?? 0] ?? 0)),
      );
      expect(after.evaluation.conduct).toBeCloseTo(before.evaluation.conduct, 11);
      expect(after.evaluation.interaction).toBeCloseTo(before.evaluation.interaction, 11);
      expect(after.evaluation.situations - before.evaluation.situations).toBeCloseTo(after.evaluation.delta - before.evaluation.delta, 11);
      moved += Math.abs(after.evaluation.delta - before.evaluation.delta) > 1e-6 ? 1 : 0;
      // The regret form cannot be moved by it at all.
      expect(numbersOf(after.regret)).toEqual(numbersOf(before.regret).map((value) => expect.closeTo(value, 11)));
    }
    // Half of the worlds end: there the long run is spent at the end, by every policy.
    expect(moved).toBeGreaterThanOrEqual(clock.kind === "average" ? 6 : 12);
  });

  it.each(CLOCKS)("is nothing for a policy against itself: $kind", (clock) => {
    for (const world of worlds) {
      const policy = world.policy("policy");
      const { evaluation, regret, verdict } = decomposeSituations({
        dynamics: world.dynamics,
        clock,
        policy,
        reference: policy,
        evaluate: world.first,
        trueReward: world.second,
      });
      expect([...numbersOf(evaluation), ...numbersOf(regret)].every((value) => value === 0)).toBe(true);
      expect(verdict).toBe("same");
    }
  });

  it("compares a plan that depends on time with one that does not", () => {
    for (const world of worlds) {
      const timed = finiteHorizon(world.dynamics, world.first, { horizon: 3 }).policy;
      for (const clock of CLOCKS) {
        const reference = world.policy("reference");
        const { evaluation } = decomposeSituations({
          dynamics: world.dynamics,
          clock,
          policy: timed,
          reference,
          evaluate: world.first,
          trueReward: world.second,
        });
        const [mine = 0, hers = 0] = [timed, reference].map((policy) =>
          evaluatePolicy({ dynamics: world.dynamics, reward: world.first, policy, criterion: clock }),
        );
        expect(evaluation.delta * stepsOf(clock)).toBeCloseTo(mine - hers, 9);
      }
    }
  });
});

describe("the name of the case", () => {
  const praise = (delta: number, situations: number): Decomposition => ({
    delta,
    conduct: delta - situations,
    situations,
    interaction: 0,
    shapley: { conduct: delta - situations, situations },
    byState: new Float64Array(0),
  });

  it.each([
    [0.3, 0.5, -0.5, "gaming"],
    [0.3, -0.1, -0.5, "misjudged"],
    [-0.3, 0.5, -0.5, "neglect"],
    [0, 0.5, -0.5, "neglect"],
    [0.3, 0.5, 0.5, "better"],
    [0.3, 0.5, 0, "harmless"],
    [-0.3, 0.1, 0.5, "unpraised"],
    [-0.3, 0.1, 0, "unpraised"],
    [0, 0, 0, "same"],
    [1e-12, 1e-12, -1e-12, "same"],
  ] as const)("is, for praise %f (situations %f) and truth %f: %s", (delta, situations, difference, name) => {
    expect(nameSituation(praise(delta, situations), { difference, tolerance: 1e-9 }, 1e-9)).toBe(name);
  });
});
