import { createRng } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { creditOf } from "./credit.ts";
import { type CreditRule, openWindow } from "./credit-window.ts";
import { deepTamer } from "./deep-tamer.ts";
import { incrementalModel, ridgeModel } from "./human-model.ts";
import { tamer, viTamer } from "./tamer.ts";
import { tamerRl } from "./tamer-rl.ts";

const DELAY = { least: 0.2, most: 0.8 };
const LABELS: CreditRule = { delay: DELAY, credit: "label", silence: "skip" };
const WEIGHTS: CreditRule = { ...LABELS, credit: "weighted" };
/** The worked example of TAMER's credit: a step seen from 3.25 s to 3.45 s, and +2 said at 3.4, 3.85 and 4.1 s. */
const STEP = { start: 3.25, end: 3.45 };
const WORDS = [3.4, 3.85, 4.1].map((time) => ({ time, value: 2 }));

describe("delayed credit", () => {
  it("is 0, 1/3 and 1/4 in the worked example", () => {
    expect(WORDS.map(({ time }) => creditOf(time, STEP, DELAY))).toEqual([0, 1 / 3, 1 / 4].map((share) => expect.closeTo(share, 12)));
  });

  it("adds up to the labels 0.6667 after the second word and 1.1667 after the third", () => {
    const labelAfter = (count: number): number => {
      const model = ridgeModel(1, 0);
      const window = openWindow(LABELS, model);
      window.begin(0, STEP);
      WORDS.slice(0, count).forEach(window.say);
      window.listen(4.2499); // a word at 4.25 s could still be about it
      expect(model.estimate[0]).toBe(0);
      window.listen(4.26);
      return model.estimate[0] ?? Number.NaN;
    };
    expect([0, 1, 2, 3].map(labelAfter)).toEqual([0, 0, 2 / 3, 7 / 6].map((label) => expect.closeTo(label, 12)));
  });

  it("shares every word out wholly among steps that follow one another, whatever their lengths", () => {
    const rng = createRng("credit");
    const times = Array.from({ length: 60 }, () => 0.05 + rng.double()).map((_, at, lengths) =>
      lengths.slice(0, at).reduce((sum, length) => sum + length, 0),
    );
    const steps = times.slice(1).map((end, at) => ({ start: times[at] ?? 0, end }));
    for (let draw = 0; draw < 100; draw++) {
      const word = 1 + 20 * rng.double();
      const shares = steps.map((step) => creditOf(word, step, DELAY));
      expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    }
  });

  it("is all of one step's where the trainer always takes equally long", () => {
    const shares = [0.49, 0.5, 0.74, 0.75].map((time) => creditOf(time, { start: 0.25, end: 0.5 }, { least: 0.25, most: 0.25 }));
    expect(shares).toEqual([0, 1, 1, 0]);
  });

  it("is the chance that a word is about the step, where words come as the density has it", () => {
    // A moment of a step of 0.8 s, and a delay in [0.2, 0.8] later: which of three steps would the window have said? Seed "moments"; the
    // share of the right step has the mean 1 - 0.6/(3·0.8) = 0.75, and 20,000 draws err by less than 4.5·0.25/√20000.
    const rng = createRng("moments");
    let sum = 0;
    for (let draw = 0; draw < 20_000; draw++) {
      sum += creditOf(0.8 * rng.double() + 0.2 + 0.6 * rng.double(), { start: 0, end: 0.8 }, DELAY);
    }
    expect(Math.abs(sum / 20_000 - 0.75)).toBeLessThan((4.5 * 0.25) / Math.sqrt(20_000));
  });
});

describe("samples of Ĥ", () => {
  it("leave out steps that no word was about, or count them as 0", () => {
    for (const [silence, expected] of [
      ["skip", 3],
      ["zero", 1.5],
    ] as const) {
      const model = ridgeModel(1, 0);
      const window = openWindow({ ...LABELS, delay: { least: 0, most: 0 }, silence }, model);
      window.begin(0, { start: 0, end: 1 });
      window.begin(0, { start: 1, end: 2 });
      window.say({ time: 0.5, value: 3 });
      window.listen(10);
      expect(model.estimate[0]).toBe(expected);
    }
  });

  it("hear words in the order of their times, not of their telling", () => {
    const learned = ([3, 1, 2] as const).map((rotate) => {
      const model = incrementalModel(1, 0.5);
      const window = openWindow(WEIGHTS, model);
      window.begin(0, { start: 0, end: 1 });
      const words = [1, -1, 2].map((value, at) => ({ time: 0.3 + at / 10, value }));
      [...words.slice(rotate), ...words.slice(0, rotate)].forEach(window.say);
      window.listen(5);
      return model.estimate[0];
    });
    expect(new Set(learned).size).toBe(1);
  });

  it("weighted by credit have Deep TAMER's least of Σ w(h − Ĥ)²: no other Ĥ has less", () => {
    const rng = createRng("deep tamer");
    const model = ridgeModel(2, 0);
    const window = openWindow(WEIGHTS, model);
    const steps = Array.from({ length: 40 }, (_, at) => ({ pair: at % 2, span: { start: at * 0.4, end: (at + 1) * 0.4 } }));
    const words = Array.from({ length: 40 }, (_, at) => ({ time: 0.3 + at * 0.4 + 0.5 * rng.double(), value: rng.normal() }));
    for (const { pair, span } of steps) {
      window.begin(pair, span);
    }
    words.forEach(window.say);
    window.listen(100);
    const loss = (estimate: readonly number[]): number =>
      steps.reduce(
        (sum, { pair, span }) =>
          sum +
          words.reduce((part, { time, value }) => {
            const error = value - (estimate[pair] ?? 0);
            return part + creditOf(time, span, DELAY) * error * error;
          }, 0),
        0,
      );
    const [one = 0, other = 0] = model.estimate;
    const least = loss([one, other]);
    for (const step of [0.01, -0.01]) {
      expect(loss([one + step, other])).toBeGreaterThan(least);
      expect(loss([one, other + step])).toBeGreaterThan(least);
    }
  });

  it("weigh a word by its credit: the worked example's step is worth 2, for every word about it said so", () => {
    const model = ridgeModel(1, 0);
    const window = openWindow(WEIGHTS, model);
    window.begin(0, STEP);
    WORDS.forEach(window.say);
    window.listen(5);
    expect(model.estimate[0]).toBeCloseTo(2, 12);
  });
});

describe("late words on a walk to and fro", () => {
  // A word is about its own step by 3/4 and about each neighbour by 1/8 (the mean share above), so of praise 1 and blame c in turn a step of
  // praise is told 3/4 − c/4 and one of blame 1/4 − 3c/4: blame acts as (3c − 1)/(3 − c), and the discount at which circling pays falls.
  // Seed "to and fro"; 20,000 labels a pair, each within [-c, 1] and sharing words with the next, so counted half: the mean errs by less than
  // 4.5·(1 + c)/2/√10000.
  it("blame less than they are meant to: by 1/4 − 3c/4, and praise by 3/4 − c/4", () => {
    for (const c of [0, 0.5, 1]) {
      const rng = createRng("to and fro");
      const model = ridgeModel(2, 0);
      const window = openWindow(LABELS, model);
      for (let step = 0; step < 40_000; step++) {
        window.listen(0.8 * step);
        window.begin(step % 2, { start: 0.8 * step, end: 0.8 * (step + 1) });
        window.say({ time: 0.8 * (step + rng.double()) + 0.2 + 0.6 * rng.double(), value: step % 2 === 0 ? 1 : -c });
      }
      for (const [pair, label] of [3 / 4 - c / 4, 1 / 4 - (3 * c) / 4].entries()) {
        expect(Math.abs((model.estimate[pair] ?? Number.NaN) - label)).toBeLessThan((4.5 * (1 + c)) / 2 / 100);
      }
    }
  });
});

describe("settings", () => {
  it("refuse a longest delay below the shortest, by name", () => {
    for (const family of [tamer, deepTamer, viTamer, tamerRl]) {
      const wrong = (): unknown => family.with({ "delay-min": 1, "delay-max": 0.5 });
      expect(wrong).toThrow("it must be at least 'delay-min', 1");
      expect(wrong).toThrow(expect.objectContaining({ code: "bad-parameter" }));
    }
  });
});

describe("tabular models", () => {
  it("ridge: Σwy/(penalty + Σw)", () => {
    const model = ridgeModel(2, 0.5);
    model.learn(1, 3, 1);
    model.learn(1, -1, 0.5);
    expect([...model.estimate]).toEqual([0, 2.5 / 2]);
  });

  it("incremental: a step of size·weight towards each target", () => {
    const model = incrementalModel(1, 0.2);
    model.learn(0, 1, 1);
    model.learn(0, 1, 0.5);
    expect(model.estimate[0]).toBeCloseTo(0.2 + 0.1 * 0.8, 15);
  });
});
