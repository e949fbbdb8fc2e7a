import { createRng } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { closedForm } from "./closed-form.ts";
import { circlingDiscount, goalReached } from "./goal-grid.ts";
import { heroFlip, heroFlipDiscount, rescueAfter, rescueAfterOnAverage } from "./hero.ts";

/** Drawn parameters, as the flagship study draws them. */
function drawn(count: number): readonly Record<"w" | "p" | "h" | "gamma", number>[] {
  const rng = createRng("closed forms");
  return Array.from({ length: count }, () => ({
    w: 0.1 + 0.9 * rng.double(),
    p: 2 * rng.double(),
    h: 0.5 + 9.5 * rng.double(),
    gamma: rng.double(),
  }));
}

describe("closed forms", () => {
  it("agree with each other: the flip is at its discount, and is the rescue one step later", () => {
    const worlds = drawn(500);
    const holds = worlds.map((scope) => heroFlip.evaluate(scope));
    expect(new Set(holds)).toEqual(new Set([true, false]));
    for (const [index, scope] of worlds.entries()) {
      const threshold = heroFlipDiscount.evaluate(scope);
      expect(holds[index]).toBe(scope.h > scope.w && scope.gamma > threshold);
      expect(rescueAfter.evaluate({ ...scope, k: 1 })).toBe(holds[index]);
    }
  });

  it("go to their limit on average", () => {
    for (const scope of drawn(100)) {
      for (const k of [1, 2, 5]) {
        const slack = Math.abs(scope.h - scope.p - (k + 1) * scope.w);
        if (slack > 1e-2) {
          expect(rescueAfter.evaluate({ ...scope, k, gamma: 1 - 1e-5 })).toBe(rescueAfterOnAverage.evaluate({ ...scope, k }));
        }
      }
    }
  });

  it("have the printed values", () => {
    expect(heroFlipDiscount.evaluate({ w: 1, p: 0.2, h: 3 })).toBeCloseTo(0.6, 15);
    const printed = [0, 0.25, 0.5, 0.75].map((c) => circlingDiscount.evaluate({ c }));
    expect(printed).toEqual([0.61803, 0.72474, 0.82288, 0.91421].map((value) => expect.closeTo(value, 5)));
    expect(goalReached.evaluate({ gamma: 0.82, c: 0.5 })).toBe(true);
    expect(goalReached.evaluate({ gamma: 0.83, c: 0.5 })).toBe(false);
  });

  it("are typeset from the expression", () => {
    expect(heroFlipDiscount.tex.replaceAll(" ", "")).toBe("\\frac{w+p}{h-w}");
    expect(heroFlipDiscount.mathMl).toBe(
      '<math xmlns="http://www.w3.org/1998/Math/MathML"><mrow><mfrac><mrow><mi>w</mi><mo>+</mo><mi>p</mi></mrow><mrow><mi>h</mi><mo>−</mo><mi>w</mi></mrow></mfrac></mrow></math>',
    );
    expect(heroFlip.mathMl).toContain("<mi>γ</mi>");
    expect(circlingDiscount.mathMl).toContain("<msqrt>");
    expect(rescueAfter.symbols).toEqual(["gamma", "k", "h", "p", "w"]);
  });

  it("open and close every element they write", () => {
    for (const { mathMl } of [heroFlip, heroFlipDiscount, rescueAfter, rescueAfterOnAverage, goalReached, circlingDiscount]) {
      const open: string[] = [];
      for (const [, slash, name = ""] of mathMl.matchAll(/<(\/?)([a-z]+)/g)) {
        if (slash === "") {
          open.push(name);
        } else {
          expect(open.pop()).toBe(name);
        }
      }
      expect(open).toEqual([]);
    }
  });

  it("refuse what they cannot typeset, and a scope without a symbol", () => {
    expect(() => closedForm({ id: "x", title: "x", expression: "[1, 2]" })).toThrow(/Cannot typeset a ArrayNode/);
    expect(() => heroFlip.evaluate({ gamma: 0.5, w: 1, p: 0 })).toThrow(/h/);
  });
});
