import { greedyOnFeedbackLaw, type SignalSubject, signalLaws } from "@firebreak/core/testing";
import { evaluativeFeedback, matchedShaping, regretApproval, stateValue, valueDifference, valueRise } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";
import { failuresOf, missedBy, overseen, signals } from "./catalogs.ts";

const subjects: readonly SignalSubject[] = signals.map((signal) => ({ signal, worlds: overseen }));
const ofWorlds = (...names: readonly string[]): typeof overseen => overseen.filter(({ world }) => names.includes(world.id));

describe("every signal, in every world it can be had in", () => {
  for (const law of signalLaws) {
    it(`keeps the law '${law.id}': ${law.title}`, () => {
      expect(failuresOf(law, subjects)).toEqual([]);
    });

    it(`'${law.id}' catches its seeded fault: ${law.fault.title}`, () => {
      expect(missedBy(law, subjects)).toEqual([]);
    });
  }

  it("has a potential exactly if it is value difference or matched shaping", () => {
    expect(signals.filter(({ potential }) => potential !== "none").map(({ id, potential }) => [id, potential])).toEqual([
      [matchedShaping.with().id, "matched"],
      [valueDifference.with().id, "undiscounted"],
    ]);
  });

  it("is no potential at another discount than its own: value difference at 0.9, shaping that takes γ for 1", () => {
    const [potential] = signalLaws.filter(({ id }) => id === "potential");
    const difference = valueDifference.with();
    expect(potential?.check({ signal: { ...difference, potential: "matched" }, worlds: overseen })).toMatchObject({
      pass: false,
      detail: expect.stringContaining("at discount 0.99"),
    });
  });

  it("must be shown to depend on the path: a signal without a potential fails where no world shows it", () => {
    const [potential] = signalLaws.filter(({ id }) => id === "potential");
    const result = potential?.check({ signal: stateValue.with(), worlds: ofWorlds("boat-race@1").slice(0, 1) });
    expect(result).toMatchObject({ pass: false, detail: expect.stringContaining("give one") });
  });
});

describe("regret approval", () => {
  it(`keeps the law '${greedyOnFeedbackLaw.id}': ${greedyOnFeedbackLaw.title}`, () => {
    expect(failuresOf(greedyOnFeedbackLaw, [{ signal: regretApproval.with(), worlds: overseen }])).toEqual([]);
  });

  it(`'${greedyOnFeedbackLaw.id}' catches its seeded fault: ${greedyOnFeedbackLaw.fault.title}`, () => {
    expect(missedBy(greedyOnFeedbackLaw, [{ signal: regretApproval.with(), worlds: overseen }])).toEqual([]);
  });

  it("is alone in that: feedback, value difference and its rise all break it in the villain's world", () => {
    for (const family of [evaluativeFeedback, valueRise]) {
      expect(greedyOnFeedbackLaw.check({ signal: family.with(), worlds: ofWorlds("hero@1") }).pass).toBe(false);
    }
  });
});
