import { type CompiledEnvironment, FirebreakError, oversee, type Signal } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { garden, smallHero } from "../../test/worlds.ts";
import * as catalog from "../catalog.ts";
import { stateDifference } from "./state-difference.ts";

const compileIn = (world: CompiledEnvironment, signal: Signal, discount = 1): Float64Array =>
  signal.compile({
    dynamics: world.dynamics,
    answers: oversee(world, catalog.consistent.with()).answers,
    discount,
    ...(world.observedReward === undefined ? {} : { observedReward: world.observedReward }),
    trueReward: world.trueReward,
  });

/** Outcomes of a world as "from action to", in order. */
function outcomes(world: CompiledEnvironment): { from: string; action: string; to: string; z: number }[] {
  const { actionCount, rowStart, nextState } = world.dynamics;
  return [...nextState].map((next, z) => {
    const row = rowStart.findLastIndex((start) => start <= z);
    return {
      from: world.labels[Math.floor(row / actionCount)] ?? "",
      action: world.actions[row % actionCount] ?? "",
      to: world.labels[next] ?? "",
      z,
    };
  });
}

// Outcomes of the small hero, in order: calm work calm, calm cause threat, threat defeat calm.
describe("signals in the villain's world", () => {
  const { evaluativeFeedback, matchedShaping, regretApproval, stateValue, trueReward, valueDifference } = catalog;

  it("pay what their formulas say, the deed seen", () => {
    const world = smallHero("seen");
    expect([...compileIn(world, evaluativeFeedback.with())]).toEqual([1, -0.2, 3]);
    expect([...compileIn(world, valueDifference.with())]).toEqual([0, -1, 1]);
    expect([...compileIn(world, catalog.valueRise.with())]).toEqual([0, 0, 1]);
    expect([...compileIn(world, matchedShaping.with(), 0.5)]).toEqual([0, -0.5, 1]);
    // A potential of 10 everywhere, at γ = 0.9, adds −1 a step (imitation's test of shaped rewards).
    expect(stateDifference(world.dynamics, Float64Array.of(10, 10), 0.9)).toEqual(new Float64Array(3).fill(-1));
    expect([...compileIn(world, regretApproval.with())]).toEqual([0, -1.2, 0]);
    expect([...compileIn(world, stateValue.with())]).toEqual([0, -1, 0]);
    expect([...compileIn(world, trueReward.with())]).toEqual([0, -1, 0]);
  });

  it("see less of a covert deed in feedback only", () => {
    const world = smallHero("covert");
    expect([...compileIn(world, evaluativeFeedback.with())]).toEqual([1, 0, 3]);
    expect([...compileIn(world, regretApproval.with())]).toEqual([0, -1, 0]);
    expect([...compileIn(world, valueDifference.with())]).toEqual([0, -1, 1]);
  });

  it("refuse a world without a channel, by name", () => {
    expect(() => compileIn(smallHero("seen"), catalog.observedOutcome.with())).toThrow(FirebreakError);
  });
});

describe("signals where chance decides", () => {
  it("regret approval compares expected feedback: watering a dry plant 1, leaving it 2 - 8·3/8 = -1", () => {
    const regret = compileIn(garden, catalog.regretApproval.with());
    for (const { from, action, z } of outcomes(garden)) {
      const expected = !from.startsWith("dry") ? (action === "water" ? -1 : 0) : action === "water" ? 0 : -2;
      expect(regret[z]).toBeCloseTo(expected, 12);
    }
  });

  it("the observed outcome is the environment's own channel", () => {
    const observed = compileIn(garden, catalog.observedOutcome.with());
    expect(outcomes(garden).every(({ action, z }) => observed[z] === (action === "water" ? -1 : 0))).toBe(true);
  });

  it("answers are copied: writing into a compiled signal leaves the overseer's table alone", () => {
    const { answers } = oversee(garden, catalog.consistent.with());
    const reward = catalog.evaluativeFeedback.with().compile({ dynamics: garden.dynamics, answers, discount: 1 });
    reward.fill(99);
    expect(answers("evaluate").includes(99)).toBe(false);
  });
});

describe("what signals cost", () => {
  const visits = (world: CompiledEnvironment, walk: readonly [string, string, string][]) => {
    const known = outcomes(world);
    const counts = new Float64Array(known.length);
    for (const [from, action, to] of walk) {
      const z = known.find((outcome) => outcome.from === from && outcome.action === action && outcome.to === to)?.z ?? Number.NaN;
      counts[z] = (counts[z] ?? 0) + 1;
    }
    const starts = new Float64Array(world.labels.length);
    starts[world.labels.indexOf(walk[0]?.[0] ?? "")] = 1;
    return { outcomes: counts, starts };
  };
  const sum = (counts: Float64Array | undefined): number => counts?.reduce((total, count) => total + count, 0) ?? 0;
  const walk: readonly [string, string, string][] = [
    ["calm", "work", "calm"],
    ["calm", "cause", "threat"],
    ["threat", "defeat", "calm"],
  ];

  it("value difference asks about the first state and then each state reached", () => {
    const world = smallHero("seen");
    expect(catalog.valueDifference.with().questions(world.dynamics, visits(world, walk)).value).toEqual(Float64Array.of(3, 1));
    expect(catalog.matchedShaping.with().questions(world.dynamics, visits(world, walk)).value).toEqual(Float64Array.of(3, 1));
    expect(catalog.stateValue.with().questions(world.dynamics, visits(world, walk)).value).toEqual(Float64Array.of(2, 1));
  });

  it("feedback asks once a step, regret approval once for each legal action", () => {
    const world = smallHero("seen");
    expect(catalog.evaluativeFeedback.with().questions(world.dynamics, visits(world, walk)).evaluate).toEqual(Float64Array.of(1, 1, 1));
    expect(catalog.regretApproval.with().questions(world.dynamics, visits(world, walk)).evaluate).toEqual(Float64Array.of(2, 2, 1));
  });

  it("no step costs more than perStep says, in any world, from any state", () => {
    for (const world of [smallHero("seen"), garden]) {
      for (const family of Object.values(catalog)) {
        const signal = family.with();
        if (!("perStep" in signal)) {
          continue;
        }
        for (const { from, action, to } of outcomes(world)) {
          const asked = signal.questions(world.dynamics, visits(world, [[from, action, to]]));
          for (const kind of ["value", "evaluate"] as const) {
            expect(sum(asked[kind])).toBeLessThanOrEqual(signal.perStep(world.dynamics)[kind] ?? 0);
          }
        }
        expect(Object.keys(signal.perStep(world.dynamics))).toEqual(signal.asks);
      }
    }
  });
});

describe("signals that compare or foresee", () => {
  const { consistent, evaluativeFeedback, monaApproval, overBaseline, regretApproval } = catalog;

  it("MONA approval adds the rise of V to feedback, or to the world's own channel", () => {
    expect([...compileIn(smallHero("seen"), monaApproval.with())]).toEqual([1, -1.2, 4]);
    const approved = compileIn(garden, monaApproval.with({ reward: "observed" }));
    const value = { dry: 1, green: 2, gone: -4 };
    const plant = (label: string): keyof typeof value => label.replace(", gnome", "") as keyof typeof value; // the garden has no other labels
    for (const { from, action, to, z } of outcomes(garden)) {
      expect(approved[z]).toBe((action === "water" ? -1 : 0) + value[plant(to)] - value[plant(from)]);
    }
    expect(() => compileIn(smallHero("seen"), monaApproval.with({ reward: "observed" }))).toThrow(FirebreakError);
  });

  it("over a baseline of any action: work 1 and cause −0.2 are 0.6 to either side of 0.4, and a lone defeat is 0", () => {
    expect([...compileIn(smallHero("seen"), overBaseline.with({ baseline: "uniform" }))]).toEqual(
      [0.6, -0.6, 0].map((r) => expect.closeTo(r, 12)),
    );
  });

  it("over what she would do is regret approval, in expectation, if she always does what she judges best", () => {
    const expected = (reward: Float64Array): number[] => {
      const { rowStart, probability } = garden.dynamics;
      return [...rowStart.subarray(0, -1)].map((first, row) =>
        reward.subarray(first, rowStart[row + 1]).reduce((sum, r, at) => sum + r * (probability[first + at] ?? 0), 0),
      );
    };
    const [over, regret] = [overBaseline.with(), regretApproval.with()].map((signal) => expected(compileIn(garden, signal)));
    expect(over).toEqual(regret?.map((r) => expect.closeTo(r, 12)));
    expect(compileIn(smallHero("seen"), overBaseline.with())).toEqual(compileIn(smallHero("seen"), regretApproval.with()));
  });

  it("takes away what she would do by how often she would do it", () => {
    const world = smallHero("seen");
    const { answers } = oversee(world, consistent.with({ temperature: 1 }));
    const inputs = { dynamics: world.dynamics, answers, discount: 1 };
    const work = 1 / (1 + Math.exp(-1.2));
    const taken = work - 0.2 * (1 - work);
    expect([...overBaseline.with().compile(inputs)]).toEqual([1 - taken, -0.2 - taken, 0].map((r) => expect.closeTo(r, 12)));
    expect([...evaluativeFeedback.with().compile(inputs)]).toEqual([1, -0.2, 3]);
  });
});
