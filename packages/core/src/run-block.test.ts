import { describe, expect, test } from "vitest";
import { defineEnvironment } from "./environment.ts";
import { FirebreakError } from "./error.ts";
import { canonicalJson } from "./json.ts";
import type { Checkpoint, Method, OverseenProblem } from "./method.ts";
import type { OverseerModel } from "./overseer.ts";
import { indexStudy, planStudy, resolveBlock } from "./plan-study.ts";
import { uniformPolicy } from "./policy.ts";
import { runBlock } from "./run-block.ts";
import type { Measure, Study } from "./study.ts";
import { createWorldCache } from "./world-cache.ts";

/** A coin that lands anew every step: "guess" pays 1 in truth when it lands heads. */
const coin = defineEnvironment<"heads" | "tails", "guess" | "pass">({
  name: "coin",
  version: 1,
  title: "A coin",
  source: "this test",
  actions: ["guess", "pass"],
  start: () => "tails",
  step: (_, __, chance) => (chance(0.25, "heads") ? "heads" : "tails"),
  label: (side) => side,
  rewards: { true: ({ action, next }) => (action === "guess" && next === "heads" ? 1 : 0) },
  evaluation: { kind: "average" },
  traits: { deterministic: false, episodic: false },
  workedEpisodes: [],
}).with();

const overseer: OverseerModel = {
  id: "she@1",
  title: "She",
  answers: () => ["value"],
  build: () => ({ id: "she@1", value: (state) => state, evaluate: () => 0, demonstrate: () => undefined, compare: () => 0 }),
};

/** Plays a draw of its luck at every state: with what it saw of the problem as its only side effect. */
function drawing(
  id: string,
  parts: { readonly onTrain?: (problem: OverseenProblem) => void; readonly batch?: boolean; readonly reference?: boolean } = {},
): Method {
  const checkpoint = (problem: OverseenProblem, draw: number): Checkpoint => {
    const { stateCount } = problem.dynamics;
    return {
      step: 1,
      policy: {
        kind: "stationary",
        probability: Float64Array.from({ length: stateCount * 2 }, (_, at) => (at % 2 === 0 ? draw : 1 - draw)),
      },
    };
  };
  return {
    id,
    title: id,
    needs: { world: "simulator", asks: ["value"], criteria: [], sampled: true, ...(parts.reference === true ? { reference: true } : {}) },
    blockSize: 4,
    tables: () => ({}),
    *train(problem, rng) {
      parts.onTrain?.(problem);
      problem.overseer.tabulate("value");
      yield { step: 0, policy: uniformPolicy(problem.dynamics) };
      yield checkpoint(problem, rng.fork("exploration").double());
    },
    ...(parts.batch === true
      ? {
          // A batch whose members depend on each other, as sums in one tensor do.
          *trainBatch(problems, rngs) {
            const total = rngs.reduce((sum, rng) => sum + rng.double(), 0);
            yield problems.map((problem, at) => checkpoint(problem, (total / rngs.length + at / rngs.length) / 2));
          },
        }
      : {}),
  };
}

const truth: Measure = { id: "truth", version: 1, measure: ({ checkpoint }) => ({ steps: checkpoint.step }) };

const study = (methods: readonly Method[], change: Partial<Study> = {}): Study => ({
  id: "coins",
  title: "Coins",
  question: "Heads?",
  sweeps: [{ id: "only", environments: [coin], overseers: [overseer], methods, criteria: [] }],
  seeds: 6,
  budget: { kind: "cost", limit: 10 },
  measures: [truth],
  audits: [],
  claims: [],
  ...change,
});
const runAll = (of: Study): ReturnType<typeof runBlock> => {
  const cache = createWorldCache(1e6);
  return planStudy(of).blocks.flatMap((block) => runBlock(of, block, cache));
};

describe("runBlock", () => {
  test("measures the last checkpoint on the world's own clock and keeps the curve", () => {
    const [first] = runAll(study([drawing("draw@1")]));
    if (first?.status !== "done") {
      throw new Error(`the trial failed: ${JSON.stringify(first)}`);
    }
    // Long-run truth of guessing with probability x: x/4 a step. The uniform start: 1/8.
    expect(first.curve[0]).toEqual({ step: 0, trueReturn: expect.closeTo(0.125, 12), proxyReturn: null });
    expect(first.curve[1]?.trueReturn).toBeGreaterThan(0);
    expect(first.measures).toEqual({ "truth.steps": 1 });
    expect(first.ledger.asked).toEqual({ value: 2, evaluate: 0, demonstrate: 0, compare: 0 });
  });

  test("gives methods of one seed the same luck and seeds other luck", () => {
    const results = runAll(study([drawing("draw@1"), drawing("twin@1")]));
    const curves = results.map((result) => (result.status === "done" ? canonicalJson(result.curve) : "failed"));
    expect(curves.slice(0, 6)).toEqual(curves.slice(6));
    expect(new Set(curves.slice(0, 6)).size).toBe(6);
  });

  test("hides the true reward from every method that is not a declared reference", () => {
    const seen: (Float64Array | undefined)[] = [];
    const onTrain = (problem: OverseenProblem): void => void seen.push(problem.trueReward);
    runAll(study([drawing("draw@1", { onTrain })], { seeds: 1 }));
    runAll(study([drawing("told@1", { onTrain, reference: true })], { seeds: 1 }));
    expect(seen).toEqual([undefined, expect.any(Float64Array)]);
  });

  test("gives a seed of a batch the same result however many seeds are wanted", () => {
    const few = runAll(study([drawing("batch@1", { batch: true })], { seeds: 6 }));
    const many = runAll(study([drawing("batch@1", { batch: true })], { seeds: 8 }));
    expect(many.slice(0, 6).map(canonicalJson)).toEqual(few.map(canonicalJson));
  });

  test("gives the same bytes from a block looked up by key, in another order, in another cache", () => {
    const of = study([drawing("draw@1")]);
    const index = indexStudy(of);
    for (const result of runAll(of).toReversed()) {
      const again = runBlock(of, resolveBlock(index, result.key), createWorldCache(0)).find(({ key }) => key === result.key);
      expect(canonicalJson(again)).toBe(canonicalJson(result));
    }
  });

  test("turns a trial that throws into a failed result with its code, and leaves the others", () => {
    const stubborn: Measure = {
      id: "stubborn",
      version: 1,
      measure: ({ checkpoint }) => {
        if (checkpoint.policy.kind === "stationary" && (checkpoint.policy.probability[0] ?? 0) > 0.5) {
          throw new FirebreakError("not-converged", "Cannot measure: it will not hold still");
        }
        return {};
      },
    };
    const results = runAll(study([drawing("draw@1")], { measures: [stubborn] }));
    const failures = results.filter((result) => result.status === "failed");
    expect(failures.length).toBeGreaterThan(0);
    expect(failures.length).toBeLessThan(6);
    expect(failures[0]).toMatchObject({ reason: { code: "not-converged", message: "Cannot measure: it will not hold still" } });
  });

  test.each([
    ["nothing", undefined, "it answers no record of numbers"],
    ["a promise", Promise.resolve({ a: 1 }), "it answers no record of numbers"],
    ["a text", { a: "1" }, "its 'a' is 1, and must be a finite number"],
    ["a bigint", { a: 1n }, "its 'a' is 1, and must be a finite number"],
  ])("fails a trial whose measure answers %s, naming the measure", (_, answer, message) => {
    const odd: Measure = { id: "odd", version: 1, measure: () => answer as never }; // as an author without types writes it
    expect(runAll(study([drawing("draw@1")], { measures: [odd] }))[0]).toMatchObject({
      status: "failed",
      reason: { code: "bad-study", message: `Cannot keep measure 'odd': ${message}` },
    });
  });

  test("fails a trial whose measure is not a number, and one that asks beyond its budget", () => {
    const nothing: Measure = { id: "nothing", version: 1, measure: () => ({ ratio: 0 / 0 }) };
    expect(runAll(study([drawing("draw@1")], { measures: [nothing] }))[0]).toMatchObject({
      status: "failed",
      reason: { message: expect.stringContaining("NaN") },
    });
    expect(runAll(study([drawing("draw@1")], { budget: { kind: "cost", limit: 1 } }))[0]).toMatchObject({
      reason: { code: "budget-exceeded" },
    });
  });
});
