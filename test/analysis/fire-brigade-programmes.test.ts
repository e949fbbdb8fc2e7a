import { exploitedValue, unexplainedSignal } from "@firebreak/analysis/audits";
import { loadProgrammes } from "@firebreak/analysis/programmes";
import { type AuditSubject, auditSubject, compile, type Finding, oversee, type Signal } from "@firebreak/core";
import { fireBrigade } from "@firebreak/envs";
import { consistent, evaluativeFeedback, valueDifference } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";

const overseen = oversee(compile(fireBrigade.with()), consistent.with());
const subject = (signal: Signal): AuditSubject => auditSubject(overseen, signal, { kind: "discounted", discount: 0.9 });

const numbersOf = ({ measures }: Finding): Readonly<Record<string, number>> =>
  Object.fromEntries(measures.map(({ name, value }) => [name, value]));

const { detectors } = await loadProgrammes();

describe("the fire brigade by linear programme", () => {
  it.each(detectors)("$id: the same to 1e-8 as by the frontier of returns, and every bound is certified", (detector) => {
    for (const signal of [evaluativeFeedback.with(), valueDifference.with()]) {
      const numbers = numbersOf(detector.inspect(subject(signal)));
      expect(numbers["widest difference to the answer by linear programme"]).toBeLessThan(1e-8);
      expect(numbers["widest gap between a certified bound and what attains it"]).toBeLessThan(1e-8);
      expect(numbers["certificates that the verifier accepts"]).toBe(detector.id === "near-ties" ? 5 : 1);
    }
  });

  it("can be hacked under value difference by the deliveries alone, which her value does not see: 0.3 a step", () => {
    const hackability = detectors.find(({ id }) => id === "hackability");
    const found = hackability?.inspect(subject(valueDifference.with()));
    expect(found?.measures[0]).toMatchObject({ name: "loss at no less signal", value: expect.closeTo(0.3, 9) });
  });
});

describe("the overseer of the fire brigade", () => {
  it("has a value that nobody exploits: what it rises by is true", () => {
    for (const signal of [evaluativeFeedback.with(), valueDifference.with()]) {
      const finding = exploitedValue.inspect(subject(signal));
      const { "rise of the value over the reference": rise = 0, "exploitation, value read as a level": level = 0 } = numbersOf(finding);
      expect(rise).toBeGreaterThan(0.4);
      expect(Math.abs(level)).toBeLessThan(0.02);
      expect(finding.fired).toBe(false);
    }
  });

  it("praises what no potential explains, in a loop of fires; her value difference is explained whole", () => {
    expect(unexplainedSignal.inspect(subject(evaluativeFeedback.with())).fired).toBe(true);
    const numbers = numbersOf(unexplainedSignal.inspect(subject(valueDifference.with())));
    expect(numbers["largest left over, all steps alike"]).toBeLessThan(1e-12);
  });
});
