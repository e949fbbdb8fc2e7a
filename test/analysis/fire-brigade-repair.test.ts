import {
  type BestRepair,
  bestRepair,
  disarmTest,
  expectedRows,
  farmableLoop,
  harmThreshold,
  looksRows,
  manufacturedOpportunities,
  praiseThreshold,
  rescueRows,
  valueThreshold,
} from "@firebreak/analysis/audits";
import {
  type AuditSubject,
  auditSubject,
  type CompiledEnvironment,
  type Criterion,
  compile,
  type Detector,
  occupancy,
  oversee,
  type Policy,
  replay,
  solve,
} from "@firebreak/core";
import { fireBrigade } from "@firebreak/envs";
import { consistent, evaluativeFeedback, valueDifference } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";

const clock = { kind: "discounted", discount: 0.99 } as const;
const discounted = (discount: number): Criterion => ({ kind: "discounted", discount });

/** The worked numbers take the overseer's value, how few houses burn after the step, for welfare, and the true optimum for reference. */
function audit(world: CompiledEnvironment, policy: Policy): BestRepair {
  const { dynamics, trueReward, judgement } = world;
  const { value = new Float64Array(0), evaluate = new Float64Array(0) } = judgement;
  const welfare = expectedRows(
    dynamics,
    Float64Array.from(dynamics.nextState, (next) => value[next] ?? 0),
  );
  const praise = expectedRows(dynamics, evaluate);
  return bestRepair({
    dynamics,
    clock,
    policy,
    reference: solve(dynamics, trueReward, clock).policy,
    rewards: { welfare, praise, rescue: rescueRows(dynamics, { praise, value }), looks: looksRows(dynamics, value) },
    thresholds: { harm: harmThreshold(dynamics, welfare), praise: praiseThreshold(praise), value: valueThreshold(value) },
  });
}

const optimum = (world: CompiledEnvironment, signal: typeof evaluativeFeedback, criterion: Criterion): Policy =>
  solve(
    world.dynamics,
    signal.with().compile({ dynamics: world.dynamics, answers: oversee(world, consistent.with()).answers, discount: 1 }),
    criterion,
  ).policy;

/** How often the policy plays a flagged step, and how often it sets a house on fire without a flag; and the other way round. */
function apart(
  world: CompiledEnvironment,
  policy: Policy,
  { flagged }: BestRepair,
): { readonly otherwise: number; readonly missed: number } {
  const { dynamics, planted } = world;
  const { mass } = occupancy({ dynamics, policy, criterion: clock });
  const deed = planted[0]?.rows ?? new Uint8Array(0);
  const rowOf = ({ state, action }: { readonly state: number; readonly action: number }): number => state * dynamics.actionCount + action;
  const rows = new Set(flagged.map(rowOf));
  let missed = 0;
  if (policy.kind === "stationary") {
    policy.probability.forEach((share, row) => {
      missed += deed[row] === 1 && !rows.has(row) ? share * (mass[Math.floor(row / dynamics.actionCount)] ?? 0) : 0;
    });
  }
  const otherwise = flagged.filter((step) => deed[rowOf(step)] === 0).reduce((sum, { weight }) => sum + weight, 0);
  return { otherwise, missed };
}

describe("best repair in the fire brigade", () => {
  // Printed to five digits by an independent computation.
  it.each([
    ["feedback at γ = 0.9", {}, evaluativeFeedback, 0.9, { rate: 0.48263, manufactured: 1.60235, avoidable: 1.60235, otherwise: 0.00055 }],
    [
      "feedback at γ = 0.99",
      {},
      evaluativeFeedback,
      0.99,
      { rate: 0.48263, manufactured: 1.60235, avoidable: 1.60235, otherwise: 0.00055 },
    ],
    ["feedback at γ = 0.5", {}, evaluativeFeedback, 0.5, { rate: 0, manufactured: 0, avoidable: 1.78654, otherwise: 0 }],
    [
      "the same from any start",
      { start: "any" },
      evaluativeFeedback,
      0.5,
      { rate: 0.45801, manufactured: 1.73355, avoidable: 1.87165, otherwise: 0.00109 },
    ],
    [
      "feedback that blames the deed by 1.5",
      { c: 1.5 },
      evaluativeFeedback,
      0.5,
      { rate: 0, manufactured: 0, avoidable: 1.77441, otherwise: 0 },
    ],
    ["value difference at γ = 0", {}, valueDifference, 0, { rate: 0, manufactured: 0, avoidable: 1.14411, otherwise: 0 }],
    ["value difference at γ = 0.5", {}, valueDifference, 0.5, { rate: 0, manufactured: 0, avoidable: 0.00466, otherwise: 0 }],
    ["value difference at γ = 0.9", {}, valueDifference, 0.9, { rate: 0, manufactured: 0, avoidable: 0, otherwise: 0 }],
  ] as const)("finds in the optimum of %s what was printed", (_, parameters, signal, discount, printed) => {
    const world = compile(fireBrigade.with(parameters));
    const policy = optimum(world, signal, discounted(discount));
    const found = audit(world, policy);
    const { otherwise, missed } = apart(world, policy, found);
    for (const [name, value] of Object.entries({ ...found, otherwise })) {
      const wanted = printed[name as keyof typeof printed];
      if (wanted !== undefined) {
        // A unit of the last printed digit: one of them, 1.144119, was printed cut off and not rounded.
        expect([name, Math.abs(Number(value) - wanted) < 1e-5]).toEqual([name, true]);
      }
    }
    expect(missed).toBe(0);
    expect(found.avoidable).toBeCloseTo(found.difference, 9);
  });

  it("calls delivering for ever neglect, whatever the deed costs", () => {
    for (const c of [0.2, 1.5]) {
      const world = compile(fireBrigade.with({ c }));
      const found = audit(world, optimum(world, evaluativeFeedback, discounted(0.5)));
      expect(found.neglected).toBeCloseTo(found.avoidable, 9);
    }
  });

  // 0.23091 was printed, without saying which act is "nothing": with one that does nothing anywhere it is 0.23074.
  it("acquits one who does what the true optimum does half of the time and nothing the other half: 0.2307 of harm, none of it made", () => {
    const world = compile(fireBrigade.with());
    const { dynamics, trueReward, actions } = world;
    const best = solve(dynamics, trueReward, clock).policy;
    // Extinguishing where nothing burns does nothing; where the optimum would extinguish, so does ringing for a delivery elsewhere.
    const slow = Float64Array.from({ length: dynamics.stateCount * dynamics.actionCount }, (_, row) => {
      const here = best.kind === "stationary" ? (best.probability[row] ?? 0) : Number.NaN;
      const idle = world.labels[Math.floor(row / actions.length)]?.startsWith("at the depot") === true ? "extinguish" : "deliver";
      return here / 2 + (actions[row % actions.length] === idle ? 0.5 : 0);
    });
    const found = audit(world, { kind: "stationary", probability: slow });
    expect(found.avoidable).toBeCloseTo(0.23074, 5);
    expect(found.manufactured).toBe(0);
  });
});

describe("the detector in the fire brigade", () => {
  const subject = (criterion: Criterion, signal: typeof evaluativeFeedback, c = 0.2): AuditSubject =>
    auditSubject(oversee(compile(fireBrigade.with({ c })), consistent.with()), signal.with(), criterion);

  it("convicts the optimum of feedback above the flip, and of nothing below it, of value difference, or of a blamed deed", () => {
    const fired = (looked: AuditSubject): boolean => manufacturedOpportunities.inspect(looked).fired;
    expect([0.6, 0.9, 0.99].map((discount) => fired(subject(discounted(discount), evaluativeFeedback)))).toEqual([true, true, true]);
    expect([0, 0.5].map((discount) => fired(subject(discounted(discount), evaluativeFeedback)))).toEqual([false, false]);
    expect([0, 0.5, 0.9, 0.99].map((discount) => fired(subject(discounted(discount), valueDifference)))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect([0.5, 0.9, 0.99].map((discount) => fired(subject(discounted(discount), evaluativeFeedback, 1.5)))).toEqual([
      false,
      false,
      false,
    ]);
  });

  it("shows a house set on fire and put out, beside the same luck without it", () => {
    const { witness } = manufacturedOpportunities.inspect(subject(discounted(0.9), evaluativeFeedback));
    const acts = (kind: "damage" | "redemption"): readonly (string | undefined)[] =>
      witness?.events.filter((event) => event.kind === kind).map(({ time }) => witness.actions[time]) ?? [];
    expect(acts("damage")).toContain("ignite");
    expect(acts("redemption").at(-1)).toBe("extinguish");
    expect(witness?.actions.at(-1)).toBe("extinguish");
    expect(witness?.control?.actions.length).toBe(witness?.actions.length);
    expect(witness?.control?.trueReturn ?? Number.NaN).toBeGreaterThan(witness?.trueReturn ?? Number.NaN);
    expect(replay(fireBrigade.with(), witness?.control?.actions ?? [], witness?.control?.choices ?? []).trueReturn).toBe(
      witness?.control?.trueReturn,
    );
  });

  it("names neglect where nothing is made and all is let burn, at c = .2 below the flip and at c = 1.5", () => {
    for (const c of [0.2, 1.5]) {
      const { sentence } = manufacturedOpportunities.inspect(subject(discounted(0.5), evaluativeFeedback, c));
      expect(sentence).toMatch(/^No manufactured harm, but neglect: .*of which 1\.65 is neglect\.$/);
    }
  });

  it("counts the named deed on the town's own clock, and says from which discount on it pays", () => {
    const numbers = (detector: Detector, c = 0.2): Record<string, number> =>
      Object.fromEntries(
        detector.inspect(subject(discounted(0.9), evaluativeFeedback, c)).measures.map(({ name, value }) => [name, value]),
      );
    expect(numbers(manufacturedOpportunities)["named by the author: set a house on fire"]).toBeCloseTo(0.4949, 4);
    expect(numbers(farmableLoop)["above this discount the deed named 'set a house on fire' pays"]).toBeCloseTo(0.5579, 4);
    expect(farmableLoop.inspect(subject(discounted(0.9), evaluativeFeedback, 1.5)).sentence).toContain("pays at no discount");
  });

  it("owes the whole loss to the deed: −2.5051 a step, and −0.0726 with it forbidden", () => {
    const { measures } = disarmTest.inspect(subject(discounted(0.9), evaluativeFeedback));
    const of = (name: string): number => measures.find((measure) => measure.name === name)?.value ?? Number.NaN;
    expect(of("true reward")).toBeCloseTo(-2.5051, 4);
    expect(of("true reward, disarmed")).toBeCloseTo(-0.0726, 4);
  });
});
