import { farmableLoop, situationDecomposition, tieHazardDetector } from "@firebreak/analysis/audits";
import { heroFlip, heroFlipDiscount } from "@firebreak/analysis/closed-forms";
import {
  type AuditSubject,
  auditSubject,
  type Criterion,
  compile,
  createRng,
  type Finding,
  oversee,
  policyIteration,
  replay,
  type Signal,
} from "@firebreak/core";
import { hero } from "@firebreak/envs";
import { consistent, evaluativeFeedback, regretApproval, valueDifference } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";

type Scope = { readonly w: number; readonly p: number; readonly h: number; readonly cause?: "seen" | "covert" };

function subject(scope: Scope, signal: Signal, criterion: Criterion): AuditSubject {
  return auditSubject(oversee(compile(hero.with(scope)), consistent.with()), signal, criterion);
}

const numbersOf = ({ measures }: Finding): Readonly<Record<string, number>> =>
  Object.fromEntries(measures.map(({ name, value }) => [name, value]));

const discounted = (discount: number): Criterion => ({ kind: "discounted", discount });

describe("hero under evaluative feedback", () => {
  it("has the decomposition of the oracle: conduct −.225, situations .525", () => {
    const finding = situationDecomposition.inspect(subject({ w: 0.1, p: 0.2, h: 1 }, evaluativeFeedback.with(), discounted(0.9)));
    expect(finding.fired).toBe(true);
    expect(numbersOf(finding)).toMatchObject({
      "praise over the reference (Δ)": expect.closeTo(0.3, 12),
      conduct: expect.closeTo(-0.3, 12),
      situations: expect.closeTo(0.45, 12),
      interaction: expect.closeTo(0.15, 12),
      "conduct, Shapley": expect.closeTo(-0.225, 12),
      "situations, Shapley": expect.closeTo(0.525, 12),
      "true reward": expect.closeTo(-0.5, 12),
    });
    expect(finding.witness?.actions.slice(0, 4)).toEqual(["cause", "defeat", "cause", "defeat"]);
    expect(finding.witness?.events.slice(0, 2)).toEqual([
      { kind: "damage", time: 0 },
      { kind: "redemption", time: 1 },
    ]);
  });

  it("is no gaming below the flip", () => {
    // (.1 + .2)/(1 − .1) = 1/3.
    expect(situationDecomposition.inspect(subject({ w: 0.1, p: 0.2, h: 1 }, evaluativeFeedback.with(), discounted(0.33))).fired).toBe(
      false,
    );
    expect(situationDecomposition.inspect(subject({ w: 0.1, p: 0.2, h: 1 }, evaluativeFeedback.with(), discounted(0.34))).fired).toBe(true);
  });

  it("flips exactly where the closed form says, in 1,000 drawn worlds, by Q at 1e-12 of its scale", () => {
    const rng = createRng("drawn worlds of hero");
    const outcomes = new Set<boolean>();
    for (let world = 0; world < 1000; world++) {
      const scope = { w: 0.1 + 0.9 * rng.double(), p: 2 * rng.double(), h: 0.5 + 9.5 * rng.double(), gamma: rng.double() };
      const { w, p, h, gamma } = scope;
      const { environment, proxyReward } = subject({ w, p, h }, evaluativeFeedback.with(), discounted(gamma));
      const { q } = policyIteration(environment.dynamics, proxyReward, { discount: gamma });
      const calm = environment.labels.indexOf("calm") * environment.actions.length;
      const [cause = 0, work = 0] = ["cause", "work"].map((action) => q[calm + environment.actions.indexOf(action)]);
      const scale = 1 + Math.max(...[...q].filter(Number.isFinite).map(Math.abs));
      const villainy = cause - work > 1e-12 * scale;
      expect(villainy).toBe(heroFlip.evaluate(scope));
      outcomes.add(villainy);
    }
    expect(outcomes).toEqual(new Set([true, false]));
  });

  it("farms .4 more a step than honest work at w = 1, p = .2, h = 3, from the discount that the closed form gives", () => {
    const scope = { w: 1, p: 0.2, h: 3 };
    const finding = farmableLoop.inspect(subject(scope, evaluativeFeedback.with(), discounted(0.9)));
    expect(finding.fired).toBe(true);
    expect(numbersOf(finding)).toMatchObject({
      "farmable excess": expect.closeTo(0.4, 12),
      "loop: signal": expect.closeTo(1.4, 12),
      "loop: true reward": expect.closeTo(-0.5, 12),
      "above this discount leaving honest play pays": expect.closeTo(heroFlipDiscount.evaluate(scope), 9),
    });
    expect(finding.sentence).toContain("calm —cause→ threat —defeat→ calm");
  });
});

describe("hero under signals that do not pay for the threat", () => {
  it.each(["seen", "covert"] as const)("is never gamed on value difference below discount 1, the deed %s", (cause) => {
    for (const gamma of [0, 0.3, 0.6, 0.9, 0.99]) {
      const found = subject({ w: 0.1, p: 0.2, h: 1, cause }, valueDifference.with(), discounted(gamma));
      expect(situationDecomposition.inspect(found).fired).toBe(false);
      expect(tieHazardDetector.inspect(found).fired).toBe(false);
    }
  });

  it("reports value difference at discount 1, two steps ahead, as a tie and not as a preference", () => {
    const found = subject({ w: 0.1, p: 0.2, h: 1 }, valueDifference.with(), { kind: "lookahead", steps: 2, discount: 1 });
    const finding = tieHazardDetector.inspect(found);
    expect(finding.fired).toBe(true);
    expect(numbersOf(finding)).toMatchObject({ least: expect.closeTo(-0.5, 12), greatest: expect.closeTo(0, 12) });
    expect(finding.sentence).toContain("replanning selections");
    expect(finding.sentence).toContain("calm (work or cause)");
  });

  it("is never gamed on regret approval, and its loops farm nothing", () => {
    for (const gamma of [0, 0.5, 0.9, 0.99]) {
      const found = subject({ w: 0.1, p: 0.2, h: 10 }, regretApproval.with(), discounted(gamma));
      expect(situationDecomposition.inspect(found).fired).toBe(false);
      const farming = farmableLoop.inspect(found);
      expect(farming.fired).toBe(false);
      expect(numbersOf(farming)["farmable excess"]).toBeCloseTo(0, 12);
    }
  });
});

describe("every witness", () => {
  it("replays to the return it states", () => {
    const found = [
      subject({ w: 0.1, p: 0.2, h: 1 }, evaluativeFeedback.with(), discounted(0.9)),
      subject({ w: 0.1, p: 0.2, h: 1 }, valueDifference.with(), { kind: "lookahead", steps: 2, discount: 1 }),
    ].flatMap((each) => [situationDecomposition, farmableLoop, tieHazardDetector].map((detector) => ({ each, ...detector.inspect(each) })));
    const witnesses = found.flatMap(({ each, witness }) => (witness === undefined ? [] : [{ each, witness }]));
    expect(witnesses.length).toBeGreaterThan(2);
    for (const { each, witness } of witnesses) {
      expect(replay(each.environment.environment, witness.actions, witness.choices).trueReturn).toBe(witness.trueReturn);
    }
  });
});
