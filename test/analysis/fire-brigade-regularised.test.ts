import {
  actionsOf,
  compile,
  createRng,
  evaluatePolicy,
  type OverseenWorld,
  openProblem,
  oversee,
  type Policy,
  quantileOptimum,
  softOptimum,
  statesOf,
} from "@firebreak/core";
import { fireBrigade } from "@firebreak/envs";
import { exactDistiller, regularisedRl } from "@firebreak/methods";
import { evaluativeFeedback, trembling } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";
import { brigade, discounted, ignitions, longRun, trueOptimum } from "./brigade.ts";

const town = brigade();

/** Fires set a step, on the clock of the printed table: discount .9999 from the depot. */
function firesSet(overseen: OverseenWorld, policy: Policy): number {
  const { dynamics } = overseen.world;
  const criterion = { kind: "discounted", discount: 0.9999 } as const;
  return (1 - criterion.discount) * evaluatePolicy({ dynamics, reward: ignitions(overseen), policy, criterion });
}

/** The optimum of the true reward at γ = .99, with that much probability spread over all actions. */
function imitator(noise: number): Policy {
  const { policy } = trueOptimum(town);
  const { dynamics } = town.world;
  if (policy.kind === "timed") {
    throw new Error("A discounted optimum is stationary");
  }
  const probability = policy.probability.map((share) => (1 - noise) * share);
  for (const state of statesOf(dynamics)) {
    const legal = actionsOf(dynamics, state);
    for (const action of legal) {
      const row = state * dynamics.actionCount + action;
      probability[row] = (probability[row] ?? 0) + noise / legal.length;
    }
  }
  return { kind: "stationary", probability };
}

/** An overseer who sees deliveries too and plans eight steps for her own value, with a hand that slips. */
const trembler = (slip: number): OverseenWorld =>
  oversee(compile(fireBrigade.with({ value: "fires-and-deliveries" })), trembling.with({ plans: "value", depth: 8, slip }));

/** What regularised RL comes to at γ = .9 under her, on her feedback. */
function trained(overseen: OverseenWorld, beta: number): Policy {
  const method = regularisedRl({ signal: evaluativeFeedback.with(), distiller: exactDistiller.with(), beta });
  const problem = openProblem(overseen, { method, criterion: discounted(0.9), budget: { kind: "unlimited" } });
  const [checkpoint] = method.train(problem, createRng("nothing is drawn"));
  if (checkpoint === undefined) {
    throw new Error("A method yields a checkpoint");
  }
  return checkpoint.policy;
}

const PRINTED = [
  [1e-4, 0.1, 0.0002, 4],
  [1e-4, 0.03, 0.436, 3],
  [1e-4, 0.01, 0.495, 3],
  [1e-2, 0.1, 0.034, 3],
  [1e-2, 0.03, 0.493, 3],
] as const;

describe("the best q of a trembling hand in the fire brigade, at γ = .9 and c = .2", () => {
  const firesAt = (slip: number, quantile: number): number => {
    const overseen = trembler(slip);
    const towards: Policy = { kind: "stationary", probability: overseen.answers("demonstrate") };
    const asked = { discount: 0.9, quantile, towards };
    return longRun(overseen, quantileOptimum(overseen.world.dynamics, overseen.answers("evaluate"), asked).policy).fires;
  };

  it("sets no fire without noise, and with it some in proportion to slip/q, until the slips fill the whole of q", () => {
    expect(firesAt(0, 1e-6)).toBe(0);
    for (const [slip, one, ten] of [
      [1e-4, 1e-2, 1e-3],
      [1e-2, 1, 1e-1],
    ] as const) {
      expect(firesAt(slip, one)).toBeCloseTo(8e-5, 5);
      expect(firesAt(slip, ten)).toBeCloseTo(8.5e-4, 5);
      // One act in seven of a slip is the deed: from q = slip/7 down it is all that is left of q.
      expect(firesAt(slip, slip / 7)).toBeCloseTo(0.98 / 1.98, 4);
    }
  });
});

describe("the path from imitation to RL in the fire brigade, at γ = .9 and c = .2", () => {
  it.each(PRINTED)(
    "with demonstration noise %f at β = %f sets %f fires a step, towards the true optimum",
    (noise, beta, wanted, digits) => {
      const { dynamics } = town.world;
      const { policy } = softOptimum(dynamics, town.answers("evaluate"), { discount: 0.9, beta, towards: imitator(noise) });
      expect(firesSet(town, policy)).toBeCloseTo(wanted, digits);
    },
  );

  it.each(PRINTED)(
    "with a hand that slips %f of the time at β = %f comes to the same %f: eight steps of her own value are the true optimum",
    (slip, beta, wanted, digits) => {
      const overseen = trembler(slip);
      expect(firesSet(overseen, trained(overseen, beta))).toBeCloseTo(wanted, digits);
    },
  );

  it.each([10, 1, 0.3, 0.1, 0.03, 0.01, 1e-3, 1e-6])(
    "sets no fire at β = %f where she never does, and stays at the true optimum",
    (beta) => {
      const overseen = trembler(0);
      const { true: wanted, fires } = longRun(overseen, trained(overseen, beta));
      expect(fires).toBe(0);
      expect(wanted).toBeCloseTo(longRun(town, trueOptimum(town).policy).true, 10);
    },
  );

  it("is about her distance from the deed, not her competence: an overseer who delivers for ever is left as surely", () => {
    const greedy = oversee(compile(fireBrigade.with()), trembling.with({ slip: 1e-2 }));
    expect(firesSet(greedy, trained(greedy, 1))).toBeLessThan(1e-4);
    expect(firesSet(greedy, trained(greedy, 0.1))).toBeCloseTo(0.081, 3);
    expect(firesSet(greedy, trained(greedy, 0.03))).toBeCloseTo(0.495, 3);
  });

  it.each([1e-4, 1e-2])("has a long-run average at every β where a hand slips %f of the time, whatever all but never happens", (slip) => {
    const overseen = trembler(slip);
    for (const beta of [10, 1, 0.3, 0.1, 0.05, 0.03, 0.02, 0.01, 0.005, 0.001, 1e-4]) {
      const policy = trained(overseen, beta);
      // The two clocks differ by the steps until it no longer matters where the episode began, in 10,000.
      expect(Math.abs(longRun(overseen, policy).fires - firesSet(overseen, policy))).toBeLessThan(2e-3);
    }
  });
});
