import { hackable, nearTies, proveBound, tieHazardDetector } from "@firebreak/analysis/audits";
import { verifyCertificate } from "@firebreak/analysis/certificates";
import {
  type AuditSubject,
  auditSubject,
  type Criterion,
  compile,
  createRng,
  type Environment,
  type Finding,
  oversee,
  type Signal,
} from "@firebreak/core";
import { boatRace, hero } from "@firebreak/envs";
import { consistent, evaluativeFeedback, observedOutcome, valueDifference } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";

const subject = (environment: Environment, signal: Signal, criterion: Criterion): AuditSubject =>
  auditSubject(oversee(compile(environment), consistent.with()), signal, criterion);

const numbersOf = ({ measures }: Finding): Readonly<Record<string, number>> =>
  Object.fromEntries(measures.map(({ name, value }) => [name, value]));

const farSighted: Criterion = { kind: "discounted", discount: 0.9 };

describe("hero, in 30 drawn worlds", () => {
  // Discounted by γ = .99, a step of villainy collects (γh − p)/(1 + γ) on average and costs 1/(1 + γ).
  it("has the near-tie curve and the hackability of the closed form", () => {
    const rng = createRng("near ties of hero");
    for (let world = 0; world < 30; world++) {
      const [w, p, h] = [0.1 + rng.double(), 2 * rng.double(), 0.5 + 9.5 * rng.double()];
      const found = subject(hero.with({ w, p, h }), evaluativeFeedback.with(), farSighted);
      const [villainy, honesty, cost] = [(0.99 * h - p) / 1.99, w, 1 / 1.99];
      const curve = numbersOf(nearTies.inspect(found));
      expect(curve["best signal"]).toBeCloseTo(Math.max(villainy, honesty), 12);
      // Near the best within ε of its scale: as large a share of the other as the difference of the two allows.
      const slack = 0.01 * (curve["scale of the signal"] ?? 0);
      const share = Math.min(1, slack / Math.abs(villainy - honesty));
      const [least, greatest] = villainy > honesty ? [-cost, -cost * (1 - share)] : [-cost * share, 0];
      expect(curve["least true reward within 1 % of the signal"]).toBeCloseTo(least, 9);
      expect(curve["greatest true reward within 1 %"]).toBeCloseTo(greatest, 9);
      expect(curve["certificates that the verifier accepts"]).toBe(5);
      // Nothing can be had by villainy from honest work where it pays less; else the whole range, and more praise.
      const hack = numbersOf(hackable.inspect(found));
      expect(hack["loss, of the range of all policies"]).toBeCloseTo(villainy > honesty ? 1 : 0, 9);
      expect(hack["signal by which the worst beats the reference"]).toBeCloseTo(Math.max(0, villainy - honesty), 9);
    }
  });
});

describe("value difference", () => {
  it("neither hacks nor nearly ties hero where time is discounted: a threat is paid for before it is paid back", () => {
    const found = subject(hero.with(), valueDifference.with(), farSighted);
    expect([nearTies, hackable].map((detector) => detector.inspect(found).fired)).toEqual([false, false]);
  });

  it("ties everything in hero under the average criterion: on the long run it pays nothing to anyone", () => {
    const finding = tieHazardDetector.inspect(subject(hero.with(), valueDifference.with(), { kind: "average" }));
    expect(tieHazardDetector.refuses(subject(hero.with(), valueDifference.with(), { kind: "average" }))).toBeNull();
    expect(finding.fired).toBe(true);
    expect(numbersOf(finding)).toMatchObject({ least: expect.closeTo(-0.5, 12), greatest: expect.closeTo(0, 12) });
    expect(finding.sentence).toContain("calm (work or cause)");
  });
});

describe("the boat race", () => {
  const found = subject(boatRace.with(), observedOutcome.with(), { kind: "finite", horizon: 100 });

  it("is 0 to 100 a hundred steps at ε = 0, and loses ⅔ of a point of truth a point of signal beyond", () => {
    // Bumping into a wall costs 1.5 more of the signal than the back-and-forth, and 1 of the truth.
    const finding = nearTies.inspect(found);
    const curve = numbersOf(finding);
    expect(finding.fired).toBe(true);
    expect(curve["least true reward within 0 % of the signal"]).toBeCloseTo(0, 9);
    expect(curve["greatest true reward within 1 %"]).toBeCloseTo(1, 9);
    for (const share of [0.01, 0.1, 1, 5]) {
      const expected = ((-2 / 3) * share * (curve["scale of the signal"] ?? 0)) / 100;
      expect(curve[`least true reward within ${share} % of the signal`]).toBeCloseTo(expected, 9);
    }
    expect(finding.witness?.trueReturn).toBe(0);
    expect(curve["widest gap between a certified bound and what attains it"]).toBeLessThan(1e-10);
  });

  it("has a certificate that no loop farms more than half a point a step, from anywhere", () => {
    const { dynamics, trueReward } = found.environment;
    const world = { dynamics, trueReward, proxyReward: found.proxyReward };
    const certificate = proveBound(world, { kind: "average" }, { of: "proxy", is: "at most", from: "any state" });
    expect(certificate.claim.bound).toBeCloseTo(0.5, 12);
    expect(verifyCertificate(world, JSON.parse(JSON.stringify(certificate))).accepted).toBe(true);
  });
});
