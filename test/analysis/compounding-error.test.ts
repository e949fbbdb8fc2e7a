import { strayMeasure } from "@firebreak/analysis/audits";
import {
  type CompiledEnvironment,
  compile,
  createRng,
  defineEnvironments,
  type EnvironmentFamily,
  type EnvironmentSpec,
  evaluatePolicy,
  integer,
  openProblem,
  oversee,
  type Parameter,
  type Policy,
  referencePolicy,
} from "@firebreak/core";
import { cloning, type Distiller, dagger, imitation } from "@firebreak/methods";
import { consistent } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";

type LedgeParameters = { readonly depth: Parameter<number>; readonly horizon: Parameter<number> };

/**
 * A ledge above a pit. On the ledge "right" goes on and "left" falls to the bottom; in the pit "left" climbs a rung and "right" falls back
 * to the bottom. Every step that ends in the pit costs 1. The overseer, who praises the way up and along, never falls.
 */
const ledge: EnvironmentFamily<LedgeParameters> = defineEnvironments({
  name: "ledge",
  version: 1,
  title: "Ledge above a pit",
  parameters: { depth: integer({ default: 1, min: 1 }), horizon: integer({ default: 100, min: 1 }) },
  make: ({ depth, horizon }): EnvironmentSpec<number, "left" | "right"> => ({
    title: "Ledge",
    source: "Written for this test, after the argument of Ross and Bagnell (2010)",
    actions: ["left", "right"],
    start: () => 0,
    step: (rungs, action) => (rungs === 0 ? (action === "right" ? 0 : depth) : action === "left" ? rungs - 1 : depth),
    label: (rungs) => (rungs === 0 ? "on the ledge" : `${rungs} rungs down`),
    rewards: { true: ({ next }) => (next === 0 ? 0 : -1) },
    judgement: { value: (rungs) => -rungs, evaluate: ({ state, action }) => Number((action === "right") === (state === 0)) },
    evaluation: { kind: "finite", horizon },
    traits: { deterministic: true, episodic: false },
    workedEpisodes: [{ actions: ["right", "left"], trueReturn: -1, endsIn: `${depth} rungs down` }],
  }),
});

const shares = (policy: Policy): Float64Array => (policy.kind === "stationary" ? policy.probability : new Float64Array(0));

/** A policy that says how likely "right" is in each state, by label. */
function going(world: CompiledEnvironment, right: (rungs: number) => number): Policy {
  const probability = new Float64Array(2 * world.labels.length);
  world.labels.forEach((label, state) => {
    const share = right(label === "on the ledge" ? 0 : Number.parseInt(label, 10));
    probability.set([1 - share, share], 2 * state);
  });
  return { kind: "stationary", probability };
}

/** The expected number of steps that end in the pit. */
function cost(world: CompiledEnvironment, policy: Policy): number {
  const { dynamics, trueReward, environment } = world;
  return -evaluatePolicy({ dynamics, reward: trueReward, policy, criterion: environment.spec.evaluation });
}

function strayOf(world: CompiledEnvironment, policy: Policy): Readonly<Record<string, number>> {
  const overseen = oversee(world, consistent.with());
  const reference = referencePolicy(overseen);
  return strayMeasure.measure({
    environment: world,
    answers: overseen.answers,
    answered: ["value", "evaluate", "demonstrate"],
    checkpoint: { step: 0, policy },
    criterion: null,
    evaluation: world.environment.spec.evaluation,
    ...(reference && { reference }),
  });
}

describe("errors of an imitator that errs with probability ε where it was shown what to do", () => {
  it("cost T − (1 − ε)(1 − (1 − ε)^T)/ε, near εT²/2, if it is lost off the path, and at most εT if it was shown the way back", () => {
    for (const [epsilon, horizon] of [
      [0.01, 10],
      [0.01, 40],
      [0.001, 100],
      [0.2, 5],
    ] as const) {
      const world = compile(ledge.with({ horizon }));
      const kept = Array.from({ length: horizon }, () => 1 - epsilon).reduce((product, factor) => product * factor, 1);
      const lost = going(world, (rungs) => (rungs === 0 ? 1 - epsilon : 1)); // as bad as it gets: it falls back for ever
      const cloned = horizon - ((1 - epsilon) * (1 - kept)) / epsilon;
      expect(cost(world, lost)).toBeCloseTo(cloned, 10);
      expect(cloned).toBeLessThan((epsilon * horizon * (horizon + 1)) / 2);
      expect(cloned).toBeGreaterThan(((epsilon * horizon * (horizon + 1)) / 2) * (1 - (epsilon * horizon) / 3));

      // In the pit at t with p_t = ε(1 − p_{t−1}), so p_t = ε(1 − (−ε)^t)/(1 + ε).
      const found = going(world, (rungs) => (rungs === 0 ? 1 - epsilon : 0));
      const waves = Array.from({ length: horizon }, () => -epsilon).reduce((product, factor) => product * factor, 1);
      const recovered = (epsilon / (1 + epsilon)) * (horizon + (epsilon * (1 - waves)) / (1 + epsilon));
      expect(cost(world, found)).toBeCloseTo(recovered, 10);
      expect(recovered).toBeLessThanOrEqual(epsilon * horizon);
    }
  });

  it("are seen by the stray measure: the share of time, averaged over t < T, that is 1 − (1 − ε)^t off the overseer's path", () => {
    const [epsilon, horizon] = [0.05, 30];
    const world = compile(ledge.with({ horizon }));
    let [kept, sum] = [1, 0];
    for (let t = 0; t < horizon; t++) {
      sum += 1 - kept;
      kept *= 1 - epsilon;
    }
    const stray = strayOf(
      world,
      going(world, (rungs) => (rungs === 0 ? 1 - epsilon : 1)),
    );
    expect(stray["unvisited"]).toBeCloseTo(sum / horizon, 12);
    expect(stray["totalVariation"]).toBeCloseTo(sum / horizon, 12);
    expect(
      strayOf(
        world,
        going(world, (rungs) => Number(rungs === 0)),
      ),
    ).toEqual({ totalVariation: 0, unvisited: 0 });
  });

  it("compound in a clone that only watched, and not under DAgger: doubling T multiplies their cost by about 3.5, and by about 2 (a pit of 6 rungs, ε = 0.005)", () => {
    const learned = (distiller: Distiller, horizon: number): { world: CompiledEnvironment; policy: Policy } => {
      const world = compile(ledge.with({ depth: 6, horizon }));
      const method = imitation({ distiller });
      const problem = openProblem(oversee(world, consistent.with()), { method, criterion: null, budget: { kind: "unlimited" } });
      const policy = [...method.train(problem, createRng("seed"))].at(-1)?.policy ?? going(world, () => Number.NaN);
      expect(problem.overseer.ledger().asked.demonstrate).toBeLessThanOrEqual(2_600);
      return { world, policy };
    };
    /** Its hand slips with probability ε on the ledge. */
    const slipping = ({ world, policy }: ReturnType<typeof learned>): Policy => {
      const probability = shares(policy).slice();
      const top = world.labels.indexOf("on the ledge");
      probability.set([0.005, 0.995], 2 * top);
      return { kind: "stationary", probability };
    };
    const watched = cloning.with({ steps: 2_500 });
    const corrected = dagger.with({ rounds: 5, steps: 500, episodes: 1, schedule: "constant", beta: 0 });
    const ratios = [watched, corrected].map((distiller) => {
      const [near, far] = [30, 60].map((horizon) => learned(distiller, horizon));
      return near && far ? cost(far.world, slipping(far)) / cost(near.world, slipping(near)) : Number.NaN;
    });
    expect(ratios[0]).toBeGreaterThan(3.3);
    expect(ratios[0]).toBeLessThan(4);
    expect(ratios[1]).toBeGreaterThan(1.9);
    expect(ratios[1]).toBeLessThan(2.5);
    const [clone, taught] = [watched, corrected].map((distiller) => learned(distiller, 60));
    const off = (of: typeof clone) => (of ? (strayOf(of.world, slipping(of))["unvisited"] ?? Number.NaN) : Number.NaN);
    expect(off(clone)).toBeGreaterThan(3 * off(taught));
  });
});
