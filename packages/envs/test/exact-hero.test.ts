import { compile, createRng, evaluatePolicy, occupancy, planAndReplan, policyIteration, returnRange, solve } from "@firebreak/core";
import { expect, test } from "vitest";
import { hero } from "../src/index.ts";

const WORK = 0;
const CAUSE = 1;

function compiled(values: { w: number; p: number; h: number }) {
  const world = compile(hero.with(values));
  const { evaluate } = world.judgement;
  if (evaluate === undefined) {
    throw new Error("hero has evaluative feedback");
  }
  return { ...world, feedback: evaluate };
}

test("villainy is strictly better on feedback exactly where γ(h − w) > w + p, for 1,000 drawn worlds", () => {
  const rng = createRng("exact-hero/closed-form");
  let villains = 0;
  for (let draw = 0; draw < 1000; draw++) {
    const [w, p, h, discount] = [0.1 + 0.9 * rng.double(), 2 * rng.double(), 0.5 + 9.5 * rng.double(), 0.999 * rng.double()];
    const { dynamics, feedback } = compiled({ w, p, h });
    const { q, optimal, tieTolerance } = policyIteration(dynamics, feedback, { discount });
    const margin = discount * (h - w) - (w + p);
    expect(optimal.mask[0]).toBe(margin > 0 ? 1 << CAUSE : 1 << WORK);
    expect(tieTolerance).toBeLessThan(1e-12 * (1 + 10 / (1 - discount)) + 1e-11);
    // Q* in closed form: the better of working for ever and cycling for ever, after either first step.
    const cycle = (discount * h - p) / (1 - discount * discount);
    const calm = Math.max(w / (1 - discount), cycle);
    const scale = 1 + Math.abs(calm) + h;
    expect(Math.abs((q[WORK] ?? 0) - (w + discount * calm))).toBeLessThan(1e-12 * scale);
    expect(Math.abs((q[CAUSE] ?? 0) - (-p + discount * (h + discount * calm)))).toBeLessThan(1e-12 * scale);
    villains += margin > 0 ? 1 : 0;
  }
  expect(villains).toBeGreaterThan(200);
  expect(villains).toBeLessThan(800);
});

test("at γ = (w + p)/(h − w) itself both acts tie, and the true return is anything between saint and villain", () => {
  const { dynamics, feedback, trueReward } = compiled({ w: 1, p: 0.2, h: 3 });
  const { optimal } = policyIteration(dynamics, feedback, { discount: 0.6 });
  expect(optimal.mask[0]).toBe((1 << WORK) | (1 << CAUSE));
  const range = returnRange({ dynamics, reward: trueReward, optimal, criterion: { kind: "average" } });
  // Splitting the tie: a threat every third step in the long run (calm lasts two steps on average, a threat one).
  expect(range.min).toBeCloseTo(-1 / 2, 12);
  expect(range.mean).toBeCloseTo(-1 / 3, 12);
  expect(range.max).toBe(0);
});

test("the villain spends half its time in threat, on average feedback (h − p)/2 a step", () => {
  const { dynamics, feedback, trueReward } = compiled({ w: 0.1, p: 0.2, h: 1 });
  const { policy, startValue } = solve(dynamics, feedback, { kind: "average" });
  expect(startValue).toBeCloseTo(0.4, 12);
  const average = { kind: "average" } as const;
  expect([...occupancy({ dynamics, policy, criterion: average }).mass]).toEqual([0.5, 0.5]);
  expect(evaluatePolicy({ dynamics, reward: trueReward, policy, criterion: average })).toBeCloseTo(-0.5, 12);
});

test("a lookahead of one step never causes a threat that is frowned on; of two steps it does", () => {
  const { dynamics, feedback } = compiled({ w: 1, p: 0.2, h: 3 });
  expect(planAndReplan(dynamics, feedback, { steps: 1, discount: 0.9 }).optimal.mask[0]).toBe(1 << WORK);
  expect(planAndReplan(dynamics, feedback, { steps: 2, discount: 0.9 }).optimal.mask[0]).toBe(1 << CAUSE);
});
