import type { StudyResults } from "@firebreak/analysis";
import { type Block, type ClaimRule, createWorldCache, fingerprintOf, planStudy, rulesHashOf, runBlock, type Study } from "@firebreak/core";
import { beforeAll, describe, expect, test } from "vitest";
import report from "../../studies/narrow-end.report.ts";
import narrowEnd from "../../studies/narrow-end.ts";
import { swapped } from "./swapped.ts";

/** Two worlds of the two kinds that are solved in no time. */
const isSmall = ({ cell }: Block): boolean => /^(hero|inbox)@/.test(cell.environment.id);

/** The blocks of exact methods in the small worlds, of the overseers that the rules name: all but N4 is decided on these. */
function resultsOf(study: Study): StudyResults {
  const plan = planStudy(study);
  const rules = JSON.stringify(study.claims);
  const cache = createWorldCache(1e7);
  const read = plan.blocks.filter(
    (block) => isSmall(block) && block.seeds[0] === null && rules.includes(JSON.stringify(block.cell.overseer.id)),
  );
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

const imitation = "imitation@1?distiller=exact@1";
const rl = (signal: string): string => `narrow-rl@1?learner=exact@1&signal=${signal}@1`;

const ruleOf = (study: Study, id: string): ClaimRule => study.claims.find((each) => each.id === id) ?? { id, position: "none", rule: {} };

describe("the study narrow-end", () => {
  const study = narrowEnd.with({ worlds: 2 });
  const nobody = narrowEnd.with({ worlds: 2, strongest: 0 });
  let real: StudyResults;
  const decide = (results: StudyResults, id: string, of = study): ReturnType<NonNullable<(typeof report.decide)[string]>> => {
    const verdict = report.decide[id]?.(results, ruleOf(of, id));
    if (verdict === undefined) {
      throw new Error(`the report does not decide ${id}`);
    }
    return verdict;
  };

  beforeAll(() => {
    real = resultsOf(study);
  }, 300_000);

  test("runs whatever it plans, and names in its rules what it runs", () => {
    expect(real.results.filter(({ status }) => status === "failed")).toEqual([]);
    const run = new Set(planStudy(study).blocks.map(({ cell }) => `${cell.overseer.id}|${cell.method.id}`));
    const refused = planStudy(study).refused.map(({ cell }) => cell);
    for (const { rule } of study.claims) {
      for (const { terms } of rule["contrasts"] as unknown as { terms: { overseer: string; method: string }[] }[]) {
        for (const { overseer, method } of terms) {
          expect(run.has(`${overseer}|${method}`) || refused.some((cell) => cell.includes(`|${overseer}|${method}|`))).toBe(true);
        }
      }
    }
  });

  test("decides N2 by the mean over faults and kinds of world, as added up by hand", () => {
    const score = (world: string, overseer: string, method: string): number | undefined => {
      const found = real.results.find(({ axes }) => axes.environment === world && axes.overseer === overseer && axes.method === method);
      return found?.status === "done" ? found.measures["truth.score"] : undefined;
    };
    const { worlds, countedWorlds, contrasts } = ruleOf(study, "N2").rule as unknown as {
      worlds: string[];
      countedWorlds: string[];
      contrasts: { terms: { overseer: string; counted: boolean }[] }[];
    };
    const kinds = new Map<string, number[]>();
    worlds.forEach((world, at) => {
      const leads = contrasts.flatMap(({ terms: [term] }) => {
        const where = term?.counted === true ? (countedWorlds[at] ?? "") : world;
        const [copied, praised] = [imitation, rl("evaluative-feedback")].map((method) => score(where, term?.overseer ?? "", method));
        return copied === undefined || praised === undefined ? [] : [copied - praised];
      });
      const kind = world.split("@")[0] ?? "";
      if (leads.length > 0) {
        kinds.set(kind, [...(kinds.get(kind) ?? []), leads.reduce((sum, lead) => sum + lead, 0) / leads.length]);
      }
    });
    const means = [...kinds.values()].map((leads) => leads.reduce((sum, lead) => sum + lead, 0) / leads.length);
    expect(means).toHaveLength(2);
    const { estimate, interval } = decide(real, "N2");
    expect(estimate).toBeCloseTo(means.reduce((sum, lead) => sum + lead, 0) / 2, 12);
    expect(interval?.[0]).toBeLessThanOrEqual(estimate);
    expect(interval?.[1]).toBeGreaterThanOrEqual(estimate);
  });

  test("turns its verdicts round when what the methods did is exchanged", () => {
    const [feedback, difference, regret] = ["evaluative-feedback", "value-difference", "regret-approval"].map(rl);
    const exchanged = {
      N1: swapped(real, imitation, feedback ?? ""),
      N2: swapped(real, imitation, feedback ?? ""),
      N3: swapped(real, imitation, difference ?? ""),
    };
    for (const [id, results] of Object.entries(exchanged)) {
      expect(decide(results, id).estimate).toBeCloseTo(-decide(real, id).estimate, 12);
    }
    expect([decide(real, "N1").verdict, decide(exchanged.N1, "N1").verdict]).toEqual(["not supported", "supported"]);
    expect(decide(real, "N6").estimate).toBeLessThan(decide(swapped(real, feedback ?? "", regret ?? ""), "N6").estimate);
    expect(decide(swapped(real, feedback ?? "", regret ?? ""), "N6").verdict).toBe("not supported");
  });

  test("finds nothing where nobody fails: every loss is 0", () => {
    const none = resultsOf(nobody);
    for (const id of ["N1", "N3", "N5"]) {
      expect([id, decide(none, id, nobody).estimate, decide(none, id, nobody).verdict]).toEqual([id, 0, "not supported"]);
    }
  });

  test("says what is missing where nothing is stored", () => {
    expect(() => decide({ ...real, results: [] }, "N4")).toThrow(/^Cannot decide 'N4': no trial that its rule names is stored$/);
  });
});
