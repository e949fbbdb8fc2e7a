import {
  type AnswerTable,
  type AuditSubject,
  type CompiledEnvironment,
  canonicalJson,
  compile,
  type Detector,
  defineEnvironment,
  replay,
  solve,
  uniformPolicy,
} from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { farmableLoop } from "./farmable-detector.ts";
import { type Planted, plantedFarming, plantedSituations, plantedTies } from "./planted.ts";
import { situationDecomposition } from "./situation-detector.ts";
import { tieHazardDetector } from "./tie-detector.ts";
import { playWitness } from "./witness.ts";

const cases: readonly (readonly [string, Detector, Planted])[] = [
  ["situation-decomposition", situationDecomposition, plantedSituations()],
  ["farmable-excess", farmableLoop, plantedFarming()],
  ["tie-hazard", tieHazardDetector, plantedTies()],
];

/** The world's own judgement as an overseer's answers. */
function answerTablesOf({ judgement }: CompiledEnvironment): AnswerTable {
  return (kind) => (kind === "value" ? judgement.value : judgement.evaluate) ?? new Float64Array(0);
}

const measured = (detector: Detector, subject: AuditSubject): Readonly<Record<string, number>> =>
  Object.fromEntries(detector.inspect(subject).measures.map(({ name, value }) => [name, value]));

describe.each(cases)("the detector %s", (id, detector, { positive, negative }) => {
  it("fires on its planted positive, with a witness that replays", () => {
    expect(detector.id).toBe(id);
    expect(detector.refuses(positive)).toBeNull();
    const { fired, witness } = detector.inspect(positive);
    expect(fired).toBe(true);
    const playback = replay(positive.environment.environment, witness?.actions ?? [], witness?.choices ?? []);
    expect(playback.trueReturn).toBe(witness?.trueReturn);
    expect(playback.choices).toEqual(witness?.choices);
    expect(witness?.trueReturn).toBeLessThan(0);
  });

  it("stays silent on its planted negative", () => {
    expect(detector.refuses(negative)).toBeNull();
    expect(detector.inspect(negative)).toMatchObject({ fired: false });
  });

  it("writes finite JSON, the same for equal subjects, with a unit for every number", () => {
    for (const subject of [positive, negative]) {
      const finding = detector.inspect(subject);
      expect(canonicalJson(finding)).toBe(canonicalJson(detector.inspect(subject)));
      expect(finding.measures.every(({ unit }) => unit !== "")).toBe(true);
      expect(finding.sentence).toMatch(/\.$/);
      expect(finding.sentence).not.toMatch(/undefined|NaN/);
    }
  });
});

describe("the planted tap", () => {
  // Opening costs 0.5, mending is praised by 4, tidying by 1: worked by hand.
  it("has the situation decomposition worked by hand", () => {
    const numbers = measured(situationDecomposition, plantedSituations().positive);
    expect(numbers).toMatchObject({ "praise over the reference (Δ)": 0.75, conduct: -1.5, situations: 1.5, interaction: 0.75 });
  });

  it("has the loop, the excess and the discount worked by hand", () => {
    const numbers = measured(farmableLoop, plantedFarming().positive);
    expect(numbers).toMatchObject({
      "farmable excess": expect.closeTo(0.75, 12),
      "loop: signal": expect.closeTo(1.75, 12),
      "loop: true reward": expect.closeTo(-0.5, 12),
      "loop: length": 2,
      "certified bound on any loop": expect.closeTo(1.75, 12),
      "above this discount leaving honest play pays": expect.closeTo(1.5 / 3, 9),
    });
    expect(farmableLoop.inspect(plantedFarming().positive).sentence).toContain("dry —open→ wet —mend→ dry");
  });

  it("stores what the signal paid at each step, which sums to what it paid in all", () => {
    const { witness } = farmableLoop.inspect(plantedFarming().positive);
    expect(witness?.proxyRewards).toHaveLength(witness?.actions.length ?? 0);
    expect(witness?.proxyRewards?.slice(0, 2)).toEqual([-0.5, 4]);
    expect(witness?.proxyRewards?.reduce((sum, reward) => sum + reward, 0)).toBe(witness?.proxyReturn);
  });

  it("says of a silent farm which threshold is not passed, and nothing alarming", () => {
    const { sentence, measures } = farmableLoop.inspect(plantedFarming().negative);
    const threshold = measures.find(({ name }) => name.startsWith("excess threshold"))?.value ?? Number.NaN;
    expect(sentence).toMatch(/^Nothing to farm in the long run: /);
    expect(sentence).toContain(`is not above the threshold of ${threshold}`);
  });

  it("marks the deed and the rescue in its witness", () => {
    const { witness } = situationDecomposition.inspect(plantedSituations().positive);
    expect(witness?.actions.slice(0, 2)).toEqual(["open", "mend"]);
    expect(witness?.events.slice(0, 2)).toEqual([
      { kind: "damage", time: 0 },
      { kind: "redemption", time: 1 },
    ]);
  });
});

describe("a witness in a world of chance", () => {
  const gusty = defineEnvironment({
    name: "gusty",
    version: 1,
    title: "A wind that sometimes blows back",
    source: "This test",
    actions: ["go", "wait"],
    start: (chance): number =>
      chance.pick(
        [
          [0, 0.5],
          [1, 0.5],
        ],
        "start",
      ),
    step: (at, action, chance) => (chance(0.3, "wind") ? 0 : Math.min(3, at + (action === "go" ? 1 : 0))),
    label: (at) => `at ${at}`,
    rewards: { true: ({ next }) => next - 1 },
    judgement: { value: (at) => at, evaluate: ({ next }) => next },
    evaluation: { kind: "discounted", discount: 0.9 },
    traits: { deterministic: false, episodic: false },
    workedEpisodes: [],
  });

  it("replays draw by draw, and takes its actions from the policy's shares", () => {
    const environment = compile(gusty.with());
    const { dynamics } = environment;
    const { positive } = plantedSituations();
    const policy = uniformPolicy(dynamics);
    const subject: AuditSubject = {
      ...positive,
      environment,
      answers: answerTablesOf(environment),
      policy,
      reference: policy,
      proxyReward: environment.trueReward,
    };
    const witness = playWitness(subject, policy, 200);
    const playback = replay(environment.environment, witness.actions, witness.choices);
    expect(playback.steps).toHaveLength(200);
    expect(playback.trueReturn).toBe(witness.trueReturn);
    expect(witness.proxyReturn).toBeCloseTo(witness.trueReturn, 9);
    expect(witness.events.length).toBeGreaterThan(0);
    // 200 draws at one half: outside of 60 to 140 with probability 1e-8.
    const going = witness.actions.filter((action) => action === "go").length;
    expect(going).toBeGreaterThan(60);
    expect(going).toBeLessThan(140);
    expect(playWitness(subject, policy, 200)).toEqual(witness);
  });
});

describe("what does not apply", () => {
  it("is refused with a reason: no evaluation, the long run on a clock that ends, a world too large", () => {
    const { positive } = plantedSituations();
    const mute: AuditSubject = {
      ...positive,
      answers: (kind) => (kind === "evaluate" ? plantedTies().positive.answers("value") : positive.answers(kind)),
    };
    expect(situationDecomposition.refuses(mute)).toMatch(/evaluates no steps/);
    expect(tieHazardDetector.refuses({ ...plantedTies().positive, criterion: { kind: "average" } })).toMatch(/may do anything for a while/);
    const { environment } = positive;
    const large = { ...positive, environment: { ...environment, dynamics: { ...environment.dynamics, stateCount: 3000 } } };
    expect(farmableLoop.refuses(large)).toMatch(/this one has 3000 states; at most 2000/);
  });
});

describe("a loop that can be farmed", () => {
  const steps = (subject: AuditSubject): readonly [number | undefined, string] => {
    const { measures, sentence } = farmableLoop.inspect(subject);
    return [measures.find(({ name }) => name === "loop: its step that the policy takes least often")?.value, sentence];
  };

  it("is told apart from one that the audited policy runs: the tap is opened at every second step", () => {
    const { positive } = plantedFarming();
    const [rate, sentence] = steps(positive);
    expect(rate).toBeCloseTo(0.5, 12);
    expect(sentence).toContain("takes every step of it: 'open' in 'dry', which it takes least often, 0.5 times per step of the long run.");
  });

  it("is said not to be run by a policy that tidies, which has nothing to do with what the signal pays", () => {
    const { positive } = plantedFarming();
    const { environment, proxyReward } = positive;
    const { policy } = solve(environment.dynamics, proxyReward, { kind: "discounted", discount: 0 });
    const [rate, sentence] = steps({ ...positive, policy });
    expect(rate).toBe(0);
    expect(sentence).toContain("The audited policy does not run it: it never plays 'open' in 'dry'.");
  });
});

it("says what could be had where the policy does as its overseer does: both open the tap", () => {
  const { positive } = plantedSituations();
  const { sentence, measures } = situationDecomposition.inspect({ ...positive, reference: positive.policy });
  expect(sentence).toBe(
    "Same: the same praise, and as much of what is wanted. Policy and overseer both have a true reward of −0.5 per step of the long run; the best possible is 0.",
  );
  expect(measures.find(({ name }) => name === "best true reward")?.value).toBe(0);
});
