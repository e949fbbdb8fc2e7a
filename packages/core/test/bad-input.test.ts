import {
  type Criterion,
  compile,
  defineEnvironment,
  evaluatePolicy,
  finiteHorizon,
  occupancy,
  openAccount,
  type Policy,
  solve,
  uniformPolicy,
  valueIteration,
} from "@firebreak/core";
import { field } from "@firebreak/core/testing";
import { describe, expect, test } from "vitest";

const { dynamics, trueReward } = compile(field);
const average = { kind: "average" } as const;
const refusal = (code: string): unknown => expect.objectContaining({ name: "FirebreakError", code });

describe("planners and measures refuse", () => {
  test("a reward that is too short or has a number that is none, instead of answering 0", () => {
    for (const reward of [trueReward.slice(1), trueReward.map((r, z) => (z === 3 ? Number.NaN : r))]) {
      for (const criterion of [{ kind: "discounted", discount: 0.9 }, { kind: "finite", horizon: 3 }, average] as const) {
        expect(() => solve(dynamics, reward, criterion)).toThrow(refusal("bad-reward"));
        expect(() => evaluatePolicy({ dynamics, reward, policy: uniformPolicy(dynamics), criterion })).toThrow(refusal("bad-reward"));
      }
      expect(() => valueIteration(dynamics, reward, { discount: 0.9, tolerance: 1e-9, maxSweeps: 1000 })).toThrow(refusal("bad-reward"));
    }
  });

  test("a policy that does not fit the world", () => {
    for (const probability of [new Float64Array(2), new Float64Array(8), new Float64Array(8).fill(1)]) {
      const policy: Policy = { kind: "stationary", probability };
      expect(() => evaluatePolicy({ dynamics, reward: trueReward, policy, criterion: average })).toThrow(refusal("bad-policy"));
      expect(() => occupancy({ dynamics, policy, criterion: average })).toThrow(refusal("bad-policy"));
    }
  });

  test("a criterion of no known kind, naming the nearest", () => {
    const criterion = { kind: "finit", horizon: 3 } as unknown as Criterion; // as a study written without types may have it
    expect(() => solve(dynamics, trueReward, criterion)).toThrow(refusal("bad-criterion"));
    expect(() => finiteHorizon(dynamics, trueReward, { horizon: 0 })).toThrow(refusal("bad-criterion"));
  });
});

test("planners refuse more steps than a policy has room for, naming the most", () => {
  for (const criterion of [
    { kind: "finite", horizon: 1e300 },
    { kind: "lookahead", steps: 2, discount: 1, within: 1e12 },
  ] as const) {
    expect(() => solve(dynamics, trueReward, criterion)).toThrow(
      expect.objectContaining({ code: "bad-criterion", message: expect.stringMatching(/has at most \d+ steps there$/) }),
    );
  }
});

test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])(
  "a budget with a limit or price of %d is refused, not taken for no limit",
  (number) => {
    expect(() => openAccount({ kind: "cost", limit: number })).toThrow(refusal("bad-argument"));
    expect(() => openAccount({ kind: "cost", limit: 5, price: { value: number } })).toThrow(refusal("bad-argument"));
  },
);

test("an account charges nothing for a count that is no number", () => {
  expect(() => openAccount({ kind: "unlimited" }).charge("value", Number.NaN)).toThrow(refusal("budget-exceeded"));
});

test("a view that is no JSON is refused with the world and the state", () => {
  const blind = { ...field, spec: { ...field.spec, views: { overseer: () => undefined as unknown as null } } };
  expect(() => compile(blind)).toThrow(/field@1.*dry under sun/);
});

test("a world cannot be measured by a lookahead", () => {
  const evaluation = { kind: "lookahead", steps: 2, discount: 1 } as unknown as typeof average; // as an author without types may write
  const { title, source, actions, start, step, label, rewards, traits } = field.spec;
  const family = defineEnvironment({
    name: "ahead",
    version: 1,
    title,
    source,
    actions,
    start,
    step,
    label,
    rewards,
    traits,
    evaluation,
    workedEpisodes: [],
  });
  expect(() => family.with()).toThrow(refusal("bad-specification"));
});
