import { describe, expect, it } from "vitest";
import { firebreak, firebreakJson } from "./firebreak.ts";

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
    const found = await firebreakJson<readonly Found[]>(["audit", "hero", "--signal", "evaluative-feedback", "--discount", "0.9"]);
    const listed = await firebreakJson<readonly { id: string }[]>(["list", "detectors"]);
    expect(found.map(({ detector }) => detector).sort()).toEqual(listed.map(({ id }) => id).sort());
    const witnesses = found.flatMap(({ witness }) => (witness === undefined ? [] : [witness]));
    expect(witnesses.length).toBeGreaterThan(0);
    for (const { environment, actions, choices, trueReturn } of witnesses) {
      const script = choices.length === 0 ? [] : ["--choices", choices.join(",")];
      expect(await firebreakJson(["replay", environment, actions.join(","), ...script])).toMatchObject({ trueReturn });
    }
  });

  // Δ .300, conduct −.300, situations .450, interaction .150; Shapley −.225 and .525: worked by hand for w = .1, p = .2, h = 1.
  it("splits praise in the hero's world as worked by hand", async () => {
    const found = await firebreakJson<readonly Found[]>([
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

  it("does not fire where value difference is optimised, and says so in sentences", async () => {
    const { code, stdout } = await firebreak(["audit", "hero", "--signal", "value-difference", "--discount", "0.9"]);
    expect(code).toBe(0);
    expect(stdout).not.toContain("FIRED");
    expect(stdout).toContain("situation-decomposition: silent");
  });
});
