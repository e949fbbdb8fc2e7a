import { rmSync } from "node:fs";
import { join } from "node:path";
import type { StudyReport, StudyResults } from "@firebreak/analysis";
import type { ClaimRule } from "@firebreak/core";
import { folderOf, loadReport, loadStudy, readResults } from "@firebreak/runner";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { swapped } from "../../../test/studies/swapped.ts";
import { firebreakJson, folderUntilTheEnd, ROOT } from "./firebreak.ts";

interface Told {
  readonly id: string;
  readonly verdict: string;
  readonly estimate: number;
}

const folder = folderUntilTheEnd();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Verdicts of stored results, by claim. */
function decided({ decide }: StudyReport, results: StudyResults): readonly Told[] {
  return results.study.claims.map((rule) => {
    const { id, verdict, estimate } = decide[rule.id]?.(results, rule) ?? { id: rule.id, verdict: "undecided", estimate: Number.NaN };
    return { id, verdict, estimate };
  });
}

/** What a rule names. */
const named = (results: StudyResults, claim: string, name: string): string =>
  String(results.study.claims.find(({ id }) => id === claim)?.rule[name]);

/** The study in full, run by the command, and read from the file that it left. */
describe("the villain as it is stored", () => {
  let told: readonly Told[];
  let stored: StudyResults;
  let report: StudyReport;

  beforeAll(async () => {
    const ran = await firebreakJson<{ claims: readonly Told[] }>(["run", "villain", "--results", folder], { cwd: ROOT });
    told = ran.claims.map(({ id, verdict, estimate }) => ({ id, verdict, estimate }));
    const file = join(ROOT, "studies/villain.ts");
    const { study } = await loadStudy(file, { cacheFolder: folder });
    stored = await readResults(folderOf(study, folder), study);
    report = await loadReport(file, { cacheFolder: folder });
  }, 1_800_000);

  it("is decided from its file as the command decided it, C1 to C4 supported", () => {
    expect(decided(report, stored)).toEqual(told);
    expect(told.filter(({ id }) => /^C[1-4]$/.test(id)).map(({ verdict }) => verdict)).toEqual(Array(4).fill("supported"));
  });

  it.each([
    ["C2", "C1", "C3"],
    ["C3", "C1", "C3"],
    ["C4", "C1", "C4"],
  ])("no longer supports %s where the treatments of %s and %s are exchanged in it", (claim, one, another) => {
    const exchanged = swapped(stored, named(stored, one, "treatment"), named(stored, another, "treatment"));
    const rule = stored.study.claims.find(({ id }) => id === claim) as ClaimRule; // named above
    expect(report.decide[claim]?.(exchanged, rule).verdict).toBe("not supported");
  });
});
