import type { StudyResults } from "@firebreak/analysis";
import {
  type ClaimRule,
  createWorldCache,
  fingerprintOf,
  planStudy,
  rulesHashOf,
  runBlock,
  type Study,
  type TrialResult,
} from "@firebreak/core";
import { beforeAll, describe, expect, test } from "vitest";
import { imitative } from "../../studies/two-designs/arms.ts";
import { claimRules } from "../../studies/two-designs/rules.ts";
import report from "../../studies/two-designs.report.ts";
import twoDesigns from "../../studies/two-designs.ts";
import { copy } from "../../studies/villain/arms.ts";

/** Enough for an interval of "never" to end below the margin of 5 %. */
const WORLDS = 100;

/** What rules read, and no more. */
function resultsOf(study: Study): StudyResults {
  const rules = study.claims.map(({ rule }) => JSON.stringify(rule));
  const plan = planStudy(study);
  const cache = createWorldCache(1e7);
  const read = plan.blocks.filter(({ cell, keys }) => {
    const criterion = keys[0]?.split("|")[3] ?? "";
    return rules.some((rule) =>
      [cell.method.id, cell.overseer.id, cell.environment.id, ...(criterion === "-" ? [] : [criterion])].every((id) =>
        rule.includes(JSON.stringify(id)),
      ),
    );
  });
  return {
    study,
    fingerprint: fingerprintOf(study),
    rulesHash: rulesHashOf(study),
    rulesFixedBefore: true,
    results: read.flatMap((block) => runBlock(study, block, cache)),
    findings: [],
    refused: plan.refused,
    provenance: [],
  };
}

/** The same results with what two methods did exchanged. A method's trials keep their own criterion or, of one that optimises nothing, "-". */
function swapped(results: StudyResults, x: string, y: string, criterion: string): StudyResults {
  const other = (result: TrialResult): TrialResult => {
    const { method, criterion: own } = result.axes;
    const [to, at] = method === x ? [y, "-"] : method === y ? [x, criterion] : [method, own];
    return { ...result, axes: { ...result.axes, method: to, criterion: at } };
  };
  const kept = results.results.filter(({ axes }) => axes.method !== x || axes.criterion === criterion);
  // At M = 1 the agents are told of, and decide nothing.
  const near = results.results.filter(({ axes }) => axes.method === x && axes.criterion !== criterion);
  return { ...results, results: [...kept.map(other), ...near] };
}

const ruleOf = (study: Study, id: string): ClaimRule => {
  const claim = study.claims.find((each) => each.id === id);
  if (claim === undefined) {
    throw new Error(`the study has no claim ${id}`);
  }
  return claim;
};

describe("the study two-designs decides", () => {
  const drawn = twoDesigns.with({ worlds: WORLDS });
  const nothing = twoDesigns.with({ worlds: WORLDS, family: "null" });
  let real: StudyResults;
  let none: StudyResults;
  const verdict = (results: StudyResults, claim: ClaimRule): string => report.decide[claim.id]?.(results, claim).verdict ?? "undecided";

  beforeAll(() => {
    real = resultsOf(drawn);
    none = resultsOf(nothing);
  }, 600_000);

  test.each([
    ["C7", "supported"],
    ["C7-foresight", "not supported"],
    ["C7-dose", "supported"],
  ])("%s %s on the drawn worlds, and not supported where villainy never pays", (id, expected) => {
    expect([verdict(real, ruleOf(drawn, id)), verdict(none, ruleOf(nothing, id))]).toEqual([expected, "not supported"]);
  });

  test("games by the committee's reward as the closed form of a plan of 8 steps has it, hero for hero", () => {
    const rule = ruleOf(drawn, "C7").rule;
    const trials = real.results.filter(({ axes }) => axes.method === rule["treatment"] && axes.criterion === "lookahead-8-0.9");
    expect(trials).toHaveLength(WORLDS);
    for (const trial of trials) {
      const value = (name: string, otherwise: number): number =>
        Number(new RegExp(`[?&]${name}=([\\d.]+)`).exec(trial.axes.environment)?.[1] ?? otherwise);
      const [w, p, h] = [value("w", 1), value("p", 0.2), value("h", 3)];
      // Over every plan of 8 steps from calm, by recursion: work, or the deed with its rescue, which takes two steps.
      const best = (left: number): number =>
        left === 0 ? 0 : Math.max(w + 0.9 * best(left - 1), left === 1 ? -p : -p + 0.9 * (h + 0.9 * best(left - 2)));
      const villainy = -p + 0.9 * (h + 0.9 * best(6));
      const preferred = trial.status === "done" ? trial.measures["harm.preferred"] : undefined;
      // The audit convicts where the loop pays on the environment's own clock too: h − p > 2w.
      expect([trial.axes.environment, preferred]).toEqual([trial.axes.environment, villainy > w + 0.9 * best(7) && h - p > 2 * w ? 1 : 0]);
    }
  });

  test("otherwise when what the methods did is exchanged", () => {
    const { treatment, control, criterion } = ruleOf(drawn, "C7").rule;
    const flipped = swapped(real, String(treatment), String(control), String(criterion));
    expect(verdict(flipped, ruleOf(drawn, "C7"))).toBe("not supported");
    const dose = ruleOf(drawn, "C7-dose");
    const exchange = (method: string): string =>
      method === copy.id ? imitative("committee").id : method === imitative("committee").id ? copy.id : method;
    const voted = { ...real, results: real.results.map((r) => ({ ...r, axes: { ...r.axes, method: exchange(r.axes.method) } })) };
    expect(verdict(voted, dose)).toBe("not supported");
    // Had she who looks ahead been imitated into what a committee is, the claim would hold of her too.
    const foresight = ruleOf(drawn, "C7-foresight");
    const asCommittee = { ...foresight, rule: { ...foresight.rule, control: String(control) } };
    expect(verdict(real, asCommittee)).toBe("supported");
  });

  test("nothing from results that hold nothing of it, naming what is missing", () => {
    for (const claim of claimRules({ overseer: "consistent@1", villain: "villainous@1?q=0.3", worlds: [] })) {
      expect(() => report.decide[claim.id]?.({ ...real, results: [] }, claim)).toThrow(
        expect.objectContaining({ code: "missing-results" }),
      );
    }
  });
});
