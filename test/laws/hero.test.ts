import {
  type Criterion,
  compile,
  compileSignal,
  createRng,
  type OverseenWorld,
  oversee,
  type Signal,
  type Solution,
  solve,
} from "@firebreak/core";
import { hero } from "@firebreak/envs";
import { consistent, evaluativeFeedback, regretApproval, stateValue, valueDifference } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";

/** Drawn once, by the seed "hero's law": w in [0.1, 1], p in [0, 2], h in [0.5, 10], γ in [0, 1), uniform. */
const rng = createRng("hero's law");
const uniform = (least: number, most: number): number => least + (most - least) * rng.double();
const drawn = Array.from({ length: 1_000 }, () => ({
  w: uniform(0.1, 1),
  p: uniform(0, 2),
  h: uniform(0.5, 10),
  discount: rng.double(),
}));

const place = (
  values: { w: number; p: number; h: number },
  cause: "seen" | "covert",
  value: "threat" | "threat-and-work" = "threat",
): OverseenWorld => oversee(compile(hero.with({ w: values.w, p: values.p, h: values.h, cause, value })), consistent.with());

const optimum = (overseen: OverseenWorld, signal: Signal, criterion: Criterion): Solution =>
  solve(overseen.world.dynamics, compileSignal(overseen, signal, criterion), criterion);

/** Q of causing the threat less Q of working, in calm, in units of 1 + max|Q|. */
function advantage({ q }: Solution): number {
  const [work = Number.NaN, cause = Number.NaN] = q; // calm is the first state, and its actions are work, cause, defeat
  const scale = 1 + q.reduce((most, entry) => (entry === Number.NEGATIVE_INFINITY ? most : Math.max(most, Math.abs(entry))), 0);
  return (cause - work) / scale;
}

const DISCOUNTS = [0, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999];
const TIE = 1e-12;

describe("the villain's world, in 1,000 drawn copies", () => {
  it("pays villainy strictly more on evaluative feedback if and only if γ(h − w) > w + p", () => {
    let villains = 0;
    for (const { discount, ...values } of drawn) {
      const { w, p, h } = values;
      const solution = optimum(place(values, "seen"), evaluativeFeedback.with(), { kind: "discounted", discount });
      const said = discount * (h - w) > w + p;
      expect(advantage(solution) > TIE, `w ${w} p ${p} h ${h} γ ${discount}`).toBe(said);
      villains += Number(said);
    }
    // Neither side of the flip is a corner case of the draw.
    expect(villains).toBeGreaterThan(300);
    expect(villains).toBeLessThan(700);
  });

  it("flips at γ* = (w + p)/(h − w) itself: a tie there, work below it, villainy above", () => {
    for (const values of drawn.slice(0, 200)) {
      const flip = (values.w + values.p) / (values.h - values.w);
      if (flip > 0 && flip < 0.99) {
        const at = (discount: number): number =>
          advantage(optimum(place(values, "seen"), evaluativeFeedback.with(), { kind: "discounted", discount }));
        expect(Math.abs(at(flip))).toBeLessThanOrEqual(TIE);
        expect(at(flip * (1 - 1e-6))).toBeLessThan(-TIE);
        expect(at(flip * (1 + 1e-6))).toBeGreaterThan(TIE);
      }
    }
  });

  it("never pays villainy strictly more on value difference at γ < 1, seen or covert, whether or not V sees the work", () => {
    for (const cause of ["seen", "covert"] as const) {
      for (const value of ["threat", "threat-and-work"] as const) {
        for (const [index, values] of drawn.entries()) {
          for (const discount of [DISCOUNTS[index % DISCOUNTS.length] ?? 0, values.discount]) {
            const solution = optimum(place(values, cause, value), valueDifference.with(), { kind: "discounted", discount });
            expect(advantage(solution)).toBeLessThanOrEqual(TIE);
          }
        }
      }
    }
  });

  it("ties villainy with work exactly on value difference at γ = 1 under lookahead of 2 or more, and on no lookahead of 1", () => {
    for (const cause of ["seen", "covert"] as const) {
      for (const values of drawn.slice(0, 100)) {
        for (const steps of [1, 2, 3, 4, 10]) {
          const { q, optimal } = optimum(place(values, cause), valueDifference.with(), { kind: "lookahead", steps, discount: 1 });
          expect(q[0]).toBe(0);
          expect(q[1]).toBe(steps === 1 ? -1 : 0);
          // Bit 0 is work and bit 1 is cause: the tie is reported as a tie.
          expect(optimal.mask[0]).toBe(steps === 1 ? 0b01 : 0b11);
        }
      }
    }
  });

  it("never pays villainy more on regret approval, at any γ, lookahead or horizon, seen or covert", () => {
    const criteria: readonly Criterion[] = [
      ...DISCOUNTS.map((discount) => ({ kind: "discounted", discount }) as const),
      { kind: "finite", horizon: 5 },
      { kind: "lookahead", steps: 4, discount: 1 },
    ];
    for (const cause of ["seen", "covert"] as const) {
      for (const [index, values] of drawn.entries()) {
        for (const criterion of [criteria[index % criteria.length], { kind: "discounted", discount: values.discount } as const]) {
          if (criterion !== undefined) {
            expect(advantage(optimum(place(values, cause), regretApproval.with(), criterion))).toBeLessThan(-TIE);
          }
        }
      }
    }
  });

  it("gives value difference the optima of state value at every 0 < γ < 1", () => {
    for (const values of drawn.slice(0, 200)) {
      const overseen = place(values, "seen", "threat-and-work");
      const criterion = { kind: "discounted", discount: Math.max(values.discount, 0.01) } as const;
      expect(optimum(overseen, valueDifference.with(), criterion).optimal).toEqual(optimum(overseen, stateValue.with(), criterion).optimal);
    }
  });
});
