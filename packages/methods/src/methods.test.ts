import {
  type Budget,
  type Checkpoint,
  type CompiledEnvironment,
  checkPolicy,
  createRng,
  defineFamily,
  type Family,
  FirebreakError,
  familyOfOne,
  integer,
  type Method,
  type OverseenProblem,
  type Overseer,
  openAccount,
  openAsker,
  type QuestionKind,
  resolveId,
  type Signal,
  solve,
  uniformPolicy,
} from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { type LabelledWorld, randomWorld } from "../../core/test/random-world.ts";
import { broadRl } from "./broad-rl.ts";
import { methodFamilies } from "./catalog.ts";
import { cloning } from "./distillers/cloning.ts";
import type { Distiller } from "./distillers/distiller.ts";
import { exactDistiller } from "./distillers/exact.ts";
import { imitation } from "./imitation.ts";
import { exactLearner } from "./learners/exact.ts";
import { qLearning } from "./learners/q-learning.ts";
import { softQLearning } from "./learners/soft-q-learning.ts";
import { timedQLearning } from "./learners/timed-q-learning.ts";
import { narrowRl } from "./narrow-rl.ts";
import { quantiliser } from "./quantiliser.ts";
import { reference } from "./reference.ts";
import { regularisedLearning } from "./regularised-learning.ts";
import { regularisedRl } from "./regularised-rl.ts";
import { uniformPlay } from "./uniform-play.ts";

/** Feedback scaled, asked about once a step. */
const feedback = defineFamily({
  name: "feedback",
  version: 2,
  title: "Feedback",
  parameters: { scale: integer({ default: 1, min: 1 }) },
  make: ({ scale }, id): Signal => ({
    id,
    title: "Feedback",
    asks: ["evaluate"],
    readsObserved: false,
    readsTrue: false,
    potential: "none",
    compile: ({ answers }) => answers("evaluate").map((answer) => scale * answer),
    perStep: () => ({ evaluate: 1 }),
    questions: (_, visits) => ({ evaluate: visits.outcomes.slice() }),
  }),
});

/** Feedback plus the value of the state that each episode starts from and each state reached: two kinds of question. */
const both: Family<Signal> = familyOfOne({
  name: "both",
  version: 1,
  title: "Both",
  make: (id): Signal => ({
    id,
    title: "Both",
    asks: ["value", "evaluate"],
    readsObserved: false,
    readsTrue: false,
    potential: "none",
    compile: ({ dynamics, answers }) =>
      answers("evaluate").map((answer, z) => answer + (answers("value")[dynamics.nextState[z] ?? 0] ?? 0)),
    perStep: () => ({ value: 2, evaluate: 1 }),
    questions: (dynamics, visits) => {
      const value = visits.starts.slice();
      visits.outcomes.forEach((count, z) => {
        const next = dynamics.nextState[z] ?? 0;
        value[next] = (value[next] ?? 0) + count;
      });
      return { value, evaluate: visits.outcomes.slice() };
    },
  }),
});

const observed: Family<Signal> = familyOfOne({
  name: "observed",
  version: 1,
  title: "Observed",
  make: (id): Signal => ({
    id,
    title: "Observed",
    asks: [],
    readsObserved: true,
    readsTrue: false,
    potential: "none",
    compile: ({ observedReward }) => observedReward ?? new Float64Array(0),
    perStep: () => ({}),
    questions: () => ({}),
  }),
});

const forbidden: Family<Signal> = familyOfOne({
  name: "a-true-reward",
  version: 1,
  title: "True",
  make: (id): Signal => ({ ...observed.with(), id, readsTrue: true, readsObserved: false }),
});

/** Never asked one by one: methods read tables. */
const silent: Overseer = {
  id: "her@1",
  value: () => Number.NaN,
  evaluate: () => Number.NaN,
  demonstrate: (_, out) => out.fill(Number.NaN),
  compare: () => "abstain",
};

/** A problem on a random world whose overseer evaluates by its reward, values states by their index, and plays uniformly. */
function problemOf(world: LabelledWorld, method: Method, budget: Budget = { kind: "unlimited" }): OverseenProblem {
  const { dynamics } = world;
  const demonstrate = new Float64Array(dynamics.stateCount * dynamics.actionCount);
  const uniform = uniformPolicy(dynamics);
  demonstrate.set(uniform.kind === "stationary" ? uniform.probability : []);
  const tables = { value: Float64Array.from({ length: dynamics.stateCount }, (_, s) => s / 10), evaluate: world.reward, demonstrate };
  const overseer = openAsker({
    world: { dynamics } as CompiledEnvironment, // an asker reads nothing else of it
    model: { id: "her@1", title: "Her", answers: () => ["value", "evaluate", "demonstrate"], build: () => silent },
    overseer: silent,
    tables: (kind) => tables[kind],
    account: openAccount(budget),
  });
  return {
    environment: "random@1",
    actions: world.names,
    dynamics,
    sampling: world.sampling,
    drawOrder: world.drawOrder,
    observations: { labels: world.labels, view: Int32Array.from(world.labels.keys()), features: () => undefined },
    observedReward: world.reward,
    overseer,
    criterion:
      method.needs.criteria.length === 0
        ? null
        : method.needs.criteria.includes("discounted")
          ? { kind: "discounted", discount: 0.9 }
          : { kind: "finite", horizon: 5 },
    ...(method.needs.reference === true ? { trueReward: world.reward.map((r) => -r) } : {}),
  };
}

const last = (checkpoints: Iterable<Checkpoint>): Checkpoint => {
  const found = [...checkpoints].at(-1);
  if (found === undefined) {
    throw new Error("A method yielded no checkpoint");
  }
  return found;
};

const world = randomWorld({ states: 6, actions: 3, outcomes: 2 }, "methods");

describe("ids of methods", () => {
  const families = methodFamilies([forbidden, feedback, observed, both]);
  const find = (id: string): Method => resolveId("method", families, id);

  it("name every part with its version, and its settings under its name, sorted, defaults left out", () => {
    const method = narrowRl({ signal: feedback.with({ scale: 3 }), learner: qLearning.with({ steps: 20_000, epsilon: 0.2 }) });
    expect(method.id).toBe("narrow-rl@1?learner=q-learning@1&learner.steps=20000&signal=feedback@2&signal.scale=3");
    expect(imitation({ distiller: cloning.with() }).id).toBe("imitation@1?distiller=cloning@1");
    expect(reference({ learner: exactLearner.with() }).id).toBe("reference@1?learner=exact@1");
    expect(regularisedRl({ signal: feedback.with(), distiller: exactDistiller.with(), beta: 0.03 }).id).toBe(
      "regularised-rl@1?beta=0.03&distiller=exact@1&signal=feedback@2",
    );
    expect(uniformPlay().id).toBe("uniform-play@1");
  });

  it("resolve to the methods that have them, however they are written", () => {
    const full = "narrow-rl@1?learner=q-learning@1&learner.steps=20000&signal=feedback@2&signal.scale=3";
    expect(find(full).id).toBe(full);
    expect(find("narrow-rl?signal.scale=3&signal=feedback&learner.steps=20000&learner.epsilon=0.2&learner=q-learning").id).toBe(full);
    expect(find("narrow-rl?signal=both&learner=exact").id).toBe("narrow-rl@1?learner=exact@1&signal=both@1");
    for (const family of families) {
      const { id } = family.with();
      expect(find(id).id).toBe(id);
      expect(find(family.name).id).toBe(id);
      expect(id).not.toContain("|");
      expect(id.startsWith(`${family.name}@${family.version}`)).toBe(true);
    }
    expect(find("broad-rl").id).toBe("broad-rl@1?learner=exact@1&signal=observed@1");
    expect(find("regularised-rl?beta=2&distiller=cloning&distiller.steps=7").id).toBe(
      "regularised-rl@1?beta=2&distiller=cloning@1&distiller.steps=7&signal=feedback@2",
    );
  });

  it("are refused with the nearest legal names", () => {
    const refusal = (id: string): string => {
      try {
        return `no refusal: ${find(id).id}`;
      } catch (error) {
        return error instanceof FirebreakError ? `${error.code}: ${error.message}` : String(error);
      }
    };
    expect(refusal("narow-rl")).toMatch(/^unknown-id: .*'narrow-rl'/);
    expect(refusal("narrow-rl?lerner=exact")).toMatch(/^unknown-parameter: .*'learner'/);
    expect(refusal("narrow-rl?learner=q-lerning")).toMatch(/^bad-parameter: .*'q-learning'/);
    expect(refusal("narrow-rl?signal=a-true-reward")).toMatch(/^bad-parameter: .*'feedback'/);
    expect(refusal("narrow-rl?learner=exact&learner.steps=5")).toMatch(/^unknown-parameter: .*'learner.steps'.*learner 'exact'/);
    expect(refusal("narrow-rl?learner=q-learning&learner.epsilon=2")).toMatch(/^bad-parameter: .*\[0, 1\]/);
    expect(() => narrowRl({ signal: forbidden.with(), learner: exactLearner.with() })).toThrow(FirebreakError);
    expect(() => broadRl({ signal: forbidden.with(), learner: exactLearner.with() })).toThrow(FirebreakError);
    expect(() => regularisedRl({ signal: forbidden.with(), distiller: exactDistiller.with(), beta: 1 })).toThrow(FirebreakError);
    expect(refusal("regularised-rl?beta=0")).toMatch(/^bad-parameter: .*\[0.000001, 1000000\]/);
    expect(() => methodFamilies([forbidden])).toThrow(FirebreakError);
  });
});

describe("exact methods", () => {
  it("pay once for each table they read, as `tables` says beforehand", () => {
    for (const signal of [feedback.with(), both.with(), observed.with()]) {
      const method = narrowRl({ signal, learner: exactLearner.with() });
      const problem = problemOf(world, method);
      last(method.train(problem, createRng("none")));
      const { asked, distinct, environmentSteps } = problem.overseer.ledger();
      const up = method.tables(world.dynamics);
      for (const kind of ["value", "evaluate", "demonstrate"] as const) {
        expect(asked[kind]).toBe(up[kind] ?? 0);
        expect(distinct[kind]).toBe(up[kind] ?? 0);
      }
      expect(environmentSteps).toBe(0);
      expect(method.needs).toMatchObject({ world: "model", sampled: false, asks: signal.asks, observed: signal.readsObserved });
    }
    expect(narrowRl({ signal: both.with(), learner: exactLearner.with() }).tables(world.dynamics)).toEqual({
      value: world.dynamics.stateCount,
      evaluate: world.dynamics.nextState.length,
    });
  });

  it("optimise what their signal says, and the reference what the principal wants", () => {
    const criterion = { kind: "discounted", discount: 0.9 } as const;
    const narrow = narrowRl({ signal: feedback.with({ scale: 2 }), learner: exactLearner.with() });
    const { proxyReward, policy } = last(narrow.train(problemOf(world, narrow), createRng("none")));
    expect(proxyReward).toEqual(world.reward.map((r) => 2 * r));
    expect(policy).toEqual(
      solve(
        world.dynamics,
        world.reward.map((r) => 2 * r),
        criterion,
      ).policy,
    );
    const wanted = reference({ learner: exactLearner.with() });
    expect(wanted.needs.reference).toBe(true);
    expect(last(wanted.train(problemOf(world, wanted), createRng("none"))).proxyReward).toEqual(world.reward.map((r) => -r));
    expect(() => [...wanted.train({ ...problemOf(world, wanted), trueReward: undefined } as never, createRng("none"))]).toThrow(
      FirebreakError,
    );
  });

  it("imitation takes the whole table of demonstrations, S questions, and has no criterion", () => {
    const method = imitation({ distiller: exactDistiller.with() });
    const problem = problemOf(world, method);
    const { policy } = last(method.train(problem, createRng("none")));
    expect(policy).toEqual(uniformPolicy(world.dynamics));
    expect(problem.overseer.ledger().asked.demonstrate).toBe(6);
    expect(method.tables(world.dynamics)).toEqual({ demonstrate: 6 });
    expect(method.needs).toMatchObject({ asks: ["demonstrate"], criteria: [], sampled: false });
  });

  it("uniform play asks nothing", () => {
    const problem = problemOf(world, uniformPlay());
    expect(last(uniformPlay().train(problem, createRng("none"))).policy).toEqual(uniformPolicy(world.dynamics));
    expect(Object.values(problem.overseer.ledger().asked)).toEqual([0, 0, 0, 0]);
  });
});

describe("regularised RL", () => {
  const made = (beta: number, distiller: Distiller = exactDistiller.with()): Method =>
    regularisedRl({ signal: feedback.with(), distiller, beta });

  it("pays for the demonstrations and the signal's tables, and wants a discount", () => {
    const method = made(0.1);
    const problem = problemOf(world, method);
    const { proxyReward } = last(method.train(problem, createRng("none")));
    expect(proxyReward).toEqual(world.reward);
    expect(method.tables(world.dynamics)).toEqual({ evaluate: world.dynamics.nextState.length, demonstrate: 6 });
    expect(problem.overseer.ledger().asked).toMatchObject(method.tables(world.dynamics));
    expect(method.needs).toMatchObject({ asks: ["evaluate", "demonstrate"], criteria: ["discounted"], sampled: false, world: "model" });
    expect(() => [...method.train({ ...problem, criterion: { kind: "average" } }, createRng("none"))]).toThrow(/without a discount/);
  });

  it("runs from narrow RL to imitation of the same overseer as β grows", () => {
    const policyOf = (method: Method): Checkpoint["policy"] => last(method.train(problemOf(world, method), createRng("none"))).policy;
    const narrow = policyOf(narrowRl({ signal: feedback.with(), learner: exactLearner.with() }));
    const imitated = policyOf(imitation({ distiller: exactDistiller.with() }));
    const off = (policy: Checkpoint["policy"], from: Checkpoint["policy"]): number =>
      policy.kind === "stationary" && from.kind === "stationary"
        ? Math.max(...policy.probability.map((share, row) => Math.abs(share - (from.probability[row] ?? 0))))
        : Number.NaN;
    expect(off(policyOf(made(1e-6)), narrow)).toBeLessThan(1e-9);
    expect(off(policyOf(made(1e6)), imitated)).toBeLessThan(1e-4);
    expect(off(policyOf(made(0.5)), narrow)).toBeGreaterThan(0.01);
    expect(off(policyOf(made(0.5)), imitated)).toBeGreaterThan(0.01);
  });

  it("goes towards a cloned imitator where its distiller samples: steps and questions are the distiller's, tables paid on top", () => {
    const method = made(0.1, cloning.with({ steps: 40, checkpoints: 2 }));
    const problem = problemOf(world, method, { kind: "cost", limit: world.dynamics.nextState.length + 30 });
    const { step, policy } = last(method.train(problem, createRng("seed")));
    checkPolicy(policy, world.dynamics);
    expect(step).toBe(30);
    expect(problem.overseer.ledger()).toMatchObject({
      asked: { evaluate: world.dynamics.nextState.length, demonstrate: 30 },
      environmentSteps: 30,
    });
    expect(method.needs.sampled).toBe(true);
  });
});

describe("regularised learning", () => {
  it("comes to what regularised RL plans, paying for one step's answers at a time", () => {
    const temperature = 0.5;
    const method = regularisedLearning({
      signal: feedback.with(),
      distiller: exactDistiller.with(),
      learner: softQLearning.with({ temperature, steps: 300_000, epsilon: 0.5, checkpoints: 2 }),
    });
    const problem = problemOf(world, method);
    const { policy, step } = last(method.train(problem, createRng("seed")));
    const planned = regularisedRl({ signal: feedback.with(), distiller: exactDistiller.with(), beta: temperature });
    const exact = last(planned.train(problemOf(world, planned), createRng("none"))).policy;
    if (policy.kind !== "stationary" || exact.kind !== "stationary") {
      throw new Error("Soft policies are stationary");
    }
    exact.probability.forEach((share, row) => {
      expect(Math.abs(share - (policy.probability[row] ?? 0))).toBeLessThan(0.03);
    });
    expect(step).toBe(300_000);
    expect(problem.overseer.ledger()).toMatchObject({ asked: { demonstrate: 6, evaluate: 300_000 }, environmentSteps: 300_000 });
    expect(method.tables(world.dynamics)).toEqual({ demonstrate: 6 });
  });

  it("counts the steps and answers of both its parts, and shares one purse between them", () => {
    const method = regularisedLearning({
      signal: feedback.with(),
      distiller: cloning.with({ steps: 40 }),
      learner: softQLearning.with({ steps: 500, checkpoints: 5 }),
    });
    const problem = problemOf(world, method, { kind: "cost", limit: 130 });
    expect([...method.train(problem, createRng("seed"))].map(({ step }) => step)).toEqual([130]);
    expect(problem.overseer.ledger()).toMatchObject({ asked: { demonstrate: 40, evaluate: 90 }, environmentSteps: 130 });
    expect(() =>
      regularisedLearning({ signal: forbidden.with(), distiller: exactDistiller.with(), learner: softQLearning.with() }),
    ).toThrow(FirebreakError);
  });
});

describe("the quantiliser", () => {
  it("runs from narrow RL to imitation of the same overseer as q grows, and pays for both", () => {
    const made = (q: number): Method => quantiliser({ signal: feedback.with(), distiller: exactDistiller.with(), q });
    const trained = (method: Method): Checkpoint => last(method.train(problemOf(world, method), createRng("none")));
    const narrow = trained(narrowRl({ signal: feedback.with(), learner: exactLearner.with() }));
    const { policy } = trained(made(1));
    expect(trained(made(1e-6)).policy).toEqual(narrow.policy);
    const imitated = trained(imitation({ distiller: exactDistiller.with() })).policy;
    expect(policy.kind === "stationary" && [...policy.probability]).toEqual(
      imitated.kind === "stationary" && Array.from(imitated.probability, (share) => expect.closeTo(share, 12)),
    );
    expect(made(0.5).id).toBe("quantiliser@1?distiller=exact@1&q=0.5&signal=feedback@2");
    expect(made(0.5).tables(world.dynamics)).toEqual({ evaluate: world.dynamics.nextState.length, demonstrate: 6 });
    expect(() => quantiliser({ signal: forbidden.with(), distiller: exactDistiller.with(), q: 1 })).toThrow(FirebreakError);
  });
});

describe("learned methods and their budget", () => {
  const total = (ledger: Record<QuestionKind, number>, price: Partial<Record<QuestionKind, number>>): number =>
    Object.entries(ledger).reduce((sum, [kind, count]) => sum + count * (price[kind as QuestionKind] ?? 1), 0);

  it("count every question and step, and never go over, whatever the kinds cost", () => {
    for (const price of [{}, { value: 0.1 }, { value: 3, evaluate: 0.7 }, { evaluate: 0 }]) {
      for (const signal of [feedback.with(), both.with()]) {
        for (const learner of [qLearning.with({ steps: 5000, episode: 9 }), timedQLearning.with({ steps: 5000 })]) {
          const method = narrowRl({ signal, learner });
          const problem = problemOf(world, method, { kind: "cost", limit: 1000, price });
          const { step } = last(method.train(problem, createRng("seed")));
          const { asked, environmentSteps } = problem.overseer.ledger();
          expect(total(asked, price)).toBeLessThanOrEqual(1000 + 1e-6);
          expect(asked.evaluate).toBe(step);
          expect(environmentSteps).toBe(step);
          // It went on until not one more step could have been paid for whatever it met, or until it was done.
          const dearest = total({ value: signal.perStep(world.dynamics).value ?? 0, evaluate: 1, demonstrate: 0, compare: 0 }, price);
          expect(step === 5000 || total(asked, price) > 1000 - dearest - 1e-6).toBe(true);
        }
      }
    }
  });

  it("asking nothing costs nothing: the environment's own channel is trained on for all its steps under a budget of 0", () => {
    const method = broadRl({ signal: observed.with(), learner: qLearning.with({ steps: 300 }) });
    const problem = problemOf(world, method, { kind: "cost", limit: 0 });
    expect(last(method.train(problem, createRng("seed"))).step).toBe(300);
    expect(problem.overseer.ledger().environmentSteps).toBe(300);
  });
});

describe("behavioural cloning", () => {
  it("plays frequencies of what it saw, pays one question a step, and plays uniformly where it never was", () => {
    const wide = randomWorld({ states: 40, actions: 3, outcomes: 2 }, "wide");
    const method = imitation({ distiller: cloning.with({ steps: 10 }) });
    const problem = problemOf(wide, method);
    const { policy } = last(method.train(problem, createRng("seed")));
    checkPolicy(policy, wide.dynamics);
    expect(problem.overseer.ledger()).toMatchObject({ asked: { demonstrate: 10 }, environmentSteps: 10 });
    const uniform = uniformPolicy(wide.dynamics);
    const rows = (of: typeof policy, s: number): readonly number[] =>
      of.kind === "stationary" ? [...of.probability.subarray(s * 3, s * 3 + 3)] : [];
    const other = Array.from({ length: 40 }, (_, s) => s).filter((s) => rows(policy, s).join() !== rows(uniform, s).join());
    expect(other.length).toBeGreaterThan(0);
    expect(other.length).toBeLessThanOrEqual(problem.overseer.ledger().distinct.demonstrate);
  });

  it("comes within 0.05 of the overseer at every pair after 50,000 demonstrations, on her play or half on its own (seed 'seed')", () => {
    for (const own of [0, 0.5]) {
      const method = imitation({ distiller: cloning.with({ steps: 50_000, episode: 20, own }) });
      const { policy } = last(method.train(problemOf(world, method), createRng("seed")));
      const uniform = uniformPolicy(world.dynamics);
      if (policy.kind !== "stationary" || uniform.kind !== "stationary") {
        throw new Error("Cloned policies are stationary");
      }
      policy.probability.forEach((share, pair) => {
        expect(Math.abs(share - (uniform.probability[pair] ?? 0))).toBeLessThan(0.05);
      });
    }
  });

  it("stops at the end of its budget", () => {
    const method = imitation({ distiller: cloning.with({ steps: 1000 }) });
    const problem = problemOf(world, method, { kind: "cost", limit: 123 });
    expect(last(method.train(problem, createRng("seed"))).step).toBe(123);
    expect(problem.overseer.ledger().asked.demonstrate).toBe(123);
  });
});
