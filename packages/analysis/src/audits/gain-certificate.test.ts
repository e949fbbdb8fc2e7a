import { averageReward, type TabularMdp } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { randomWorld } from "../../test/random-world.ts";
import { certificateExcess, gainCertificate } from "./gain-certificate.ts";

describe("the certificate of the greatest gain", () => {
  it("is sound, and tight: its bound is the greatest gain of any state", () => {
    for (let at = 0; at < 60; at++) {
      const { dynamics, first } = randomWorld(`certificate-${at}`, { states: 6, actions: 3, outcomes: 1 + (at % 3), ends: at % 4 === 0 });
      const certificate = gainCertificate(dynamics, first);
      expect(certificateExcess(dynamics, first, certificate)).toBeLessThan(1e-9);
      expect(certificate.bound).toBe(Math.max(...averageReward(dynamics, first).value));
    }
  });

  it("needs the gain in its potential where an action leads away from a good loop", () => {
    // State 0 stays for 5 a step or leaves for 100, once, to state 1, which stays for 1 a step.
    const dynamics: TabularMdp = {
      stateCount: 2,
      actionCount: 2,
      rowStart: Int32Array.from([0, 1, 2, 3, 3]),
      nextState: Int32Array.from([0, 1, 1]),
      probability: Float64Array.from([1, 1, 1]),
      initial: Float64Array.from([1, 0]),
      terminal: new Uint8Array(2),
      maxOutcomes: 1,
    };
    const reward = Float64Array.from([5, 100, 1]);
    const certificate = gainCertificate(dynamics, reward);
    expect(certificate.bound).toBeCloseTo(5, 12);
    expect(certificateExcess(dynamics, reward, certificate)).toBeLessThan(1e-9);
    // Without that weight the one-off 100 looks like farming.
    expect(certificateExcess(dynamics, reward, { bound: 5, potential: new Float64Array(2) })).toBeCloseTo(95, 12);
  });

  it("fails its check when the bound is too low or the potential is another's", () => {
    const { dynamics, first } = randomWorld("certificate-fault", { states: 6, actions: 3, outcomes: 2 });
    const { bound, potential } = gainCertificate(dynamics, first);
    expect(certificateExcess(dynamics, first, { bound: bound - 0.01, potential })).toBeGreaterThan(0.005);
    expect(
      certificateExcess(dynamics, first, { bound, potential: potential.map((value, state) => (state === 0 ? value - 1 : value)) }),
    ).toBeGreaterThan(0.1);
  });
});
