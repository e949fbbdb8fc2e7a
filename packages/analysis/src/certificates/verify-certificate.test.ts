import { createRng, evaluatePolicy, type MeasuringCriterion, type Policy, type Rng, solve } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { everyPolicy } from "../../test/every-policy.ts";
import { provesExactly } from "../../test/exact-proof.ts";
import { type RandomWorld, randomWorld } from "../../test/random-world.ts";
import { stepsOf } from "../audits/conventions.ts";
import { proveBound } from "../audits/prove-bound.ts";
import { returnFrontier } from "../audits/return-frontier.ts";
import type { Certificate, CertifiedWorld, Claim } from "./certificate.ts";
import { verifyCertificate } from "./verify-certificate.ts";

const CLOCKS: readonly MeasuringCriterion[] = [{ kind: "average" }, { kind: "discounted", discount: 0.8 }, { kind: "finite", horizon: 5 }];

interface Certified {
  readonly world: CertifiedWorld;
  readonly certificate: Certificate;
  /** What a policy does attain: the claim with a better bound is false. */
  readonly attained: number;
}

function certifiedOf({ dynamics, first, second }: RandomWorld, clock: MeasuringCriterion): readonly Certified[] {
  const world = { dynamics, proxyReward: first, trueReward: second };
  const frontier = returnFrontier({ ...world, clock });
  const leasts = [0, 0.01, 0.4].map((share) => frontier.least(frontier.greatestProxy - share));
  const of = (claim: Omit<Claim, "bound"> & { multiplier?: number }, attained: number): Certified => ({
    world,
    certificate: proveBound(world, clock, claim),
    attained,
  });
  return [
    ...leasts.map(({ level, truth, multiplier }) =>
      of({ of: "true", is: "at least", from: "the start", proxyAtLeast: level, multiplier }, truth),
    ),
    of({ of: "proxy", is: "at most", from: "the start" }, frontier.greatestProxy),
    of({ of: "true", is: "at most", from: "the start" }, solve(dynamics, second, clock).startValue / stepsOf(clock)),
    of({ of: "proxy", is: "at most", from: "any state" }, Math.max(...solve(dynamics, first, clock).value) / stepsOf(clock)),
  ];
}

const worldOf = (at: number): RandomWorld =>
  randomWorld(`certified-${at}`, { states: 4, actions: 2, outcomes: 1 + (at % 3), ends: at % 4 === 0 });

describe("a certificate", () => {
  it.each(CLOCKS)("is accepted, also in exact arithmetic, and its bound is attained, on the clock $kind", (clock) => {
    for (let at = 0; at < 40; at++) {
      for (const { world, certificate, attained } of certifiedOf(worldOf(at), clock)) {
        const sent: Certificate = JSON.parse(JSON.stringify(certificate));
        expect(verifyCertificate(world, sent)).toMatchObject({ accepted: true, reason: null });
        expect(provesExactly(world, sent)).toBe(true);
        expect(certificate.claim.bound).toBeCloseTo(attained, 8);
        // Never past what is attained: but for the rounding of `attained` itself.
        const beyond = certificate.claim.is === "at most" ? attained - certificate.claim.bound : certificate.claim.bound - attained;
        expect(beyond).toBeLessThan(1e-12);
      }
    }
  });

  it("bounds what every policy collects", () => {
    for (let at = 0; at < 12; at++) {
      const { dynamics, first, second } = worldOf(at);
      for (const { certificate } of certifiedOf(worldOf(at), { kind: "average" })) {
        const { claim } = certificate;
        const rate = (policy: Policy, reward: Float64Array): number =>
          evaluatePolicy({ dynamics, reward, policy, criterion: { kind: "average" } });
        const meant = everyPolicy(dynamics).filter((policy) => rate(policy, first) >= (claim.proxyAtLeast ?? Number.NEGATIVE_INFINITY));
        for (const policy of meant) {
          const value = rate(policy, claim.of === "true" ? second : first);
          expect(claim.is === "at most" ? claim.bound - value : value - claim.bound).toBeGreaterThan(-1e-9);
        }
      }
    }
  });

  it("is refused where it is no certificate at all", () => {
    const [one] = certifiedOf(worldOf(1), { kind: "average" });
    const { world, certificate } = one as Certified; // certifiedOf gives six
    const broken: readonly unknown[] = [
      { ...certificate, schema: "certificate@2" },
      { ...certificate, proof: null },
      { ...certificate, clock: { kind: "eternal" } },
      { ...certificate, claim: { ...certificate.claim, of: "joy" } },
      { ...certificate, claim: { ...certificate.claim, is: "about" } },
      { ...certificate, claim: { ...certificate.claim, from: "heaven" } },
      { ...certificate, claim: { ...certificate.claim, bound: null } },
      { ...certificate, claim: { ...certificate.claim, from: "any state" } },
      { ...certificate, proof: { ...certificate.proof, potential: "abcd" } },
    ];
    for (const each of broken) {
      expect(verifyCertificate(world, each as Certificate)).toMatchObject({ accepted: false, proved: null, shift: null });
    }
  });
});

/** One change of a number, at random; `attained` is used to claim what is false. */
type Tamper = (certified: Certified, rng: Rng) => { readonly world: CertifiedWorld; readonly certificate: Certificate };

const sized = (rng: Rng): number => (rng.double() < 0.5 ? -1 : 1) * Math.exp(-18 * rng.double());

const moved = (numbers: readonly number[], rng: Rng): readonly number[] => {
  const [at, by] = [rng.below(numbers.length), sized(rng)];
  return numbers.map((value, index) => (index === at ? value + by : value));
};

const inProof = ({ world, certificate }: Certified, proof: Partial<Certificate["proof"]>): ReturnType<Tamper> => ({
  world,
  certificate: { ...certificate, proof: { ...certificate.proof, ...proof } },
});

const TAMPERS: Readonly<Record<string, Tamper>> = {
  "a better bound than is attained": ({ world, certificate, attained }, rng) => {
    const better = (certificate.claim.is === "at most" ? -1 : 1) * Math.abs(sized(rng));
    return { world, certificate: { ...certificate, claim: { ...certificate.claim, bound: attained + better } } };
  },
  "another condition": ({ world, certificate }, rng) => {
    const { proxyAtLeast, ...claim } = certificate.claim;
    const condition = proxyAtLeast === undefined ? {} : { proxyAtLeast: proxyAtLeast - Math.abs(sized(rng)) };
    return { world, certificate: { ...certificate, claim: { ...claim, ...condition } } };
  },
  "the opposite claim": ({ world, certificate }) => ({
    world,
    certificate: { ...certificate, claim: { ...certificate.claim, is: certificate.claim.is === "at most" ? "at least" : "at most" } },
  }),
  "another multiplier": (certified, rng) => inProof(certified, { multiplier: certified.certificate.proof.multiplier + sized(rng) }),
  "another potential": (certified, rng) => inProof(certified, { potential: moved(certified.certificate.proof.potential, rng) }),
  "another gain": (certified, rng) => {
    const { gain } = certified.certificate.proof;
    return inProof(certified, gain === undefined ? {} : { gain: moved(gain, rng) });
  },
  "a lost potential": (certified) => inProof(certified, { potential: certified.certificate.proof.potential.slice(1) }),
  "another clock": ({ world, certificate }, rng) => {
    const { clock } = certificate;
    const other: MeasuringCriterion =
      clock.kind === "discounted"
        ? { kind: "discounted", discount: rng.double() }
        : clock.kind === "finite"
          ? { ...clock, horizon: 4 }
          : clock;
    return { world, certificate: { ...certificate, clock: other } };
  },
  "a world with other rewards": ({ world, certificate }, rng) => ({
    world: {
      ...world,
      trueReward: Float64Array.from(moved([...world.trueReward], rng)),
      proxyReward: Float64Array.from(moved([...world.proxyReward], rng)),
    },
    certificate,
  }),
};

describe("a tampered certificate", () => {
  it.each(Object.keys(TAMPERS))("is never accepted: %s", (kind) => {
    const rng = createRng(`tampering/${kind}`);
    let unsound = 0;
    for (let at = 0; unsound < 100; at++) {
      const all = certifiedOf(worldOf(at % 40), CLOCKS[at % 3] ?? { kind: "average" });
      for (const certified of all) {
        const { world, certificate } = TAMPERS[kind]?.(certified, rng) ?? certified;
        // Some changes leave a proof that still proves its claim, such as a lower potential where nobody goes: they do not count.
        if (!provesExactly(world, certificate)) {
          unsound++;
          expect(verifyCertificate(world, certificate).accepted).toBe(false);
        }
      }
      expect(at).toBeLessThan(400);
    }
  });
});

describe("a proof by a price of the wrong kind", () => {
  // With c = −true + λ·proxy and λ < 0 the same sum speaks of policies that collect *at most* so much of the proxy.
  it("is refused where the price is below 0, and its claim false", () => {
    let untrue = 0;
    for (let at = 0; at < 40; at++) {
      const { dynamics, first, second } = worldOf(at);
      const clock = { kind: "discounted", discount: 0.8 } as const;
      const world = { dynamics, proxyReward: first, trueReward: second };
      const frontier = returnFrontier({ ...world, clock });
      const level = frontier.greatestProxy - 1.5;
      const both = { ...world, trueReward: second.map((r, z) => r + (first[z] ?? 0)) };
      const { claim, proof } = proveBound(both, clock, { of: "true", is: "at least", from: "the start" });
      const bound = claim.bound - level - 1e-6;
      const certificate = {
        schema: "certificate@1",
        clock,
        claim: { ...claim, bound, proxyAtLeast: level },
        proof: { ...proof, multiplier: -1 },
      } as const;
      if (frontier.least(level).truth < bound) {
        untrue++;
        expect(verifyCertificate(world, certificate)).toMatchObject({ accepted: false, reason: expect.stringContaining("at least 0") });
      }
    }
    expect(untrue).toBeGreaterThan(3);
  });

  it("is refused where the claim has no condition to be priced, and is false", () => {
    let untrue = 0;
    // Every fourth world ends, where a shifted reward is not shifted.
    for (const at of Array.from({ length: 40 }, (_, index) => index).filter((index) => index % 4 !== 0)) {
      const { dynamics, first, second } = worldOf(at);
      const clock = { kind: "discounted", discount: 0.8 } as const;
      // The most of the shifted proxy is 0, so that a condition of 0 binds.
      const top = returnFrontier({ dynamics, proxyReward: first, trueReward: second, clock }).greatestProxy;
      const world = { dynamics, proxyReward: first.map((r) => r - top), trueReward: second };
      const frontier = returnFrontier({ ...world, clock });
      const { multiplier } = frontier.least(0);
      const { claim, ...rest } = proveBound(world, clock, { of: "true", is: "at least", from: "the start", proxyAtLeast: 0, multiplier });
      const { proxyAtLeast: _, ...unconditional } = claim;
      if (frontier.least(Number.NEGATIVE_INFINITY).truth < claim.bound - 1e-6) {
        untrue++;
        expect(verifyCertificate(world, { ...rest, claim: unconditional }).accepted).toBe(false);
      }
    }
    expect(untrue).toBeGreaterThan(3);
  });
});
