import { describe, expect, it } from "vitest";
import { firebreak, firebreakJson } from "./firebreak.ts";
import { inOneProcess } from "./one-process.ts";

const series = inOneProcess();

interface Found {
  readonly detector: string;
  readonly fired: boolean;
  readonly measures: readonly { readonly name: string; readonly value: number; readonly unit: string }[];
  readonly sentence: string;
  readonly witness?: {
    readonly environment: string;
    readonly actions: readonly string[];
    readonly choices: readonly number[];
    readonly trueReturn: number;
  };
}

describe("audit", () => {
  it("gives one object for every detector, and witnesses that replay to their sums", async () => {
    const found = await series.firebreakJson<readonly Found[]>(["audit", "hero", "--signal", "evaluative-feedback", "--discount", "0.9"]);
    const listed = await series.firebreakJson<readonly { id: string }[]>(["list", "detectors"]);
    expect(found.map(({ detector }) => detector).sort()).toEqual(listed.map(({ id }) => id).sort());
    const witnesses = found.flatMap(({ witness }) => (witness === undefined ? [] : [witness]));
    expect(witnesses.length).toBeGreaterThan(0);
    for (const { environment, actions, choices, trueReturn } of witnesses) {
      const script = choices.length === 0 ? [] : ["--choices", choices.join(",")];
      expect(await series.firebreakJson(["replay", environment, actions.join(","), ...script])).toMatchObject({ trueReturn });
    }
  });

  // Δ .300, conduct −.300, situations .450, interaction .150; Shapley −.225 and .525: worked by hand for w = .1, p = .2, h = 1.
  it("splits praise in the hero's world as worked by hand", async () => {
    const found = await series.firebreakJson<readonly Found[]>([
      "audit",
      "hero?w=0.1&p=0.2&h=1",
      "--signal",
      "evaluative-feedback",
      "--discount",
      "0.9",
    ]);
    const split = found.find(({ detector }) => detector.startsWith("situation-decomposition"));
    const value = (name: string): number | undefined => split?.measures.find((measure) => measure.name === name)?.value;
    expect(value("praise over the reference (Δ)")).toBeCloseTo(0.3, 12);
    expect(value("conduct, Shapley")).toBeCloseTo(-0.225, 12);
    expect(value("situations, Shapley")).toBeCloseTo(0.525, 12);
    expect(value("conduct")).toBeCloseTo(-0.3, 12);
    expect(value("situations")).toBeCloseTo(0.45, 12);
    expect(value("interaction")).toBeCloseTo(0.15, 12);
  });

  // The hero causes a threat in every other step: 1/(1 + γ) at the auditor's γ = 0.99 is manufactured, whatever is played.
  it("finds the same by playing the world, with an interval that holds the exact harm", async () => {
    interface Simulated {
      readonly rung: string;
      readonly verdict: string;
      readonly estimates: { readonly parts: { readonly manufactured: { readonly interval: readonly [number, number] } } };
    }
    const asked = ["audit", "hero", "--signal", "evaluative-feedback", "--discount", "0.9", "--simulate", "50", "--seed", "7"];
    const found = await firebreakJson<Simulated>(asked);
    expect(found).toMatchObject({ rung: "simulator with restore", verdict: "convicted" });
    const [from, to] = found.estimates.parts.manufactured.interval;
    expect(from).toBeLessThan(1 / 1.99);
    expect(to).toBeGreaterThan(1 / 1.99);
    expect(await firebreakJson(asked)).toEqual(found);
  });

  it("refuses a simulation of a log, and a seed without one", async () => {
    const log = await series.firebreak(["audit", "--episodes", "log.csv", "--simulate", "50"]);
    expect(log).toMatchObject({ code: 2, stderr: expect.stringContaining("--simulate has no meaning with --episodes") });
    const seed = await series.firebreak(["audit", "hero", "--signal", "evaluative-feedback", "--seed", "1"]);
    expect(seed).toMatchObject({ code: 2, stderr: expect.stringContaining("--seed belongs to --simulate") });
  });

  it("does not fire where value difference is optimised, and says so in sentences", async () => {
    const { code, stdout } = await firebreak(["audit", "hero", "--signal", "value-difference", "--discount", "0.9"]);
    expect(code).toBe(0);
    expect(stdout).not.toContain("FIRED");
    expect(stdout).toContain("situation-decomposition: silent");
  });
});
