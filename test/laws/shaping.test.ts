import {
  type CompiledEnvironment,
  compile,
  compileSignal,
  createRng,
  type Environment,
  type Family,
  FirebreakError,
  oversee,
  type Rng,
} from "@firebreak/core";
import { greedyOnFeedbackLaw, signalLaws } from "@firebreak/core/testing";
import * as envs from "@firebreak/envs";
import { consistent, evaluativeFeedback, matchedShaping, regretApproval, valueDifference } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";
import { failuresOf, overseen } from "./catalogs.ts";

/** The worlds of the catalog in their full size, where that is at most 2,000 states. */
const wholeWorlds: readonly CompiledEnvironment[] = Object.values<Family<Environment>>(envs).flatMap((family) => {
  try {
    return [compile(family.with(), { maxStates: 2000 })];
  } catch (error) {
    if (error instanceof FirebreakError && error.code === "too-many-states") {
      return [];
    }
    throw error;
  }
});
const whole = wholeWorlds.map((world) => oversee(world, consistent.with()));

interface Walked {
  readonly states: readonly number[];
  readonly outcomes: readonly number[];
}

/** Uniformly random play from the start, until the world ends or for `most` steps. */
function walk({ dynamics }: CompiledEnvironment, most: number, rng: Rng): Walked {
  const { actionCount, rowStart, nextState, probability, initial, terminal } = dynamics;
  const draw = (weights: Float64Array): number => {
    const u = rng.double();
    const found = weights.findIndex((_, at) => weights.subarray(0, at + 1).reduce((sum, weight) => sum + weight, 0) > u);
    return found === -1 ? weights.length - 1 : found;
  };
  const states = [draw(initial)];
  const outcomes: number[] = [];
  for (let state = states[0] ?? 0; outcomes.length < most && terminal[state] === 0; state = states.at(-1) ?? 0) {
    const rows = Array.from({ length: actionCount }, (_, action) => state * actionCount + action).filter(
      (row) => rowStart[row] !== rowStart[row + 1],
    );
    const row = rows[rng.below(rows.length)] ?? 0;
    const z = (rowStart[row] ?? 0) + draw(probability.subarray(rowStart[row], rowStart[row + 1]));
    outcomes.push(z);
    states.push(nextState[z] ?? 0);
  }
  return { states, outcomes };
}

/** Σ γ^t x_t. */
const discounted = (terms: readonly number[], discount: number): number => terms.reduceRight((later, term) => term + discount * later, 0);
const power = (discount: number, times: number): number =>
  Array.from({ length: times }, () => discount).reduce((product, x) => product * x, 1);

describe("sums along 25 random ways through every world, of up to 40 steps", () => {
  const ways = overseen.flatMap((place) =>
    Array.from({ length: 25 }, (_, draw) => ({
      place,
      ...walk(place.world, 1 + draw + (draw % 3) * 7, createRng(`ways/${place.world.id}/${draw}`)),
    })),
  );

  it.each([0, 0.3, 0.9, 0.99, 1])(
    "value difference at γ = %f: γ^(T−1) V_T − V_0 + (1 − γ) Σ γ^(t−1) V_t over the states between",
    (discount) => {
      for (const { place, states, outcomes } of ways) {
        const reward = compileSignal(place, valueDifference.with(), { kind: "average" });
        const value = states.map((state) => place.answers("value")[state] ?? 0);
        const [first = 0, last = 0] = [value[0], value.at(-1)];
        const said = power(discount, outcomes.length - 1) * last - first + (1 - discount) * discounted(value.slice(1, -1), discount);
        expect(
          discounted(
            outcomes.map((z) => reward[z] ?? 0),
            discount,
          ),
        ).toBeCloseTo(said, 9);
      }
    },
  );

  it.each([0, 0.3, 0.9, 0.99])("matched shaping at γ = %f: γ^T V_T − V_0", (discount) => {
    for (const { place, states, outcomes } of ways) {
      const reward = compileSignal(place, matchedShaping.with(), { kind: "discounted", discount });
      const [first = 0, last = 0] = [states[0], states.at(-1)].map((state) => place.answers("value")[state ?? 0] ?? 0);
      expect(
        discounted(
          outcomes.map((z) => reward[z] ?? 0),
          discount,
        ),
      ).toBeCloseTo(power(discount, outcomes.length) * last - first, 9);
    }
  });

  it("value difference is 0 round every circle, and feedback is 1 − c round the loop maze's", () => {
    const circles = ways.flatMap(({ place, states, outcomes }) => {
      const home = states.lastIndexOf(states[0] ?? -1);
      return home > 0 ? [{ place, outcomes: outcomes.slice(0, home) }] : [];
    });
    expect(circles.length).toBeGreaterThan(100);
    for (const { place, outcomes } of circles) {
      const reward = compileSignal(place, valueDifference.with(), { kind: "average" });
      expect(
        discounted(
          outcomes.map((z) => reward[z] ?? 0),
          1,
        ),
      ).toBeCloseTo(0, 9);
    }
    const maze = oversee(compile(envs.loopMaze.with({ c: 0.3 })), consistent.with());
    const { labels, actions, dynamics } = maze.world;
    const at = (label: string, action: string): number =>
      dynamics.rowStart[labels.indexOf(label) * actions.length + actions.indexOf(action)] ?? -1;
    const loop = [at("row 0, column 4", "left"), at("row 0, column 3", "right")];
    const praise = compileSignal(maze, evaluativeFeedback.with(), { kind: "average" });
    expect(loop.reduce((sum, z) => sum + (praise[z] ?? 0), 0)).toBeCloseTo(0.7, 12);
  });
});

describe("in every world of the catalog that has at most 2,000 states, whole", () => {
  it("there are seven of them", () => {
    expect(wholeWorlds.map(({ environment }) => environment.name)).toEqual(
      expect.arrayContaining(["boat-race", "calendar", "fire-brigade", "hero", "inbox", "loop-maze", "lunch"]),
    );
  });

  const [shapedValues] = signalLaws.filter(({ id }) => id === "shaped-values");
  it(`matched shaping keeps the law: ${shapedValues?.title}`, () => {
    expect(shapedValues && failuresOf(shapedValues, [{ signal: matchedShaping.with(), worlds: whole }])).toEqual([]);
  });

  it(`regret approval keeps the law: ${greedyOnFeedbackLaw.title}`, () => {
    expect(failuresOf(greedyOnFeedbackLaw, [{ signal: regretApproval.with(), worlds: whole }])).toEqual([]);
  });
});
