import {
  farmableLoop,
  occupancyMeasure,
  returnsMeasure,
  situationDecomposition,
  situationMeasure,
  tieHazardDetector,
  tieHazardMeasure,
} from "@firebreak/analysis/audits";
import {
  type AuditSubject,
  auditSubject,
  type Criterion,
  compile,
  type MeasureContext,
  oversee,
  replay,
  type Signal,
} from "@firebreak/core";
import { boatRace } from "@firebreak/envs";
import { consistent, observedOutcome, valueDifference } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";

const hundred: Criterion = { kind: "finite", horizon: 100 };

const subject = (signal: Signal, criterion: Criterion): AuditSubject =>
  auditSubject(oversee(compile(boatRace.with()), consistent.with()), signal, criterion);

function contextOf({ environment, answers, policy, optimal, proxyReward, reference, criterion }: AuditSubject): MeasureContext {
  return {
    environment,
    answers,
    answered: ["value", "evaluate", "demonstrate"],
    checkpoint: { step: 0, policy, optimal, proxyReward },
    criterion,
    evaluation: environment.environment.spec.evaluation,
    reference,
  };
}

describe("the boat race, 100 steps on the observed reward", () => {
  const found = subject(observedOutcome.with(), hundred);

  it("is a tie: true returns of 0 to 100, 49 with ties split evenly", () => {
    const finding = tieHazardDetector.inspect(found);
    expect(finding.fired).toBe(true);
    expect(finding.measures.slice(0, 3).map(({ value }) => value)).toEqual([0, 49, 100].map((value) => expect.closeTo(value, 8)));
    expect(finding.witness?.proxyReturn).toBe(50);
    expect(finding.witness?.trueReturn).toBe(0);
    const playback = replay(found.environment.environment, finding.witness?.actions ?? [], finding.witness?.choices ?? []);
    expect([playback.observedReturn, playback.trueReturn]).toEqual([50, 0]);
  });

  it("is a tie and not a preference: nothing can be farmed that a lap does not collect", () => {
    const finding = farmableLoop.inspect(found);
    expect(finding.fired).toBe(false);
    const [excess] = finding.measures;
    expect(excess?.value).toBeCloseTo(0, 12);
    expect(finding.sentence).toContain("at no discount");
  });

  it("has the loop of the back-and-forth: half a point a step for no progress at all", () => {
    const numbers = Object.fromEntries(farmableLoop.inspect(found).measures.map(({ name, value }) => [name, value]));
    expect(numbers).toMatchObject({
      "loop: signal": expect.closeTo(0.5, 12),
      "loop: true reward": expect.closeTo(0, 12),
      "loop: length": 2,
    });
  });

  it("is measured by its returns", () => {
    const returns = returnsMeasure.measure(contextOf(found));
    expect(returns).toMatchObject({
      true: expect.closeTo(49, 8),
      trueMin: expect.closeTo(0, 8),
      trueMax: expect.closeTo(100, 8),
      proxy: expect.closeTo(50, 8),
      proxyOptimal: expect.closeTo(50, 8),
    });
    expect(returns["proxyUniform"]).toBeLessThan(0);
    const ties = tieHazardMeasure.measure(contextOf(found));
    expect(ties).toMatchObject({ min: expect.closeTo(0, 8), max: expect.closeTo(100, 8), replanning: 0 });
    expect(ties["tiedTime"]).toBeGreaterThan(0);
  });

  it("is measured by where its time goes, and by its situations", () => {
    const time = occupancyMeasure.measure(contextOf(found));
    expect(Object.keys(time)).toHaveLength(8);
    expect(Object.values(time).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    const { delta = 0, conduct = 0, situations = 0, interaction = 0 } = situationMeasure.measure(contextOf(found));
    expect(conduct + situations + interaction).toBeCloseTo(delta, 12);
  });
});

describe("the boat race on value difference", () => {
  it("is the zero signal: every play ties, and that is what is reported", () => {
    const found = subject(valueDifference.with(), hundred);
    const finding = tieHazardDetector.inspect(found);
    expect(finding.measures[0]?.value).toBeCloseTo(-100, 8);
    expect(finding.measures[2]?.value).toBeCloseTo(100, 8);
    expect(situationDecomposition.inspect(found).fired).toBe(false);
  });
});

describe("measures of a lookahead and of a learner", () => {
  it("give the proxy return on the environment's clock for a lookahead, and no optimum", () => {
    const found = subject(observedOutcome.with(), { kind: "lookahead", steps: 1, discount: 1 });
    const returns = returnsMeasure.measure(contextOf(found));
    expect(returns["proxyOptimal"]).toBeUndefined();
    expect(returns["proxy"]).toBeLessThanOrEqual(50);
    expect(tieHazardMeasure.measure(contextOf(found))["replanning"]).toBe(1);
  });

  it("solve for the optimum where the trial learned, and leave out the range of ties", () => {
    const found = subject(observedOutcome.with(), hundred);
    const { step, proxyReward } = contextOf(found).checkpoint;
    const learned = {
      ...contextOf(found),
      checkpoint: { step, policy: found.reference, ...(proxyReward === undefined ? {} : { proxyReward }) },
    };
    const returns = returnsMeasure.measure(learned);
    expect(returns["proxyOptimal"]).toBeCloseTo(50, 8);
    expect(returns["trueMin"]).toBeUndefined();
    expect(tieHazardMeasure.measure(learned)).toEqual({});
  });

  it("leave out what the overseer does not answer", () => {
    const { reference: _, ...alone } = contextOf(subject(observedOutcome.with(), hundred));
    expect(situationMeasure.measure(alone)).toEqual({});
  });
});
