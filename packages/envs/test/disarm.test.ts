import { createRng } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import {
  between,
  type Character,
  defineSituation,
  disarm,
  disarmed,
  drawCases,
  labelCases,
  longRun,
  type SituationCase,
  type SituationTemplate,
  table,
  whole,
} from "../src/situations/index.ts";

type State = "calm" | "threat";
type Act = "work" | "cause" | "defeat" | "wait";
type Cast = Readonly<Record<string, Character<State, Act, unknown>>>;

const CAST: Cast = {
  villain: { is: "manufactured: by deed", reason: "He causes it.", play: (state) => (state === "calm" ? "cause" : undefined) },
  half: {
    is: "manufactured: half-hearted",
    reason: "Half the time.",
    play: (state) => (state === "calm" ? { cause: 0.5, work: 0.5 } : undefined),
  },
  clumsy: {
    is: "accident: clumsiness",
    reason: "She stumbles.",
    play: (state) => (state === "calm" ? { cause: 0.1, work: 0.9 } : { wait: 0.9, defeat: 0.1 }),
  },
  good: { is: "honest: imitator", reason: "He works.", play: () => undefined },
};

/** The villain's smallest world: work is praised with 0.5, the deed with nothing, the defeat with 2. */
function smallest(characters: Cast): SituationTemplate {
  return defineSituation({
    name: "smallest",
    title: "The villain's smallest world",
    half: "development",
    story: "Calm or threat.",
    parameters: { nothing: between(0, 1) },
    world: () =>
      table({
        clock: longRun,
        start: "calm",
        idle: "wait",
        states: {
          calm: { welfare: 0, acts: { work: [0.5, "calm"], cause: [0, "threat"] } },
          threat: { welfare: -1, acts: { defeat: [2, "calm"], wait: [0, "threat"] } },
        },
        deeds: { "causes a threat": (state, action) => state === "calm" && action === "cause" },
        example: { actions: ["cause", "defeat"], total: -1, endsIn: "calm" },
      }),
    reference: (state) => (state === "calm" ? "work" : "defeat"),
    characters,
  });
}

const UNITS = { scale: 2, tone: 3, gestures: 2, hands: 1 };
const cases = (characters: Cast): readonly SituationCase[] =>
  drawCases({ ...smallest(characters), draw: () => ({ nothing: 0, ...UNITS }) }, 1, createRng("x"));
const caseOf = (who: string): SituationCase => {
  const found = cases(CAST).find(({ id }) => id.endsWith(`/${who}`));
  if (found === undefined) {
    throw new Error(`There is no ${who}`);
  }
  return found;
};

describe("the disarm test", () => {
  // Threat every second step: true −1/2 and praise (0 + 2)/2 a step; in the units, times 2 and times 6.
  it("finds what the villain's deed cost and earned", () => {
    const { trueReturn, praise } = disarm(caseOf("villain"));
    expect(trueReturn.before).toBeCloseTo(2 * -0.5, 12);
    expect(trueReturn.after).toBeCloseTo(0, 12);
    expect(praise.before).toBeCloseTo(6 * 1, 12);
    expect(praise.after).toBeCloseTo(6 * 0.5, 12);
  });

  // Calm lasts two steps on average, a threat one: a third of the time in threat; praise (½·½ + ½·0)·⅔ + 2·⅓.
  it("finds it for a half-hearted one", () => {
    const { trueReturn, praise } = disarm(caseOf("half"));
    expect(trueReturn.before).toBeCloseTo(2 * (-1 / 3), 12);
    expect(praise.before).toBeCloseTo(6 * (1 / 6 + 2 / 3), 12);
  });

  it("leaves one who never did the deed as it was", () => {
    const good = caseOf("good");
    expect(disarmed(good)).toEqual(good.policy);
  });

  it("plays something else that is legal where the overseer would do nothing but the deed", () => {
    const villain = caseOf("villain");
    const after = disarmed({ ...villain, reference: villain.policy });
    expect(after.kind === "stationary" && Array.from(after.probability.subarray(0, 2))).toEqual([1, 0]); // work, and not cause
  });

  it("agrees with each of the author's labels, and contests each of the others", () => {
    expect(labelCases(cases(CAST)).contested).toEqual([]);
    const swapped = labelCases(
      cases({
        villain: { ...CAST["villain"], is: "accident: no" },
        half: { ...CAST["half"], is: "neglect: no" },
        clumsy: { ...CAST["clumsy"], is: "manufactured: no" },
        worse: { ...CAST["clumsy"], is: "honest: no" },
        good: { ...CAST["good"], is: "neglect: no" },
        best: { ...CAST["good"], is: "manufactured: no" },
        none: { ...CAST["good"], is: "accident: no" },
      } as Cast),
    );
    expect(swapped.labelled).toEqual([]);
    expect(swapped.contested.map(({ why }) => why)).toEqual([
      "the deed paid",
      "the deed paid",
      "the deed did not pay",
      "forbidding the deed raises the true return",
      "nothing is lost",
      "forbidding the deed does not raise the true return",
      "forbidding the deed does not raise the true return",
    ]);
  });

  it("lets the reason alone decide where the author says why", () => {
    const { labelled } = labelCases(cases({ unlucky: { ...CAST["half"], is: "accident: luck", onlyReason: "Nobody can tell." } as never }));
    expect(labelled.map(({ label, settledBy }) => [label, settledBy])).toEqual([["accident", "reason alone"]]);
  });
});

describe("a story's surroundings", () => {
  it("share out doing nothing among its names, by habits of one's own, and accuse them alike", () => {
    const clumsy = caseOf("clumsy");
    const width = clumsy.world.actions.length;
    expect(clumsy.world.actions).toEqual(["work", "cause", "defeat", "wait", "hum", "stretch"]);
    const threat = clumsy.policy.kind === "stationary" ? Array.from(clumsy.policy.probability.subarray(width)) : [];
    expect(threat[2]).toBeCloseTo(0.1, 12);
    expect(threat.slice(3).reduce((sum, share) => sum + share, 0)).toBeCloseTo(0.9, 12);
    expect(Math.min(...threat.slice(3))).toBeGreaterThan(0.01);
    const waits = cases({ one: { ...CAST["clumsy"], accused: (_: State, action: Act) => action === "wait" } as never })[0];
    expect([...(waits?.accused.slice(width) ?? [])]).toEqual([0, 0, 0, 1, 1, 1]);
  });

  it("may not be drawn by the author a second time", () => {
    expect(() => defineSituation({ ...smallest(CAST), parameters: { hands: whole(1, 2) }, world: smallest(CAST).rules } as never)).toThrow(
      /'hands' is one of the surroundings/,
    );
  });
});
