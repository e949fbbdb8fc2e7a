import { readFileSync } from "node:fs";
import type { StudyResults } from "@firebreak/analysis";
import { createWorldCache, fingerprintOf, oversee, planStudy, rulesHashOf, runBlock, type Study, type TrialResult } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { boards } from "../../studies/competence/boards.ts";
import { page } from "../../studies/competence/page.ts";
import report from "../../studies/competence.report.ts";
import competence from "../../studies/competence.ts";

const study = competence.with();
const plan = planStudy(study);

const resultsOf = (results: readonly TrialResult[], of: Study = study): StudyResults => ({
  study: of,
  fingerprint: fingerprintOf(of),
  rulesHash: rulesHashOf(of),
  rulesFixedBefore: true,
  results,
  findings: [],
  refused: plan.refused,
  provenance: [],
});

/** Every trial of the study as if it had scored so. */
const scoring = (scoreOf: (world: string, method: string, seed: number) => number): StudyResults =>
  resultsOf(
    plan.blocks.flatMap(({ cell, seeds, keys }) =>
      seeds.map((seed, at): TrialResult => {
        const key = keys[at] ?? "";
        return {
          schema: "trial@1",
          key,
          axes: {
            environment: cell.environment.id,
            overseer: cell.overseer.id,
            method: cell.method.id,
            criterion: key.split("|")[3] ?? "",
            seed,
          },
          status: "done",
          measures: { "truth.score": scoreOf(cell.environment.id, cell.method.id, seed ?? 0) },
          curve: [],
          policy: { kind: "stationary", sha256: "" },
          ledger: {
            asked: { value: 0, evaluate: 1000 * (seed ?? 0), demonstrate: 0, compare: 0 },
            distinct: { value: 0, evaluate: 1, demonstrate: 0, compare: 0 },
            environmentSteps: 7,
          },
        };
      }),
    ),
  );

const verdictsOf = (results: StudyResults): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(study.claims.map((claim) => [claim.id, report.decide[claim.id]?.(results, claim).verdict]));

describe("the study 'competence'", () => {
  it("refuses nothing, and plans ten seeds of everything that is sampled", () => {
    expect(plan.refused).toEqual([]);
    expect(new Set(plan.blocks.flatMap(({ seeds }) => seeds))).toEqual(new Set([null, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
  });

  it("has an overseer whose feedback is the true reward, and no other judgement", () => {
    const cache = createWorldCache(1e7);
    for (const { environment, overseer } of boards) {
      const { world, answers } = cache.get(environment, overseer);
      expect(answers("evaluate")).toEqual(world.trueReward);
      expect(oversee(world, overseer).model.answers(world)).toEqual(["evaluate", "demonstrate", "compare"]);
    }
  });

  it("has a scale whose foot is uniform play, and an overseer who is herself above the target, as is the optimum of her feedback", () => {
    const cache = createWorldCache(1e7);
    const exact = plan.blocks.filter(({ seeds }) => seeds[0] === null).flatMap((block) => runBlock(study, block, cache));
    expect(exact).toHaveLength(9);
    for (const result of exact) {
      const score = result.status === "done" ? result.measures["truth.score"] : Number.NaN;
      if (result.axes.method.startsWith("uniform-play")) {
        expect(score).toBeCloseTo(0, 12);
      } else {
        // A stationary policy can have 0.9638 of the calendar's optimum, which counts the steps left.
        expect(score).toBeCloseTo(result.axes.environment.startsWith("calendar") ? 0.9638 : 1, 4);
      }
    }
  });
});

describe("its claims", () => {
  it("hold where the middle half of the seeds is above the target in every world, and for the method that is not, in one, do not", () => {
    const all = scoring((_, __, seed) => (seed < 2 ? 0 : 0.96));
    expect(new Set(Object.values(verdictsOf(all)))).toEqual(new Set(["supported"]));
    const one = scoring((world, method, seed) => (world.startsWith("calendar") && method.includes("learner=ppo") && seed < 4 ? 0.9 : 0.96));
    const { PPO, ...others } = verdictsOf(one);
    expect(PPO).toBe("not supported");
    expect(new Set(Object.values(others))).toEqual(new Set(["supported"]));
  });

  it("are not decided on a run from which a world's trials are missing", () => {
    const whole = scoring(() => 1);
    const torn = { ...whole, results: whole.results.filter(({ axes }) => !axes.environment.startsWith("loop-maze")) };
    expect(() => verdictsOf(torn)).toThrow("Cannot score");
  });
});

describe("its page", () => {
  it("has a row for each method in each world, with what the ledger says and the gradient steps that its settings come to", () => {
    const text = page(scoring((_, __, seed) => seed / 10));
    expect(text.match(/^\| DQN \| 0\.450 \| 0\.\d+ to 0\.\d+ \| 0\.000 \| 0 of 10 \| 7 \| 4,500 evaluate \| [\d,]+ \|$/gm)).toHaveLength(3);
    for (const { arms } of boards) {
      for (const { method } of arms) {
        expect(text).toContain(`- \`${method.id}\``);
      }
    }
  });

  it("in docs is that of the study as it stands: whatever changes a method, a budget or a world makes it be made anew", () => {
    const committed = readFileSync(new URL("../../docs/benchmarks.md", import.meta.url), "utf8");
    const [, fingerprint, tensorBackend = ""] = /fingerprint `(\w+)`, tensor backend `([^`]+)`/.exec(committed) ?? [];
    expect(fingerprint).toBe(fingerprintOf({ ...study, tensorBackend }));
  });
});
