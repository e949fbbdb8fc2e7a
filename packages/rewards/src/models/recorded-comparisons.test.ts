import { createRng, type FittedReward, type Method, openProblem, oversee } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { smallHero } from "../../test/worlds.ts";
import { consistent } from "../overseers/consistent.ts";
import { preferenceProbability } from "./preference.ts";
import { type ComparisonSettings, type RecordedComparison, recordedComparisons } from "./recorded-comparisons.ts";

const world = smallHero("seen");
const WORK = ["calm", "work", "calm"];
const CAUSE = ["calm", "cause", "threat"];
const DEFEAT = ["threat", "defeat", "calm"];

const said = (first: readonly string[], second: readonly string[], answer: RecordedComparison["answer"]): RecordedComparison => ({
  first,
  second,
  answer,
});

function fitOf(comparisons: readonly RecordedComparison[], settings: Partial<ComparisonSettings> = {}): FittedReward {
  const method = { needs: {} } as Method; // a problem reads nothing else of it
  const problem = openProblem(oversee(world, consistent.with()), { method, criterion: null, budget: { kind: "cost", limit: 0 } });
  const [fitted] = [...recordedComparisons({ name: "ann", comparisons, settings }).fit(problem, createRng("recorded"))];
  if (fitted === undefined) {
    throw new Error("no fit");
  }
  return fitted;
}

/** The rewards of work, cause and defeat: the outcomes of this world, in order. */
const rewards = (comparisons: readonly RecordedComparison[], settings: Partial<ComparisonSettings> = {}): readonly number[] => [
  ...fitOf(comparisons, settings).reward,
];

/** The w at which ridge·w = 1 − P(first) for a gap of 2w: where one comparison of two single steps settles, by symmetry at ±w. */
function settledAt(ridge: number): number {
  let [low, high] = [0, 100];
  for (let halving = 0; halving < 100; halving++) {
    const w = (low + high) / 2;
    [low, high] = ridge * w < 1 - preferenceProbability(2 * w, { temperature: 1, noise: 0 }) ? [w, high] : [low, w];
  }
  return low;
}

const ridge = 0.2;

describe("a reward from a record of comparisons", () => {
  it("asks nobody, takes no steps, and settles where the closed form does", () => {
    const { reward, steps } = fitOf([said(WORK, CAUSE, "first")], { ridge });
    expect(steps).toBe(0);
    expect(reward[0]).toBeCloseTo(settledAt(ridge), 7);
    expect(reward[1]).toBeCloseTo(-settledAt(ridge), 7);
    expect(reward[2]).toBe(0); // nobody spoke of it
  });

  it("counts a duplicate again, as one answer under half the ridge, also where it is told the other way round", () => {
    const again = rewards([said(WORK, CAUSE, "first"), said(WORK, CAUSE, "first")], { ridge });
    expect(again[0]).toBeCloseTo(settledAt(ridge / 2), 7);
    const turned = rewards([said(WORK, CAUSE, "first"), said(CAUSE, WORK, "second")], { ridge });
    turned.forEach((reward, z) => {
      expect(reward).toBeCloseTo(again[z] ?? Number.NaN, 9);
    });
  });

  it("takes duplicates that contradict one another for indifference, and a circle for no order at all", () => {
    for (const comparisons of [
      [said(WORK, CAUSE, "first"), said(WORK, CAUSE, "second")],
      [said(WORK, CAUSE, "first"), said(CAUSE, DEFEAT, "first"), said(DEFEAT, WORK, "first")],
    ]) {
      for (const reward of rewards(comparisons)) {
        expect(Math.abs(reward)).toBeLessThan(1e-9);
      }
    }
  });

  it("learns nothing from abstentions and from a segment found equal to itself, wherever they stand", () => {
    const plain = rewards([said(WORK, CAUSE, "first")], { ridge });
    const padded = [said(DEFEAT, WORK, "abstain"), said(WORK, CAUSE, "first"), said(DEFEAT, DEFEAT, "equal"), said(WORK, WORK, "abstain")];
    expect(rewards(padded, { ridge })).toEqual(plain);
  });

  it("learns from segments of different lengths what a step is worth: twice over once says that work is good, or that it is bad", () => {
    const twice = ["calm", "work", "calm", "work", "calm"];
    // Gap w: ridge·w = 1 − P(first | w), by bisection.
    let [low, high] = [0, 100];
    for (let halving = 0; halving < 100; halving++) {
      const w = (low + high) / 2;
      [low, high] = ridge * w < 1 - preferenceProbability(w, { temperature: 1, noise: 0 }) ? [w, high] : [low, w];
    }
    expect(rewards([said(twice, WORK, "first")], { ridge })[0]).toBeCloseTo(low, 7);
    expect(rewards([said(twice, WORK, "second")], { ridge })[0]).toBeCloseTo(-low, 7);
  });

  it("is fitted where all answers are of one kind that prefers: all 'first' is no fault of the file's order", () => {
    const [work = 0, cause = 0, defeat = 0] = rewards([said(DEFEAT, WORK, "first"), said(WORK, CAUSE, "first")]);
    expect([defeat > work, work > cause]).toEqual([true, true]);
  });

  it("is exact by default; members and comparisons held out make it draw", () => {
    const comparisons = [said(WORK, CAUSE, "first"), said(WORK, DEFEAT, "second"), said(CAUSE, DEFEAT, "second")];
    const model = recordedComparisons({ name: "ann", comparisons });
    expect([model.sampled, model.asks]).toEqual([false, []]);
    expect(recordedComparisons({ name: "ann", comparisons, settings: { members: 3 } }).sampled).toBe(true);
    const { fit } = fitOf(Array.from({ length: 200 }, () => comparisons).flat(), { "held-out": 0.5 });
    expect(fit.heldOut).toBeGreaterThan(200);
    expect(fit.heldOutError).toBeLessThan(0.1);
  });

  it("has an id of its settings, name and content, keys sorted", () => {
    const comparisons = [said(WORK, CAUSE, "first")];
    const idOf = (of: readonly RecordedComparison[], settings: Partial<ComparisonSettings> = {}): string =>
      recordedComparisons({ name: "ann", comparisons: of, settings }).id;
    expect(idOf(comparisons)).toMatch(/^recorded-comparisons@1\?content=[0-9a-f]{12}&name=ann$/);
    expect(idOf(comparisons, { ridge: 0.5, basis: "next" })).toMatch(
      /^recorded-comparisons@1\?basis=next&content=[0-9a-f]{12}&name=ann&ridge=0\.5$/,
    );
    expect(idOf([said(WORK, CAUSE, "second")])).not.toBe(idOf(comparisons));
  });
});

describe("a record of comparisons that cannot be", () => {
  const good = said(WORK, CAUSE, "first");
  it.each<readonly [what: string, comparisons: readonly RecordedComparison[], message: string]>([
    ["none", [], "Cannot learn from the comparisons 'ann': there are none"],
    ["one class", [said(WORK, CAUSE, "equal"), said(WORK, DEFEAT, "abstain")], "none of 2 prefers anything: 1 are 'equal', 1 'abstain'"],
    ["a segment preferred to itself", [good, said(WORK, WORK, "first")], "'ann' (comparison 2 of 2): it prefers a segment to itself"],
    ["a segment without a step", [said(["calm"], CAUSE, "second")], "(comparison 1 of 1): its first segment has 1 words"],
    ["a segment that ends in an action", [said(WORK, ["calm", "work"], "first")], "its second segment has 2 words"],
    ["another answer", [said(WORK, CAUSE, "left" as "first")], "its answer is 'left', and must be 'first', 'second', 'equal', 'abstain'"],
    [
      "another world",
      [said(["a", "x", "b"], ["b", "x", "a"], "first")],
      "none of the 2 states spoken of is there, so it may be a record of another world",
    ],
    [
      "a state that is not there",
      [good, said(["clam", "work", "calm"], CAUSE, "first")],
      "in 'small-hero@1': there is no state 'clam' (comparison 2 of 2); the nearest are 'calm'",
    ],
    [
      "an action that is not there",
      [good, said(["calm", "wrok", "calm"], CAUSE, "first")],
      "(comparison 2 of 2): there is no action 'wrok'; the nearest are 'work'",
    ],
    ["an action that is not legal there", [said(["threat", "work", "calm"], CAUSE, "first")], "'work' is not legal at 'threat'"],
    ["a step that never happens", [said(["calm", "work", "threat"], CAUSE, "first")], "'work' at 'calm' never leads to 'threat'"],
  ])("is refused: %s", (_, comparisons, message) => {
    expect(() => fitOf(comparisons)).toThrow(message);
  });

  it("is refused with settings and names that cannot be", () => {
    expect(() => recordedComparisons({ name: "Ann", comparisons: [good] })).toThrow("Cannot name a record of comparisons 'Ann'");
    expect(() => recordedComparisons({ name: "ann", comparisons: [good], settings: { ridge: 0 } })).toThrow("Cannot set 'ridge'");
    expect(() => recordedComparisons({ name: "ann", comparisons: [good], settings: { pessimism: 1 } })).toThrow("Cannot set 'pessimism'");
  });
});
