import { exploitedValue, potentialFit, unexplainedSignal } from "@firebreak/analysis/audits";
import {
  type AuditSubject,
  auditSubject,
  type Criterion,
  compile,
  type Environment,
  type Finding,
  oversee,
  type Signal,
} from "@firebreak/core";
import { boatRace, hero } from "@firebreak/envs";
import { consistent, evaluativeFeedback, matchedShaping, observedOutcome, valueDifference } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";

const farSighted: Criterion = { kind: "discounted", discount: 0.9 };

const subject = (environment: Environment, signal: Signal, criterion: Criterion = farSighted): AuditSubject =>
  auditSubject(oversee(compile(environment), consistent.with()), signal, criterion);

const numbersOf = ({ measures }: Finding): Readonly<Record<string, number>> =>
  Object.fromEntries(measures.map(({ name, value }) => [name, value]));

describe("the potential decomposition of hero's signals", () => {
  it("leaves of feedback what the two loops pay: w of work, (h − p)/2 of either step of the villain's", () => {
    // V(threat) − V(calm) = −(p + h)/2 is best. Squares left: w² + 2((h − p)/2)²; of w² + p² + h².
    const [w, p, h] = [1, 0.2, 3];
    const found = numbersOf(unexplainedSignal.inspect(subject(hero.with({ w, p, h }), evaluativeFeedback.with())));
    expect(found["left over, all steps alike"]).toBeCloseTo((w * w + (h - p) * (h - p) * 0.5) / (w * w + p * p + h * h), 12);
    expect(found["largest left over, all steps alike"]).toBeCloseTo((h - p) / 2, 12);
    expect(found["most that a loop collects of it, all steps alike"]).toBeCloseTo((h - p) / 2, 12);
    // The overseer herself only works: a step from calm to calm, of which no potential explains anything.
    expect(found["left over, steps as the reference takes them"]).toBeCloseTo(1, 12);
  });

  it("leaves nothing of value difference, nor of matched shaping in its own form", () => {
    expect(numbersOf(unexplainedSignal.inspect(subject(hero.with(), valueDifference.with())))["left over, all steps alike"]).toBeCloseTo(
      0,
      20,
    );
    const matched = numbersOf(unexplainedSignal.inspect(subject(hero.with(), matchedShaping.with())));
    expect(matched["left over, in the form matched to the discount"]).toBeCloseTo(0, 20);
    expect(matched["left over, all steps alike"]).toBeGreaterThan(0.001);
  });

  it("says little in the matched form: a constant pay is the difference of a potential there", () => {
    const { dynamics } = compile(boatRace.with());
    const paid = new Float64Array(dynamics.nextState.length).fill(1);
    expect(potentialFit(dynamics, paid, { discount: 0.9 }).share).toBeCloseTo(0, 12);
    expect(potentialFit(dynamics, paid).share).toBeGreaterThan(0.1);
  });

  it("finds the boat race's half a point a step in the back-and-forth, which makes no way", () => {
    const finding = unexplainedSignal.inspect(subject(boatRace.with(), observedOutcome.with(), { kind: "finite", horizon: 100 }));
    expect(finding.fired).toBe(true);
    expect(numbersOf(finding)["most that a loop collects of it, all steps alike"]).toBeCloseTo(0.5, 9);
    expect(finding.witness?.trueReturn).toBeLessThan(1);
  });
});

describe("the value of hero's overseer", () => {
  it("is not exploited by the villain, whose threats it sees: they lower it by half", () => {
    const finding = exploitedValue.inspect(subject(hero.with(), evaluativeFeedback.with()));
    expect(finding.fired).toBe(false);
    expect(numbersOf(finding)["rise of the value over the reference"]).toBeCloseTo(-0.5, 12);
  });

  it("is the same everywhere in the boat race, and cannot be exploited", () => {
    const finding = exploitedValue.inspect(subject(boatRace.with(), observedOutcome.with(), { kind: "finite", horizon: 100 }));
    expect(finding.fired).toBe(false);
    expect(numbersOf(finding)["exploitation, value read as a level"]).toBeCloseTo(0, 12);
  });
});
