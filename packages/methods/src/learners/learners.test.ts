import {
  actionProbabilities,
  type Checkpoint,
  type Criterion,
  checkPolicy,
  countBits,
  createRng,
  evaluatePolicy,
  type Family,
  legalMask,
  type Policy,
  periodOf,
  planAndReplan,
  sampleByProbability,
  softOptimum,
  solve,
  solveSoftly,
  truncatedReturn,
  uniformPolicy,
} from "@firebreak/core";
import { describe, expect, it, vi } from "vitest";
import { type LabelledWorld, permuted, randomWorld } from "../../../core/test/random-world.ts";
import { actorCritic } from "./actor-critic.ts";
import { differentialQLearning } from "./differential-q-learning.ts";
import { exactLearner } from "./exact.ts";
import { expectedSarsa } from "./expected-sarsa.ts";
import type { Learner, Meter } from "./learner.ts";
import { qLearning } from "./q-learning.ts";
import { sarsa } from "./sarsa.ts";
import { softExact } from "./soft-exact.ts";
import { softQLearning } from "./soft-q-learning.ts";
import { fixedHorizonQLearning, truncatedReturnLearner } from "./stacked-q-learning.ts";
import { timedQLearning } from "./timed-q-learning.ts";
import { qLambda, sarsaLambda } from "./traces.ts";
import { truncatedReturnExact } from "./truncated-return-exact.ts";

const DISCOUNTED: Criterion = { kind: "discounted", discount: 0.9 };
const FINITE = { kind: "finite", horizon: 6 } as const;
const AVERAGE: Criterion = { kind: "average" };
const LOOKAHEAD = { kind: "lookahead", steps: 3, discount: 0.9 } as const;
const free: Meter = { affordable: () => Number.POSITIVE_INFINITY, pay: () => undefined };

const SAMPLED: readonly (readonly [Family<Learner>, Criterion])[] = [
  [qLearning, DISCOUNTED],
  [sarsa, DISCOUNTED],
  [timedQLearning, FINITE],
  [expectedSarsa, DISCOUNTED],
  [sarsaLambda, DISCOUNTED],
  [qLambda, DISCOUNTED],
  [differentialQLearning, AVERAGE],
  [fixedHorizonQLearning, LOOKAHEAD],
  [truncatedReturnLearner, LOOKAHEAD],
  [softQLearning, DISCOUNTED],
  [actorCritic, DISCOUNTED],
  [actorCritic, AVERAGE],
];

const learn = (
  learner: Learner,
  world: LabelledWorld,
  criterion: Criterion,
  run: { seed?: string; meter?: Meter } = {},
): readonly Checkpoint[] => [...learner.learn({ ...world, criterion, meter: run.meter ?? free }, createRng(run.seed ?? "seed"))];

/** What a policy plays, by label and name, so that worlds told in different orders compare. */
function byName(world: LabelledWorld, policy: Policy): Record<string, number> {
  const { stateCount, actionCount } = world.dynamics;
  const shares = new Float64Array(actionCount);
  const play: Record<string, number> = {};
  for (let time = 0; time < periodOf(policy); time++) {
    for (let state = 0; state < stateCount; state++) {
      actionProbabilities(policy, { time, state }, shares);
      for (let action = 0; action < actionCount; action++) {
        play[`${time} ${world.labels[state]} ${world.names[action]}`] = shares[action] ?? 0;
      }
    }
  }
  return play;
}

describe.each(SAMPLED.map(([family, criterion]) => ({ family, criterion, name: `${family.name}, ${criterion.kind}` })))(
  "$name",
  ({ family, criterion }) => {
    const fast = family.with({ steps: 3000 });

    it("moves by not one bit when states and actions are told in another order", () => {
      for (const [seed, outcomes, terminal] of [
        ["one", 3, false],
        ["two", 1, true],
        ["three", 2, true],
      ] as const) {
        const world = randomWorld({ states: 6, actions: 4, outcomes, terminal }, seed);
        const told = permuted(world, [3, 5, 0, 4, 2, 1], [2, 0, 3, 1]);
        expect(told.labels).not.toEqual(world.labels);
        const [before, after] = [world, told].map((of) => learn(fast, of, criterion, { seed }).map(({ policy }) => byName(of, policy)));
        expect(after).toEqual(before);
      }
    });

    it("gives the same bits for the same seed, other bits for another, and leaves Math.random alone", () => {
      const spy = vi.spyOn(Math, "random").mockImplementation(() => {
        throw new Error("Math.random was called");
      });
      const world = randomWorld({ states: 12, actions: 4, outcomes: 3 }, "bits");
      const brief = family.with({ steps: 300 });
      expect(learn(brief, world, criterion)).toEqual(learn(brief, world, criterion));
      expect(learn(brief, world, criterion, { seed: "other" })).not.toEqual(learn(brief, world, criterion));
      spy.mockRestore();
    });

    it("plays a legal policy at every checkpoint, and every legal action where it never was", () => {
      const world = randomWorld({ states: 30, actions: 3, outcomes: 2 }, "wide");
      const checkpoints = learn(family.with({ steps: 5, checkpoints: 5 }), world, criterion);
      expect(checkpoints.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5]);
      const legal = legalMask(world.dynamics);
      const play = new Float64Array(3);
      for (const { policy } of checkpoints) {
        checkPolicy(policy, world.dynamics);
        const untouched = [...legal.keys()].filter((state) => {
          actionProbabilities(policy, { time: 0, state }, play);
          return play.every(
            (share, action) => Math.abs(share - (((legal[state] ?? 0) >>> action) & 1) / countBits(legal[state] ?? 0)) < 1e-12,
          );
        });
        expect(untouched.length).toBeGreaterThanOrEqual(25);
      }
    });

    it("never runs a step that it cannot pay for, and reports every step and outcome it met", () => {
      const world = randomWorld({ states: 6, actions: 3, outcomes: 2, terminal: true }, "budget");
      let purse = 250;
      let steps = 0;
      let outcomes = 0;
      const meter: Meter = {
        affordable: () => Math.floor(purse / 2),
        pay(visits, paid) {
          purse -= paid; // half of what a step may cost: the learner comes back for the rest
          steps += paid;
          outcomes += visits.outcomes.reduce((sum, count) => sum + count, 0);
          expect(purse).toBeGreaterThanOrEqual(0);
        },
      };
      const checkpoints = learn(family.with({ steps: 1000, checkpoints: 10 }), world, criterion, { meter });
      expect(steps).toBe(249);
      expect(outcomes).toBe(249);
      expect(checkpoints.map(({ step }) => step)).toEqual([100, 200, 249]);
    });

    it("plays uniformly when it cannot pay for one step", () => {
      const world = randomWorld({ states: 4, actions: 3, outcomes: 1 }, "poor");
      const [only, ...more] = learn(fast, world, criterion, { meter: { affordable: () => 0, pay: () => undefined } });
      expect(more).toEqual([]);
      const uniform = criterion.kind === "finite" ? timedUniform(world) : uniformPolicy(world.dynamics);
      const numbers = (policy: Policy | undefined) => (policy?.kind === "timed" ? policy.optimal : policy?.probability) ?? [];
      expect([...numbers(only?.policy)].map((share) => share.toFixed(12))).toEqual([...numbers(uniform)].map((share) => share.toFixed(12)));
    });

    it("stops in a world that only ends", () => {
      const world = randomWorld({ states: 3, actions: 2, outcomes: 1 }, "ends");
      const rowStart = new Int32Array(7);
      const dynamics = {
        ...world.dynamics,
        rowStart,
        nextState: new Int32Array(0),
        probability: new Float64Array(0),
        terminal: Uint8Array.of(1, 1, 1),
      };
      const checkpoints = learn(family.with({ steps: 20, checkpoints: 1 }), { ...world, dynamics, reward: new Float64Array(0) }, criterion);
      expect(checkpoints.map(({ step }) => step)).toEqual([20]);
    });
  },
);

function timedUniform(world: LabelledWorld): Policy {
  const mask = legalMask(world.dynamics);
  const optimal = new Int32Array(6 * mask.length);
  for (let time = 0; time < 6; time++) {
    optimal.set(mask, time * mask.length);
  }
  return { kind: "timed", horizon: 6, optimal };
}

/** The world begun in any of its states, so that none is out of reach. */
function everywhere(world: LabelledWorld): LabelledWorld {
  const { stateCount } = world.dynamics;
  const dynamics = { ...world.dynamics, initial: new Float64Array(stateCount).fill(1 / stateCount) };
  return { ...world, dynamics, sampling: sampleByProbability(dynamics, world.labels) };
}

describe("learned policies", () => {
  it("lose under 2 % of what there is to win, by default settings (off-policy learners, 8 drawn worlds)", () => {
    for (const [family, criterion] of [
      [qLearning, DISCOUNTED],
      [timedQLearning, { kind: "finite", horizon: 20 }],
      [qLambda, DISCOUNTED],
      [differentialQLearning, AVERAGE],
    ] as const) {
      for (let draw = 0; draw < 8; draw++) {
        const world = randomWorld({ states: 10, actions: 3, outcomes: draw % 2 === 0 ? 1 : 3 }, `draw ${draw}`);
        const { dynamics, reward } = world;
        const worth = (policy: Policy): number => evaluatePolicy({ dynamics, reward, policy, criterion });
        const best = worth(solve(dynamics, reward, criterion).policy);
        const learned = worth(learn(family.with(), world, criterion).at(-1)?.policy ?? uniformPolicy(dynamics));
        expect((best - learned) / (best - worth(uniformPolicy(dynamics)))).toBeLessThan(0.02);
      }
    }
  });

  it("fixed-horizon Q-learning comes to what planAndReplan does, and truncated returns to a fixed point of truncatedReturn (no luck)", () => {
    let differ = 0;
    for (let draw = 0; draw < 12; draw++) {
      const world = everywhere(randomWorld({ states: 6, actions: 3, outcomes: 1 }, `looks ${draw}`));
      const { dynamics, reward } = world;
      const last = (family: Family<Learner>) => learn(family.with({ checkpoints: 1, epsilon: 0.5 }), world, LOOKAHEAD)[0]?.optimal;
      const asked = { steps: 3, discount: 0.9 };
      const replanned = planAndReplan(dynamics, reward, asked).optimal;
      const fixed = truncatedReturn(dynamics, reward, asked).optimal;
      expect(last(fixedHorizonQLearning)).toEqual(replanned);
      if (fixed.kind === "stationary") {
        expect(last(truncatedReturnLearner)).toEqual(fixed);
        differ += fixed.mask.some((mask, state) => mask !== replanned.mask[state]) ? 1 : 0;
      }
    }
    expect(differ).toBeGreaterThan(0);
  });

  it("near the end of an episode fixed-horizon Q-learning looks as far as planAndReplan within it", () => {
    const world = randomWorld({ states: 6, actions: 3, outcomes: 1 }, "within");
    const criterion = { kind: "lookahead", steps: 3, discount: 1, within: 5 } as const;
    const [last] = learn(fixedHorizonQLearning.with({ checkpoints: 1, epsilon: 0.8 }), world, criterion);
    const wanted = planAndReplan(world.dynamics, world.reward, criterion).optimal;
    expect(last?.optimal?.kind === "timed" && last.optimal.horizon).toBe(5);
    // What is not reached at any time keeps every legal action.
    const reached = [...wanted.mask.keys()].filter((at) => last?.optimal?.mask[at] !== legalMask(world.dynamics)[at % 6]);
    expect(reached.length).toBeGreaterThan(10);
    expect(reached.map((at) => last?.optimal?.mask[at])).toEqual(reached.map((at) => wanted.mask[at]));
    expect(() => learn(truncatedReturnLearner.with(), world, criterion)).toThrow("Cannot learn truncated returns within an episode");
  });

  it("share the world's luck: two learners that can act one way only meet the same outcomes at every step", () => {
    const world = randomWorld({ states: 9, actions: 1, outcomes: 3 }, "paired");
    const met = [qLearning, sarsa].map((family) => {
      const seen: number[][] = [];
      learn(family.with({ steps: 400, checkpoints: 400 }), world, DISCOUNTED, {
        meter: { ...free, pay: ({ outcomes }) => seen.push([...outcomes]) },
      });
      return seen;
    });
    expect(met[0]).toEqual(met[1]);
  });

  it("exact learners of other names are their planners: soft optima, and fixed points of truncated returns within an episode and without", () => {
    const world = randomWorld({ states: 5, actions: 3, outcomes: 2 }, "exact");
    const { dynamics, reward } = world;
    const [soft] = learn(softExact.with({ temperature: 0.3 }), world, DISCOUNTED);
    const wanted = softOptimum(dynamics, reward, { discount: 0.9, beta: 0.3, towards: uniformPolicy(dynamics) });
    expect(soft?.policy).toEqual(wanted.policy);
    const [within] = learn(softExact.with({ temperature: 0.3 }), world, FINITE);
    expect(within?.policy).toEqual(
      solveSoftly(dynamics, reward, { criterion: FINITE, beta: 0.3, towards: uniformPolicy(dynamics) }).policy,
    );
    expect(within?.policy.kind).toBe("timed-stochastic");
    for (const criterion of [LOOKAHEAD, { ...LOOKAHEAD, within: 4 }] as const) {
      const [fixed] = learn(truncatedReturnExact.with(), world, criterion);
      expect(fixed?.policy).toEqual(truncatedReturn(dynamics, reward, criterion).policy);
      expect(fixed?.step).toBe(0);
    }
  });

  it("the exact learner is the planner of the criterion, and pays no steps", () => {
    const world = randomWorld({ states: 5, actions: 3, outcomes: 2 }, "exact");
    for (const criterion of [DISCOUNTED, FINITE, { kind: "average" }, { kind: "lookahead", steps: 3, discount: 0.9 }] as const) {
      const [checkpoint] = learn(exactLearner.with(), world, criterion);
      expect(checkpoint?.policy).toEqual(solve(world.dynamics, world.reward, criterion).policy);
      expect(checkpoint?.step).toBe(0);
    }
  });
});
