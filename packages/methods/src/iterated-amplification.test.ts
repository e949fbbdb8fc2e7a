import {
  type Account,
  type Budget,
  type CompiledEnvironment,
  createRng,
  type OverseenProblem,
  type Overseer,
  openAccount,
  openAsker,
  type Policy,
  type Signal,
  uniformPolicy,
} from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { type LabelledWorld, randomWorld } from "../../core/test/random-world.ts";
import { amplifiedAsker } from "./amplifiers/amplified-asker.ts";
import type { Agent } from "./amplifiers/amplifier.ts";
import { committee, ignore, lookahead } from "./amplifiers/catalog.ts";
import { reach } from "./amplifiers/reach.ts";
import { cloning } from "./distillers/cloning.ts";
import { exactDistiller } from "./distillers/exact.ts";
import { agentOf, iterate, type Schedule } from "./iterate.ts";
import { approvalAmplification, imitativeAmplification } from "./iterated-amplification.ts";
import { exactLearner } from "./learners/exact.ts";

const silent: Overseer = {
  id: "her@1",
  value: () => Number.NaN,
  evaluate: () => Number.NaN,
  demonstrate: (_, out) => out.fill(Number.NaN),
  compare: () => "abstain",
};

const world = randomWorld({ states: 5, actions: 3, outcomes: 2 }, "amplification");

const stationary = (policy: Policy): Float64Array => (policy.kind === "stationary" ? policy.probability : new Float64Array(0));

/** A human who evaluates by the world's reward, and demonstrates as told. */
function problemOf(
  { dynamics, sampling, drawOrder, names, labels, reward }: LabelledWorld,
  demonstrate = stationary(uniformPolicy(dynamics)),
  budget: Budget = { kind: "unlimited" },
): OverseenProblem & { readonly account: Account } {
  const account = openAccount(budget);
  const tables = { value: new Float64Array(dynamics.stateCount), evaluate: reward, demonstrate };
  const overseer = openAsker({
    world: { dynamics } as CompiledEnvironment, // an asker reads nothing else of it
    model: { id: "her@1", title: "Her", answers: () => ["value", "evaluate", "demonstrate"], build: () => silent },
    overseer: silent,
    tables: (kind) => tables[kind],
    account,
  });
  const criterion = { kind: "lookahead", steps: 1, discount: 0.9 } as const;
  const observations = { labels, view: Int32Array.from(labels.keys()), features: () => undefined };
  return { environment: "random@1", actions: names, dynamics, sampling, drawOrder, observations, overseer, criterion, account };
}

const feedback: Signal = {
  id: "feedback@1",
  title: "Feedback",
  asks: ["evaluate"],
  readsObserved: false,
  readsTrue: false,
  potential: "none",
  compile: ({ answers }) => answers("evaluate").slice(),
  perStep: () => ({ evaluate: 1 }),
  questions: (_, visits) => ({ evaluate: visits.outcomes.slice() }),
};

/** How many humans one answer of each round has behind it, by the account, where no agent is distilled: each is asked again. */
function humansBehind(schedule: Schedule): readonly number[] {
  const problem = problemOf(world);
  const undistilled = ({ overseer, dynamics }: OverseenProblem): Agent & { act(): void } => ({
    play: overseer.uncharged("demonstrate"),
    consulted: (counts) => overseer.chargeEach("demonstrate", counts),
    act: () => void overseer.demonstrate(0 as never, new Float64Array(dynamics.actionCount)),
  });
  return [...iterate(problem, { amplifier: committee.with(), schedule }, undistilled)].map((agent) => {
    const before = problem.account.ledger().asked.demonstrate;
    agent.act();
    return problem.account.ledger().asked.demonstrate - before;
  });
}

describe("a committee of one human and two copies, counted by the account", () => {
  it("is 2ⁿ − 1 humans by round n from a rock, and 3ⁿ⁻¹ when H is replaced", () => {
    expect(humansBehind({ start: "rock", human: "same", rounds: 7 })).toEqual([1, 3, 7, 15, 31, 63, 127]);
    expect(humansBehind({ start: "rock", human: "replaced", rounds: 6 })).toEqual([1, 3, 9, 27, 81, 243]);
  });

  it("is 2ⁿ⁺¹ − 1 humans by round n from Distill(H), and 3ⁿ when H is replaced", () => {
    expect(humansBehind({ start: "human", human: "same", rounds: 6 })).toEqual([3, 7, 15, 31, 63, 127]);
    expect(humansBehind({ start: "human", human: "replaced", rounds: 6 })).toEqual([3, 9, 27, 81, 243, 729]);
  });

  it("costs H one table a round once agents are distilled, whatever becomes of H", () => {
    for (const human of ["same", "replaced"] as const) {
      for (const start of ["rock", "human"] as const) {
        const problem = problemOf(world);
        const method = imitativeAmplification({
          amplifier: committee.with(),
          distiller: exactDistiller.with(),
          start,
          human,
          rounds: 4,
        });
        expect([...method.train(problem, createRng("cost"))]).toHaveLength(4);
        const asked = (start === "human" ? 5 : 4) * 5;
        expect(problem.account.ledger().asked.demonstrate).toBe(asked);
        expect(problem.account.ledger().distinct.demonstrate).toBe(5);
        expect(method.tables(world.dynamics)).toEqual({ demonstrate: asked });
      }
    }
  });
});

describe("what amplifiers answer", () => {
  it("a committee does what the majority would, the human in the chair: every vote of three counted", () => {
    const rng = createRng("committee");
    const { stateCount, actionCount } = world.dynamics;
    const some = (): Float64Array => {
      const table = Float64Array.from({ length: stateCount * actionCount }, () => rng.double());
      for (let s = 0; s < stateCount; s++) {
        const row = table.subarray(s * actionCount, (s + 1) * actionCount);
        row.set(row.map((share) => share / row.reduce((x, y) => x + y, 0)));
      }
      return table;
    };
    const [human, play] = [some(), some()];
    const table = amplifiedAsker(committee.with(), problemOf(world, human), { play }).tabulate("demonstrate");
    for (let s = 0; s < stateCount; s++) {
      const counted = new Float64Array(actionCount);
      for (let h = 0; h < actionCount; h++) {
        for (let x = 0; x < actionCount; x++) {
          for (let y = 0; y < actionCount; y++) {
            const winner = x === y ? x : h; // with one copy on her side she is in the majority, with none in the chair
            const at = s * actionCount;
            counted[winner] = (counted[winner] ?? 0) + (human[at + h] ?? 0) * (play[at + x] ?? 0) * (play[at + y] ?? 0);
          }
        }
      }
      counted.forEach((share, a) => {
        expect(table[s * actionCount + a]).toBeCloseTo(share, 13);
      });
    }
  });

  it("a committee votes a slip ε down to 3ε² − 2ε³ in its first round from Distill(H)", () => {
    const two = randomWorld({ states: 3, actions: 2, outcomes: 1 }, "slips");
    const slip = 0.1;
    const play = Float64Array.from({ length: 6 }, (_, row) => (row % 2 === 0 ? 1 - slip : slip));
    const method = imitativeAmplification({
      amplifier: committee.with(),
      distiller: exactDistiller.with(),
      start: "human",
      human: "same",
      rounds: 1,
    });
    const [checkpoint] = [...method.train(problemOf(two, play), createRng("slips"))];
    expect(checkpoint && stationary(checkpoint.policy)[1]).toBeCloseTo(3 * slip * slip - 2 * slip * slip * slip, 14);
  });

  it("who ignores her agent makes Distill(H) of every round", () => {
    const play = Float64Array.from({ length: 15 }, (_, row) => [0.5, 0.3, 0.2][row % 3] ?? 0);
    const method = imitativeAmplification({
      amplifier: ignore.with(),
      distiller: exactDistiller.with(),
      start: "rock",
      human: "replaced",
      rounds: 3,
    });
    for (const { policy } of method.train(problemOf(world, play), createRng("ignore"))) {
      expect(stationary(policy)).toEqual(play);
    }
  });

  it("looking ahead sums what a recursion over every outcome sums, and demonstrates the best of it", () => {
    const { actionCount, rowStart, nextState, probability } = world.dynamics;
    const play = Float64Array.from({ length: 15 }, (_, row) => [0.5, 0.3, 0.2][row % 3] ?? 0);
    const later = (state: number, search: number, carry: number): number => {
      if (search + carry === 0) {
        return 0;
      }
      const worth = Array.from({ length: actionCount }, (_, a) => {
        let sum = 0;
        for (let z = rowStart[state * actionCount + a] ?? 0; z < (rowStart[state * actionCount + a + 1] ?? 0); z++) {
          const rest = later(nextState[z] ?? 0, Math.max(0, search - 1), search > 0 ? carry : carry - 1);
          sum += (probability[z] ?? 0) * ((world.reward[z] ?? 0) + 0.8 * rest);
        }
        return sum;
      });
      return search > 0 ? Math.max(...worth) : worth.reduce((sum, q, a) => sum + q * (play[state * actionCount + a] ?? 0), 0);
    };
    for (const [steps, continuation] of [
      [1, 0],
      [1, 2],
      [2, 0],
      [3, 1],
    ] as const) {
      const asker = amplifiedAsker(lookahead.with({ steps, continuation, discount: 0.8 }), problemOf(world), { play });
      asker.uncharged("evaluate").forEach((seems, z) => {
        expect(seems).toBeCloseTo((world.reward[z] ?? 0) + 0.8 * later(nextState[z] ?? 0, steps - 1, continuation), 10);
      });
    }
  });

  it("looking ahead asks about the steps that the search meets: all at first, then those that the agent ever plays", () => {
    const { dynamics } = world;
    const first = Float64Array.from({ length: 15 }, (_, row) => (row % 3 === 0 ? 1 : 0));
    const outcomes = (state: number, actions: number): number =>
      (dynamics.rowStart[state * 3 + actions] ?? 0) - (dynamics.rowStart[state * 3] ?? 0);
    const problem = problemOf(world);
    const asker = amplifiedAsker(lookahead.with({ steps: 1, continuation: 0 }), problem, { play: first });
    asker.demonstrate(2 as never, new Float64Array(3));
    expect(problem.account.ledger().asked).toEqual({ value: 0, evaluate: outcomes(2, 3), demonstrate: 0, compare: 0 });
    const carried = reach(dynamics, first, 2, { steps: 1, continuation: 1 });
    const reached = new Set(dynamics.nextState.subarray(dynamics.rowStart[6], dynamics.rowStart[9]));
    const expected = new Set<number>();
    for (let z = dynamics.rowStart[6] ?? 0; z < (dynamics.rowStart[9] ?? 0); z++) {
      expected.add(z);
    }
    for (const state of reached) {
      for (let z = dynamics.rowStart[state * 3] ?? 0; z < (dynamics.rowStart[state * 3 + 1] ?? 0); z++) {
        expected.add(z);
      }
    }
    expect([...carried].sort((x, y) => x - y)).toEqual([...expected].sort((x, y) => x - y));
  });
});

describe("iterated amplification", () => {
  it("pays for its tables, round by round, in what H is asked", () => {
    for (const amplifier of [ignore.with(), committee.with(), lookahead.with()]) {
      const problem = problemOf(world);
      const method = approvalAmplification({
        amplifier,
        signal: feedback,
        learner: exactLearner.with(),
        start: "human",
        human: "replaced",
        rounds: 2,
      });
      const checkpoints = [...method.train(problem, createRng("tables"))];
      const outcomes = world.dynamics.nextState.length;
      expect(checkpoints).toHaveLength(2);
      expect(problem.account.ledger().asked.evaluate).toBe(3 * outcomes);
      expect(method.tables(world.dynamics)).toEqual({ evaluate: 3 * outcomes });
    }
  });

  it("shares its budget out among its rounds, and asks no more", () => {
    const problem = problemOf(world, undefined, { kind: "cost", limit: 300 });
    const method = imitativeAmplification({
      amplifier: committee.with(),
      distiller: cloning.with({ steps: 1000, checkpoints: 1 }),
      start: "rock",
      human: "same",
      rounds: 3,
    });
    const steps = [...method.train(problem, createRng("budget"))].map(({ step }) => step);
    expect(problem.account.ledger().asked.demonstrate).toBeLessThanOrEqual(300);
    expect(problem.account.ledger().environmentSteps).toBe(steps.at(-1));
    expect(steps).toEqual([100, 200, 300]);
  });

  it("names its parts and its schedule, and is refused a horizon", () => {
    const method = approvalAmplification({
      amplifier: lookahead.with({ steps: 3 }),
      signal: feedback,
      learner: exactLearner.with(),
      start: "human",
      human: "same",
      rounds: 2,
    });
    expect(method.id).toBe(
      "approval-amplification@1?amplifier=lookahead@1&amplifier.steps=3&learner=exact@1&rounds=2&signal=feedback@1&start=human",
    );
    expect(method.needs.criteria).toEqual(["discounted", "lookahead"]);
    expect(() => agentOf({ policy: { kind: "timed", horizon: 1, optimal: new Int32Array(5) } })).toThrow(
      expect.objectContaining({ code: "bad-criterion" }),
    );
  });
});
