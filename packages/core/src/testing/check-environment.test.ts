import { describe, expect, it } from "vitest";
import type { Environment } from "../environment.ts";
import { checkEnvironment, environmentLaws } from "./check-environment.ts";
import { explore, withSpec } from "./environment/explore.ts";
import { frequenciesLaw } from "./environment/frequencies.ts";
import { purityLaw } from "./environment/purity.ts";
import { crossing, field } from "./worlds.ts";

const HEALTHY: readonly Environment[] = [field, crossing];

const failures = (environment: Environment): readonly string[] =>
  checkEnvironment(environment)
    .filter(({ pass }) => !pass)
    .map(({ law, detail }) => `${law}: ${detail}`);

describe("the laws of worlds", () => {
  it("hold on the healthy worlds, with something to say about each", () => {
    for (const environment of HEALTHY) {
      expect(failures(environment)).toEqual([]);
      expect(checkEnvironment(environment).every(({ subject, detail }) => subject === environment.id && detail !== "")).toBe(true);
    }
  });

  for (const law of environmentLaws) {
    it(`'${law.id}' catches its seeded fault: ${law.fault.title}`, () => {
      const planted = HEALTHY.map((environment) => law.fault.plant(environment)).filter((faulty) => faulty !== null);
      expect(planted.length).toBeGreaterThan(0);
      for (const faulty of planted) {
        expect(law.check(faulty)).toMatchObject({ law: law.id, pass: false });
      }
    });
  }

  it("tell a step that changes its input once and for all", () => {
    const careless = withSpec(field, {
      step: (state, action, chance) => {
        const next = field.spec.step(state, action, chance);
        Object.assign(state as object, { soil: "wet" });
        return next;
      },
    });
    expect(purityLaw.check(careless)).toMatchObject({ pass: false, detail: expect.stringContaining("changes the state it is given") });
  });

  it("tell legal actions that come and go by a count of their own", () => {
    let asked = 0;
    const moody = withSpec(field, { legal: () => (++asked % 2 === 0 ? ["wait"] : ["wait", "water"]) });
    expect(purityLaw.check(moody)).toMatchObject({ pass: false });
  });

  it("plant no fault that changes nothing: in a world that stands still, standing still is right", () => {
    const still = withSpec(field, { step: (state) => state });
    expect(frequenciesLaw.check(still).pass).toBe(true);
    expect(frequenciesLaw.fault.plant(still)).toBeNull();
  });

  it("catch a trait that is not declared, both ways", () => {
    const silent = (episodic: boolean): Environment => withSpec(crossing, { traits: { deterministic: false, episodic } });
    expect(failures(silent(false))).toEqual(["traits: It says that it is not episodic, and 'far bank with 0' is terminal"]);
    expect(failures(withSpec(field, { traits: { deterministic: false, episodic: true } }))).toEqual([
      "traits: It says that it is episodic, and no state that can be reached is terminal",
    ]);
  });

  it("report what a world throws as a broken law, with the message", () => {
    const rigged = withSpec(field, { start: (chance) => chance.pick([[{ sky: "sun", soil: "dry" }, 0.9]], "start") });
    expect(failures(rigged).find((failure) => failure.startsWith("rows-sum-to-one"))).toContain("Cannot draw 'start': probabilities [0.9]");
  });
});

describe("waivers", () => {
  const judgement = { ...field.spec.judgement, value: () => 0 };

  it("let a broken law pass, with the reason in the detail", () => {
    const waived = withSpec(field, { judgement, waivers: [{ law: "equal-information", reason: "V is the subject here" }] });
    expect(failures(withSpec(field, { judgement }))).toHaveLength(1);
    expect(failures(waived)).toEqual([]);
    expect(checkEnvironment(waived).find(({ law }) => law === "equal-information")?.detail).toMatch(/^Waived: V is the subject here \(/);
  });

  it("fail as stale where the law holds", () => {
    const stale = withSpec(field, { waivers: [{ law: "equal-information", reason: "once true" }] });
    expect(failures(stale)).toEqual([expect.stringContaining("take the waiver away")]);
  });

  it("fail where they name a law that does not exist, with the nearest", () => {
    const lost = withSpec(field, { waivers: [{ law: "equal-informations", reason: "?" }] });
    expect(failures(lost)).toEqual([expect.stringContaining("the nearest are 'equal-information'")]);
  });
});

describe("exploring", () => {
  it("meets as many states as the worlds are said to have", () => {
    expect(explore(field, 10).states).toHaveLength(4);
    expect(explore(crossing, 100).states).toHaveLength(11);
    expect(() => explore(crossing, 5)).toThrow(/more than 5 states/);
  });
});
