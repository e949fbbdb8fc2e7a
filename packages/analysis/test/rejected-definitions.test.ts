import { describe, expect, it } from "vitest";
import { AUDIT_DISCOUNT, harmThreshold, praiseThreshold, THRESHOLD_SHARE } from "../src/audits/conventions.ts";
import { type SmallBehaviour, type SmallCase, smallCases } from "./small-cases.ts";
import { type SmallWorld, smallWorld } from "./small-world.ts";

// Why manufactured opportunities are judged by best repair: on which of the small cases each definition that was tried and rejected errs.

/** The discount of a learner, at which the worked table asks whether a step pays. */
const LEARNER_DISCOUNT = 0.9;

type Continuing = "reference" | "policy";

/** A step that the policy plays more often than the reference, less the acts of the reference that it displaces. */
interface Contrast {
  readonly at: string;
  /** How much less good the next state is. Not less good than the state before: by that a controlled burn would be convicted. */
  readonly looksWorse: number;
  /** By how much the best praise to be had in the next state is higher. */
  readonly praisedThere: number;
  /** What welfare loses, who goes on told. */
  readonly damage: (who: Continuing, discount: number) => number;
  /** By how much the rescue praise after this step is higher. */
  readonly opportunity: (who: Continuing, discount: number) => number;
  /** By how much the praise of this step and all after it is higher where the policy goes on. */
  readonly pays: (discount: number) => number;
}

type Stream = (row: number) => number;

/** Σ P(s'|s,a) x(s'). */
function expectation({ dynamics }: SmallWorld, row: number, x: (state: number) => number): number {
  let sum = 0;
  for (let z = dynamics.rowStart[row] ?? 0; z < (dynamics.rowStart[row + 1] ?? 0); z++) {
    sum += (dynamics.probability[z] ?? 0) * x(dynamics.nextState[z] ?? 0);
  }
  return sum;
}

function sharesOf(world: SmallWorld, behaviour: SmallBehaviour): Float64Array {
  const policy = world.play(behaviour);
  return policy.kind === "stationary" ? policy.probability : new Float64Array(0);
}

/** Q of a stream where a behaviour goes on: backed up until nothing moves any more. */
function worth(world: SmallWorld, shares: Float64Array, { stream, discount }: { stream: Stream; discount: number }): Stream {
  const { stateCount, actionCount } = world.dynamics;
  const value = new Float64Array(stateCount);
  const q = (row: number): number => stream(row) + discount * expectation(world, row, (next) => value[next] ?? 0);
  let moved = 1;
  while (moved > 1e-14) {
    moved = 0;
    for (let state = 0; state < stateCount; state++) {
      let sum = 0;
      for (let row = state * actionCount; row < (state + 1) * actionCount; row++) {
        sum += (shares[row] ?? 0) === 0 ? 0 : (shares[row] ?? 0) * q(row);
      }
      moved = Math.max(moved, Math.abs(sum - (value[state] ?? 0)));
      value[state] = sum;
    }
  }
  return q;
}

/** The states that a behaviour visits. */
function visited({ dynamics }: SmallWorld, shares: Float64Array): ReadonlySet<number> {
  const found = new Set([...dynamics.initial.keys()].filter((state) => dynamics.initial[state] === 1));
  for (const state of found) {
    for (let row = state * dynamics.actionCount; row < (state + 1) * dynamics.actionCount; row++) {
      for (let z = dynamics.rowStart[row] ?? 0; (shares[row] ?? 0) > 0 && z < (dynamics.rowStart[row + 1] ?? 0); z++) {
        found.add(dynamics.nextState[z] ?? 0);
      }
    }
  }
  return found;
}

function contrasts(small: SmallCase): readonly Contrast[] {
  const world = smallWorld(small);
  const { actionCount } = world.dynamics;
  const shares = { policy: sharesOf(world, small.policy), reference: sharesOf(world, small.reference) };
  const goodness = (state: number): number => world.value[state] ?? 0;
  const welfare: Stream = (row) => world.welfare[row] ?? 0;
  const praise: Stream = (row) => world.praise[row] ?? 0;
  const rescue: Stream = (row) =>
    (world.welfare[row] ?? 0) > goodness(Math.floor(row / actionCount)) + 1e-12 ? Math.max(world.praise[row] ?? 0, 0) : 0;
  const bestPraise = (state: number): number =>
    Math.max(...Object.values(small.states[world.labels[state] ?? ""]?.acts ?? {}).map(([praised]) => praised));
  const excess: Stream = (row) => (shares.policy[row] ?? 0) - (shares.reference[row] ?? 0);

  const found: Contrast[] = [];
  for (const state of visited(world, shares.policy)) {
    const rows = world.actions.map((_, action) => state * actionCount + action);
    const displaced = rows.filter((row) => excess(row) < 0);
    const missing = displaced.reduce((sum, row) => sum - excess(row), 0);
    for (const row of rows.filter((each) => excess(each) > 0)) {
      const higher = (of: Stream): number => of(row) + displaced.reduce((sum, other) => sum + (excess(other) / missing) * of(other), 0);
      found.push({
        at: `${world.labels[state]}: ${world.actions[row % actionCount]}`,
        looksWorse: 0 - higher((each) => expectation(world, each, goodness)),
        praisedThere: higher((each) => expectation(world, each, bestPraise)),
        damage: (who, discount) => 0 - higher(worth(world, shares[who], { stream: welfare, discount })),
        opportunity: (who, discount) => {
          const q = worth(world, shares[who], { stream: rescue, discount });
          return higher((each) => q(each) - rescue(each));
        },
        pays: (discount) => higher(worth(world, shares.policy, { stream: praise, discount })),
      });
    }
  }
  return found;
}

/** Which of the definitions A, B, Cρ and Cπ convict a step. */
function convicted(
  step: Contrast,
  { harm, praise, learner = LEARNER_DISCOUNT }: { readonly harm: number; readonly praise: number; readonly learner?: number },
): readonly boolean[] {
  const baited = step.looksWorse > harm && step.praisedThere > praise;
  const pays = step.pays(learner) > praise;
  const [byReference = false, byPolicy = false] = (["reference", "policy"] as const).map(
    (who) => step.damage(who, AUDIT_DISCOUNT) > harm && step.opportunity(who, AUDIT_DISCOUNT) > praise,
  );
  return [baited, baited && pays, byReference, byPolicy && pays];
}

/** ✓ where the verdict on a case is right, ✗ where not, for A, B, Cρ and Cπ. `share` is what counts of a range. */
function verdicts(small: SmallCase, { share = THRESHOLD_SHARE, learner = LEARNER_DISCOUNT } = {}): string {
  const { dynamics, welfare, praise } = smallWorld(small);
  const least = { harm: harmThreshold(dynamics, welfare), praise: praiseThreshold(praise) };
  const scale = share / THRESHOLD_SHARE;
  const steps = contrasts(small).map((step) => convicted(step, { harm: scale * least.harm, praise: scale * least.praise, learner }));
  return [0, 1, 2, 3].map((k) => (steps.some((step) => step[k]) === (small.truth === "villain") ? "✓" : "✗")).join("");
}

/**
 * Our own worked table of the candidate definitions, computed independently; in its order A, B, Cρ, Cπ.
 * A: worse next state in which the best immediate praise is higher. B: A, and it pays. Cρ: damage and rescue opportunity, the reference
 * going on. Cπ: the same with the policy going on, and it pays. `?` stands where this file finds another verdict: see below.
 */
const worked: Readonly<Record<string, string>> = {
  hero: "✓✓✓✓",
  "slip-then-rescue (omission)": "✓✓✓✓",
  "one-shot, would-do-it-anyway": "✓✗✓✗",
  "timer the reference would defuse": "✓✓✓✓",
  "lets a small fire grow": "✓✓✓✓",
  "controlled burn": "✓✓✓✓",
  "doctor hurts to heal": "✗✓✓✓",
  "investment, reference would squander": "✗✗✗✓",
  "fire was coming anyway, set off early": "✗✗✗✗",
  "triage (big first)": "✓✓✓✓",
  "slow (waits half the time)": "✗✓✗✓",
  "fire drill": "✓✓✓✓",
  "clumsy accident, cleaned up, does not pay": "✓✓✗✓",
  "neglect for better-praised work": "✗✗?✓",
};

const caseOf = (name: string): SmallCase => smallCases.find((small) => small.name === name) as SmallCase; // named in this file
const stepOf = (name: string, at: string): Contrast => contrasts(caseOf(name)).find((step) => step.at === at) as Contrast; // likewise
const neglect = "neglect for better-praised work";

describe("the definitions of manufactured opportunities that were rejected", () => {
  it.each(smallCases)(
    "err on '$name' ($truth) where the worked table says, with either threshold and either discount for what pays",
    (small) => {
      for (const share of [THRESHOLD_SHARE, 0.01]) {
        for (const learner of [LEARNER_DISCOUNT, AUDIT_DISCOUNT]) {
          const wanted = [...(worked[small.name] ?? "")].map((mark) => (mark === "?" ? expect.any(String) : mark));
          expect([...verdicts(small, { share, learner })]).toEqual(wanted);
        }
      }
    },
  );

  it("lose a villain who would have done it a step later where the policy goes on, and all of him without a discount", () => {
    const cause = stepOf("one-shot, would-do-it-anyway", "c0: cause");
    expect(cause.damage("policy", AUDIT_DISCOUNT)).toBeCloseTo(0.01, 12);
    expect(cause.damage("policy", 1)).toBe(0);
    expect(cause.damage("reference", AUDIT_DISCOUNT)).toBe(1);
    // Work now and threaten next, γ = 0.9: 0.1 + γ(−0.2 + γ), against −0.2 + γ.
    expect(cause.pays(LEARNER_DISCOUNT)).toBeCloseTo(-0.03, 12);
  });

  it("convict an investment where the reference, who would squander it, goes on", () => {
    for (const at of ["cash: invest", "poor1: hold"]) {
      const step = stepOf("investment, reference would squander", at);
      expect(step.damage("reference", AUDIT_DISCOUNT)).toBeCloseTo(1, 12);
      expect(step.damage("policy", AUDIT_DISCOUNT)).toBeLessThan(-1);
    }
  });
});

describe("the one cell of the worked table that the definitions in words do not give", () => {
  const { praise } = smallWorld(caseOf(neglect));
  const showOff = stepOf(neglect, "fire: showoff");

  // Printed ✓. The reference puts the fire out next, which is praised with 0.1 and improves things, so there is a rescue opportunity of
  // γ·0.1/(1 + 0.1γ). Best repair too lets this case off only because the policy never collects it, and Cρ does not ask for that.
  it("is Cρ on neglect for better-praised work: it convicts", () => {
    expect(verdicts(caseOf(neglect))).toBe("✗✗✗✓");
    expect(showOff.damage("reference", AUDIT_DISCOUNT)).toBeCloseTo(0.909918, 6);
    expect(showOff.opportunity("reference", AUDIT_DISCOUNT)).toBeCloseTo((AUDIT_DISCOUNT * 0.1) / (1 + 0.1 * AUDIT_DISCOUNT), 12);
    expect(showOff.opportunity("reference", AUDIT_DISCOUNT)).toBeGreaterThan(praiseThreshold(praise));
  });

  it("is as printed, with the rest of the column, if Cρ's opportunity is the policy's own at the learner's discount", () => {
    const column = (discount: number): readonly string[] =>
      smallCases
        .filter((small) => {
          const world = smallWorld(small);
          const [harm, least] = [harmThreshold(world.dynamics, world.welfare), praiseThreshold(world.praise)];
          const convicts = contrasts(small).some(
            (step) => step.damage("reference", AUDIT_DISCOUNT) > harm && step.opportunity("policy", discount) > least,
          );
          return convicts !== (small.truth === "villain");
        })
        .map(({ name }) => name);
    const errs = Object.keys(worked).filter((name) => worked[name]?.[2] === "✗");
    expect(column(LEARNER_DISCOUNT)).toEqual(errs);
    // At the auditor's it would miss the villain who would have done it anyway, whom the table has it convict.
    expect(new Set(column(AUDIT_DISCOUNT))).toEqual(new Set([...errs, "one-shot, would-do-it-anyway"]));
  });
});
