import {
  byCodeUnit,
  type Chance,
  createRng,
  defineEnvironment,
  type Environment,
  type MeasuringCriterion,
  sampleByProbability,
} from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { type SmallBehaviour, type SmallCase, smallCases } from "../../test/small-cases.ts";
import { smallWorld } from "../../test/small-world.ts";
import { enumeratedSubject } from "./enumerated-subject.ts";
import { type SimulationPlan, simulateRepair } from "./simulated-repair.ts";
import type { Sampled, SimulatedRepair } from "./simulated-report.ts";
import type { SimulatedSubject } from "./simulated-world.ts";
import { specifiedSubject } from "./specified-subject.ts";

const longRun: MeasuringCriterion = { kind: "discounted", discount: 0.99 };
const caseOf = (name: string): SmallCase => smallCases.find((small) => small.name === name) as SmallCase; // named in this file

/** A small case by outcomes: welfare is the goodness arrived at. */
function subjectOf(small: SmallCase): SimulatedSubject<number> {
  const { dynamics, labels, actions, value, praise, play } = smallWorld(small);
  const evaluate = new Float64Array(dynamics.nextState.length);
  praise.forEach((paid, row) => {
    evaluate.fill(paid, dynamics.rowStart[row], dynamics.rowStart[row + 1]);
  });
  return enumeratedSubject({
    environment: {
      id: small.name,
      dynamics,
      labels,
      actions,
      drawOrder: Int32Array.from([...actions.keys()].sort((x, y) => byCodeUnit(actions[x] ?? "", actions[y] ?? ""))),
      sampling: sampleByProbability(dynamics, labels),
    },
    policy: play(small.policy),
    reference: play(small.reference),
    welfare: Float64Array.from(dynamics.nextState, (next) => value[next] ?? 0),
    evaluate,
    value,
  });
}

/** The same as a specification that is only ever stepped. */
function specificationOf({ start, states }: SmallCase): Environment {
  const actions = [...new Set(Object.values(states).flatMap(({ acts }) => Object.keys(acts)))];
  return defineEnvironment({
    name: "small-case",
    version: 1,
    title: "A small case",
    source: "The small cases of this package's tests",
    actions,
    legal: (state: string) => Object.keys(states[state]?.acts ?? {}),
    start: () => start,
    step: (state: string, action: string, chance: Chance) =>
      chance.pick(Object.entries(states[state]?.acts[action]?.[1] ?? {}), `${action} at ${state}`),
    label: (state: string) => state,
    rewards: { true: () => 0 },
    evaluation: { kind: "average" },
    traits: { deterministic: false, episodic: false },
    workedEpisodes: [],
  }).with();
}

function specifiedCase(small: SmallCase): ReturnType<typeof specifiedSubject> {
  const { states } = small;
  const environment = specificationOf(small);
  const goodness = (state: unknown): number => states[state as string]?.goodness ?? 0; // a small case's states are their names
  const behaviour = (told: SmallBehaviour): Parameters<typeof specifiedSubject>[0]["policy"] => ({
    play({ label }, out) {
      const played = told[label] ?? {};
      environment.spec.actions.forEach((action, index) => {
        out[index] = typeof played === "string" ? Number(played === action) : (played[action] ?? 0);
      });
    },
  });
  return specifiedSubject({
    environment,
    policy: behaviour(small.policy),
    reference: behaviour(small.reference),
    welfare: ({ next }) => goodness(next),
    evaluate: ({ state, action }) => states[state as string]?.acts[action]?.[0] ?? 0, // as above
    value: goodness,
  });
}

const audit = (small: SmallCase, plan: Partial<SimulationPlan> = {}): SimulatedRepair =>
  simulateRepair(subjectOf(small), { clock: longRun, episodes: 40, branches: 2, ...plan }, createRng(`rung-1/${small.name}`)).report;

const holds = ({ interval: [low, high] }: Sampled, truth: number): boolean => low <= truth && truth <= high;

describe("the simulator rung on small cases", () => {
  for (const small of smallCases) {
    const avoidable = small.avoidable ?? small.manufactured;
    const word = small.manufactured > 0 ? "convicted" : avoidable > 0 ? "neglect or accident" : "no avoidable harm found";
    // Intervals at 0.999: with these seeds none misses; a fresh seed misses one of the two in about 1 run of 500.
    it(`says '${word}' of '${small.name}' (${small.truth}), and its intervals hold the exact harm`, () => {
      const { verdict, estimates } = audit(small, { level: 0.999 });
      expect(verdict).toBe(word);
      expect(holds(estimates.avoidable, avoidable)).toBe(true);
      expect(holds(estimates.parts.manufactured, small.manufactured)).toBe(true);
    });
  }

  it("has the closed form of the hero without any spread: D = 1, O = γh, Y = γh/(1 − γ²), G = (γh − p)/(1 − γ²) − w/(1 − γ)", () => {
    const [w, p, h, discount] = [0.1, 0.2, 1, 0.9];
    const { estimates, played } = audit(caseOf("hero"), { clock: { kind: "discounted", discount } });
    const { damage, opportunity, redeemed, pays } = estimates.deeds;
    expect(played.steps).toBe(88); // the least L with 0.9^L ≤ 0.001·0.1
    expect(damage?.value).toBeCloseTo(1, 12);
    expect(opportunity?.value).toBeCloseTo(discount * h, 12);
    expect(Math.abs((redeemed?.value ?? 0) - (discount * h) / (1 - discount * discount))).toBeLessThan(played.bias.praise);
    expect(Math.abs((pays?.value ?? 0) - ((discount * h - p) / (1 - discount * discount) - w / (1 - discount)))).toBeLessThan(
      played.bias.praise,
    );
    const [low, high] = estimates.avoidable.interval;
    expect(high - low).toBeCloseTo(2 * played.bias.avoidable, 12);
  });

  it("mends the one-shot villain for good, though he would do it a step later anyway", () => {
    const { repair } = audit(caseOf("one-shot, would-do-it-anyway"));
    expect(repair.kinds).toEqual(["cause instead of work"]);
  });

  it("finds nothing, with no spread, where the policy is the reference", () => {
    const small = caseOf("lets a small fire grow");
    const { verdict, estimates, repair } = audit({ ...small, policy: small.reference });
    expect(verdict).toBe("no avoidable harm found");
    expect(estimates.avoidable).toEqual({ value: 0, interval: [0, 0] });
    expect(estimates.deeds.damage).toBeNull();
    expect(repair).toEqual({ states: [], kinds: [] });
  });

  it("gives equal reports for equal seeds, in JSON, and whatever the order of states and actions", () => {
    const small = caseOf("slow (waits half the time)");
    const backwards = Object.fromEntries(
      Object.entries(small.states)
        .reverse()
        .map(([label, { goodness, acts }]) => [label, { goodness, acts: Object.fromEntries(Object.entries(acts).reverse()) }]),
    );
    const report = audit(small);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(audit(small)).toEqual(report);
    expect(audit({ ...small, states: backwards })).toEqual(report);
  });

  it("convicts nobody on a handful of episodes, and says why", () => {
    const { verdict, sentence, showing } = audit(caseOf("hero"), { episodes: 5 });
    expect(verdict).toBe("suspicious");
    expect(showing.deeds).toBe(5);
    expect(sentence).toContain("only 5 of 5 episodes show such a deed");
  });

  it("convicts only above the floor of accidents that pay too", () => {
    expect(audit(caseOf("hero"), { floor: 0.4 }).verdict).toBe("convicted");
    const above = audit(caseOf("hero"), { floor: 0.503 });
    expect(above.verdict).toBe("suspicious");
    expect(above.sentence).toContain("its interval does not exclude the floor of 0.503");
  });

  it("refuses too few episodes or branches", () => {
    for (const plan of [{ episodes: 1 }, { episodes: 2.5 }, { branches: 0 }]) {
      expect(() => audit(caseOf("hero"), plan)).toThrow(expect.objectContaining({ code: "bad-argument" }));
    }
  });
});

describe("a world that is only a specification", () => {
  const plan: SimulationPlan = { clock: { kind: "discounted", discount: 0.9 }, episodes: 20, branches: 2 };

  it("is judged as its enumeration is, to the last digit where nothing is left to chance", () => {
    for (const name of ["hero", "one-shot, would-do-it-anyway", "investment, reference would squander"]) {
      const small = caseOf(name);
      const reports = [
        simulateRepair(subjectOf(small), plan, createRng("both")),
        simulateRepair(specifiedCase(small), plan, createRng("both")),
      ];
      // Whether a state's value is to be expected or happens is the same here.
      const [enumerated, specified] = reports.map(({ report: { verdict, estimates } }) => ({ verdict, estimates }));
      expect(specified).toEqual(enumerated);
    }
  });

  it("is judged rightly where chance plays, by its own keyed draws", () => {
    const small = caseOf("lets a small fire grow");
    const { report } = simulateRepair(specifiedCase(small), plan, createRng("specified"));
    expect(report.verdict).toBe("convicted");
    expect(report.rescue).toBe("realised");
    expect(report.notIdentified.some((line) => line.includes("expected to make things look better"))).toBe(true);
  });

  it("refuses a stream that is not finite, naming the state", () => {
    const small = caseOf("hero");
    const subject = specifiedSubject({
      environment: specificationOf(small),
      policy: { play: (_, out) => out.fill(0).fill(1, 0, 1) },
      reference: { play: (_, out) => out.fill(0).fill(1, 0, 1) },
      welfare: () => Number.NaN,
      evaluate: () => 0,
      value: () => 0,
    });
    expect(() => simulateRepair(subject, plan, createRng("nan"))).toThrow(/Cannot simulate 'small-case@1': the welfare at 'calm' is NaN/);
  });
});
