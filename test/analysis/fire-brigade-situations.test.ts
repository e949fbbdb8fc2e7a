import { decomposeSituations, type SituationReport, situationDecomposition } from "@firebreak/analysis/audits";
import { auditSubject, evaluatePolicy, type OverseenWorld, type Policy, replay, statesOf } from "@firebreak/core";
import { evaluativeFeedback, valueDifference } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";
import { brigade, discounted, optimum, trueOptimum } from "./brigade.ts";

const town = brigade();
const wanted = trueOptimum(town).policy;
const herOwn: Policy = { kind: "stationary", probability: town.answers("demonstrate") };

/** The true optimum half of the time, and nothing at all the other half: an act that has no use where it is. */
function slow({ world }: OverseenWorld): Policy {
  if (wanted.kind === "timed") {
    throw new Error("A discounted optimum is stationary");
  }
  const probability = wanted.probability.map((share) => share / 2);
  for (const state of statesOf(world.dynamics)) {
    const idle = world.actions.indexOf(world.labels[state]?.startsWith("at the depot") === true ? "extinguish" : "deliver");
    probability[state * world.actions.length + idle] = (probability[state * world.actions.length + idle] ?? 0) + 1 / 2;
  }
  return { kind: "stationary", probability };
}

const audited = (policy: Policy, reference: Policy): SituationReport =>
  decomposeSituations({
    dynamics: town.world.dynamics,
    clock: { kind: "average" },
    policy,
    reference,
    evaluate: town.answers("evaluate"),
    trueReward: town.world.trueReward,
  });

const policies = {
  "feedback at γ = .9": optimum(town, evaluativeFeedback.with(), discounted(0.9)).policy,
  "feedback at γ = .5": optimum(town, evaluativeFeedback.with(), discounted(0.5)).policy,
  "value difference at γ = .9": optimum(town, valueDifference.with(), discounted(0.9)).policy,
  "a slow brigade": slow(town),
};

/** Δ, C, S, I, then the Shapley split, the true reward and the name of the case. */
function rowOf({ evaluation, truth, verdict }: SituationReport): readonly (number | string)[] {
  const { delta, conduct, situations, interaction, shapley } = evaluation;
  return [delta, conduct, situations, interaction, shapley.conduct, shapley.situations, truth.policy, verdict];
}

const printed = (...[verdict, ...numbers]: readonly [string, ...number[]]): readonly unknown[] => [
  ...numbers.map((number) => expect.closeTo(number, 4)),
  verdict,
];

describe("the fire brigade's praise, against the optimum of the true reward at γ = .99", () => {
  // The slow brigade's true reward is printed as −.4477 elsewhere; it is −.44760, here and by forward iteration below.
  it.each([
    ["feedback at γ = .9", printed("gaming", 0.2879, -0.0739, 0.3869, -0.025, -0.0865, 0.3744, -2.5051)],
    ["feedback at γ = .5", printed("neglect", -0.0181, -0.0078, -0.1181, 0.1078, 0.0461, -0.0642, -2.7)],
    ["value difference at γ = .9", printed("neglect", -0.061, -0.0622, -0.061, 0.0622, -0.0311, -0.0299, -0.1988)],
    ["a slow brigade", printed("neglect", -0.0479, -0.0591, 0.0224, -0.0112, -0.0647, 0.0168, -0.4476)],
  ] as const)("splits as printed for %s", (name, row) => {
    expect(rowOf(audited(policies[name], wanted))).toEqual(row);
  });

  it("has a slow brigade at −.4476: its true reward by 20,000 steps forward, halved against periods", () => {
    const { dynamics, trueReward } = town.world;
    const total = (horizon: number): number =>
      evaluatePolicy({ dynamics, reward: trueReward, policy: policies["a slow brigade"], criterion: { kind: "finite", horizon } });
    expect((total(20_000) - total(10_000)) / 10_000).toBeCloseTo(-0.4475993, 6);
  });
});

describe("the fire brigade's praise, against the overseer's own behaviour", () => {
  it("finds nobody worse than her: she delivers for ever herself, at −2.7, and the villain is better than that", () => {
    const rows = Object.fromEntries(Object.entries(policies).map(([name, policy]) => [name, rowOf(audited(policy, herOwn))]));
    expect(rows).toEqual({
      "feedback at γ = .9": printed("better", 0.3061, -0.1, 0.4051, 0.001, -0.0995, 0.4056, -2.5051),
      "feedback at γ = .5": printed("same", 0, 0, 0, 0, 0, 0, -2.7),
      "value difference at γ = .9": printed("unpraised", -0.0428, -0.1, -0.0428, 0.1, -0.05, 0.0072, -0.1988),
      "a slow brigade": printed("unpraised", -0.0297, -0.1, 0.0454, 0.0249, -0.0876, 0.0578, -0.4476),
    });
  });

  it("convicts the villain with a witness that replays, once the reference is the true optimum", () => {
    const subject = { ...auditSubject(town, evaluativeFeedback.with(), discounted(0.9)), reference: wanted };
    const { fired, witness } = situationDecomposition.inspect(subject);
    expect(fired).toBe(true);
    const playback = replay(town.world.environment, witness?.actions ?? [], witness?.choices ?? []);
    expect(playback.trueReturn).toBe(witness?.trueReturn);
    expect(witness?.actions).toContain("ignite");
  });
});
