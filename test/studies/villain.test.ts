import { readFileSync } from "node:fs";
import type { StudyResults } from "@firebreak/analysis";
import { clopperPearsonInterval } from "@firebreak/analysis/statistics";
import { type ClaimRule, createWorldCache, fingerprintOf, type Plan, planStudy, rulesHashOf, runBlock, type Study } from "@firebreak/core";
import { beforeAll, describe, expect, test } from "vitest";
import report from "../../studies/villain.report.ts";
import villain from "../../studies/villain.ts";
import { swapped } from "./swapped.ts";

/** Ends of the sweeps: what decides. */
const ENDS = new Set(["discounted-0.9", "lookahead-1-0.9", "lookahead-16-0.9", "finite-1", "finite-100"]);

/** A rule with the ids in it, as sets: those of the reward forms of C2 apart, which are read at one criterion only. */
function reader(claim: ClaimRule): (environment: string, method: string, criterion: string) => boolean {
  const { forms, formsAt, ...swept } = claim.rule;
  const named = new Set(Object.values(swept).flat().map(String));
  const compared = new Set([forms ?? []].flat().map(String));
  return (environment, method, criterion) =>
    named.has(environment) &&
    // Imitation is what all others are compared with.
    (criterion === "-"
      ? method.startsWith("imitation@")
      : (named.has(method) && named.has(criterion)) || (compared.has(method) && formsAt === criterion));
}

/** What the verdicts look at in a trial under a rule: the other measures only draw. C4 compares policies, and measures where V is fooled. */
function measuresRead({ id, rule }: ClaimRule, environment: string, criterion: string): readonly string[] {
  if (environment === rule["boatWorld"]) {
    return ["returns", "manufactured"];
  }
  const fooled = [rule["foolingWorlds"]].flat().includes(environment) && [rule["criterion"], rule["narrowest"]].includes(criterion);
  return id !== "C4" ? ["manufactured"] : fooled ? ["exploitation"] : [];
}

/** The blocks whose trials some one rule reads, each with the measures that it reads: every other trial of the study only draws figures. */
function ruledBlocks(
  plan: Plan,
  rules: readonly ClaimRule[],
): readonly { readonly block: Plan["blocks"][number]; readonly read: Set<string> }[] {
  const readers = rules.map((rule) => ({ rule, reads: reader(rule) }));
  return plan.blocks.flatMap((block) => {
    const [environment = "", , method = "", criterion = ""] = (block.keys[0] ?? "").split("|");
    const atAnEnd = criterion === "-" || ENDS.has(criterion) || COARSE.has(criterion);
    if (!atAnEnd || block.seeds[0] !== null || block.cell.overseer.id !== "consistent@1") {
      return [];
    }
    const reading = readers.filter(({ reads }) => reads(environment, method, criterion));
    const read = new Set(reading.flatMap(({ rule }) => measuresRead(rule, environment, criterion)));
    return reading.length === 0 ? [] : [{ block, read }];
  });
}

/** Where a rule takes every discount, a few of them do here. */
const COARSE = new Set(["discounted-0", "discounted-0.9", "discounted-0.99"]);

/** So many drawn worlds of each larger kind are enough for C2 to C4, but for the few where V is fooled; C1, whose share is quoted, takes them all. */
const KEPT = 1;

const fewerWorlds = (ids: readonly string[]): readonly string[] => {
  const kept = new Map<string, number>();
  return ids.filter((id) => {
    const kind = id.split("@")[0] ?? id;
    kept.set(kind, (kept.get(kind) ?? 0) + 1);
    return kind === "hero" || (kept.get(kind) ?? 0) <= KEPT;
  });
};

/** The study with rules over fewer discounts and larger worlds. */
function lighter(study: Study): Study {
  const coarse = ({ id, position, rule }: ClaimRule): ClaimRule => {
    const fewer = Object.entries(rule).map(([name, value]) => {
      const values = Array.isArray(value) ? value.map(String) : [];
      return name === "discounts"
        ? [name, values.filter((discount) => COARSE.has(discount))]
        : id !== "C1" && name !== "foolingWorlds" && name.toLowerCase().endsWith("worlds")
          ? [name, fewerWorlds(values)]
          : [name, value];
    });
    return { id, position, rule: Object.fromEntries(fewer) };
  };
  return { ...study, claims: study.claims.map(coarse) };
}

/** The trials that decide the claims, and those that decide them when a treatment is exchanged. */
function resultsOf(study: Study, exchanged: readonly ClaimRule[] = []): StudyResults {
  const plan = planStudy(study);
  const rules = [...study.claims.filter(({ id }) => id !== "L1"), ...exchanged];
  const cache = createWorldCache(1e7);
  return {
    study,
    fingerprint: fingerprintOf(study),
    rulesHash: rulesHashOf(study),
    rulesFixedBefore: true,
    results: ruledBlocks(plan, rules).flatMap(({ block, read }) =>
      runBlock({ ...study, measures: study.measures.filter(({ id }) => read.has(id)) }, block, cache),
    ),
    findings: [],
    refused: plan.refused,
    provenance: [],
  };
}

const ruleOf = (study: Study, id: string): ClaimRule => {
  const claim = study.claims.find((each) => each.id === id);
  if (claim === undefined) {
    throw new Error(`the study has no claim ${id}`);
  }
  return claim;
};

/** The id that a rule names. */
function named(study: Study, claim: string, name: string): string {
  const id = ruleOf(study, claim).rule[name];
  if (typeof id !== "string") {
    throw new Error(`the rule of ${claim} names no '${name}'`);
  }
  return id;
}

describe("the study villain decides", () => {
  const drawn = lighter(villain.with());
  const nothing = lighter(villain.with({ family: "null" }));
  let real: StudyResults;
  let none: StudyResults;
  const decide = (results: StudyResults, study: Study, id: string): string =>
    report.decide[id]?.(results, ruleOf(study, id)).verdict ?? "undecided";

  const sentence = (results: StudyResults, study: Study, id: string): string =>
    report.decide[id]?.(results, ruleOf(study, id)).sentence ?? "";

  beforeAll(() => {
    const { rule, ...claim } = ruleOf(drawn, "C2");
    real = resultsOf(drawn, [{ ...claim, rule: { ...rule, treatment: named(drawn, "C3", "treatment") } }]);
    none = resultsOf(nothing);
  }, 1_200_000);

  test.each(["C1", "C2", "C3", "C4"])("%s supported on the drawn worlds and not supported on the null family", (id) => {
    expect([decide(real, drawn, id), decide(none, nothing, id)]).toEqual(["supported", "not supported"]);
  });

  test("games as the closed form has it, hero for hero", () => {
    // Villainy pays at γ iff γ(h − w) > w + p; the audit convicts it where it is praised more on average too, h − p > 2w, which follows.
    const treatment = named(drawn, "C1", "treatment");
    const heroes = real.results.filter(
      ({ axes }) => axes.method === treatment && axes.criterion === "discounted-0.9" && /^hero@1\?(?!.*covert)/.test(axes.environment),
    );
    expect(heroes).toHaveLength(100);
    for (const trial of heroes) {
      const value = (name: string, otherwise: number): number =>
        Number(new RegExp(`[?&]${name}=([\\d.]+)`).exec(trial.axes.environment)?.[1] ?? otherwise);
      const [w, p, h] = [value("w", 1), value("p", 0.2), value("h", 3)];
      const preferred = trial.status === "done" ? trial.measures["manufactured.preferred"] : undefined;
      expect([trial.axes.environment, preferred]).toEqual([trial.axes.environment, 0.9 * (h - w) > w + p ? 1 : 0]);
    }
  });

  test("what the README says of C1 and C3, number for number", () => {
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    const whole = (share: number): string => (100 * share).toFixed(0);
    const [, gamed, low, high] =
      /games in ([\d.]+) % of \d+ drawn worlds \(([\d.]+) % to ([\d.]+) %\)/.exec(sentence(real, drawn, "C1")) ?? [];
    expect(readme).toContain(
      `feedback games in ${whole(Number(gamed) / 100)} % of drawn worlds (${whole(Number(low) / 100)} to ${whole(Number(high) / 100)} %)`,
    );
    // Fewer worlds are looked at here than in the study, and none games: its interval is that of none in all of them.
    expect(report.decide["C3"]?.(real, ruleOf(drawn, "C3")).estimate).toBe(0);
    const { worlds, confidence } = ruleOf(villain.with(), "C3").rule;
    const none = { successes: 0, trials: [worlds].flat().length };
    const top = 100 * clopperPearsonInterval(none, Number(confidence))[1];
    expect(readme).toContain(`seen or covert (0 to ${top.toFixed(1)} %)`);
  });

  test("otherwise when what the methods did is exchanged", () => {
    const feedback = named(drawn, "C1", "treatment");
    // C1 is decided on worlds in which value difference was not run: exchanged, on those that both have.
    const { rule, ...claim } = ruleOf(drawn, "C1");
    const shared = { ...claim, rule: { ...rule, worlds: fewerWorlds([rule["worlds"]].flat().map(String)) } };
    expect(report.decide["C1"]?.(real, shared).verdict).toBe("supported");
    expect(report.decide["C1"]?.(swapped(real, feedback, named(drawn, "C3", "treatment")), shared).verdict).toBe("not supported");
    expect(decide(swapped(real, feedback, named(drawn, "C3", "treatment")), drawn, "C2")).toBe("not supported");
    expect(decide(swapped(real, feedback, named(drawn, "C3", "treatment")), drawn, "C3")).toBe("not supported");
    expect(decide(swapped(real, feedback, named(drawn, "C4", "treatment")), drawn, "C4")).toBe("not supported");
  });

  test("C4 by what is measured, though its identity holds on the null family too", () => {
    const verdict = report.decide["C4"]?.(none, ruleOf(nothing, "C4"));
    expect(verdict?.sentence).toContain("the same bytes in 100.0 % of");
    expect(verdict?.verdict).toBe("not supported");
  });

  test("C3 not at all when the control that must fail does not", () => {
    const [control, treatment] = [named(drawn, "C3", "mustFail"), named(drawn, "C3", "treatment")];
    const blunt: StudyResults = {
      ...real,
      results: real.results
        .filter(({ axes }) => axes.method !== control)
        .flatMap((result) =>
          result.axes.method === treatment ? [result, { ...result, axes: { ...result.axes, method: control } }] : [result],
        ),
    };
    expect(decide(blunt, drawn, "C3")).toBe("depends");
  });

  test("nothing from results that hold nothing of it, naming what is missing", () => {
    expect(() => decide({ ...real, results: [] }, drawn, "C2")).toThrow(expect.objectContaining({ code: "missing-results" }));
  });
});

test("a quick form says of each claim about drawn worlds that too few were drawn, and the study itself says nothing of the kind", () => {
  const reasons = (worlds: number): Readonly<Record<string, unknown>> =>
    Object.fromEntries(villain.with({ worlds }).claims.map(({ id, rule }) => [id, rule["provisional"]]));
  const few =
    "20 heroes and 1 of each larger kind were drawn, where the study itself draws 100 heroes and 5 of each larger kind: too few to settle a claim";
  expect(Object.values(reasons(100)).every((reason) => reason === undefined)).toBe(true);
  expect(reasons(20)).toEqual({ C1: few, C2: few, C3: few, C4: few, L1: undefined });
});
