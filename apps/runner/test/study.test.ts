import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StudyRun } from "@firebreak/runner";
import { describe, expect, it } from "vitest";
import { answerOf, errorOf, newFolder, RUN, type Told } from "./in-process.ts";
import { studyText } from "./study-text.ts";

function fileWith(text: string, name = "test.ts"): string {
  const file = join(newFolder(), name);
  writeFileSync(file, text);
  return file;
}

const refusal = (text: string): Promise<Told> => errorOf("await runner.loadStudy(given)", fileWith(text));

describe("a study file", () => {
  it("is refused with the field, its value and the place of the study where it is malformed", async () => {
    const told = await refusal(studyText({ seeds: `"many"` }));
    expect(told).toMatchObject({
      code: "bad-study",
      place: { file: expect.stringMatching(/\/test\.ts$/), line: 9, column: 16, what: "seeds" },
    });
    expect(told.message).toContain(`'seeds' is "many"`);
  });

  it("is refused where a part of a sweep is not what it should be, or a field is not known", async () => {
    expect(
      (await refusal(studyText({ sweeps: `[{ id: "all", environments: [hero], overseers: [], methods: [], criteria: [] }]` }))).message,
    ).toContain("'sweeps[0].environments[0]");
    expect((await refusal(studyText({ seed: "3" }))).message).toContain("seed");
    expect((await refusal("export const study = 1;")).code).toBe("bad-study");
  });

  it.each([
    ["is no JSON", "3n", "'seeds' is 3n, and"],
    [
      "goes round",
      "(() => { const round: any = { n: 1 }; round.again = round; return round; })()",
      "'seeds' is <ref *1> { n: 1, again: [Circular *1] }, and",
    ],
  ])("is refused where a value %s, and shows it all the same", async (_, seeds, message) => {
    expect(await refusal(studyText({ seeds }))).toMatchObject({ code: "bad-study", message: expect.stringContaining(message) });
  });

  it("is refused with the author's line where a part cannot be made", async () => {
    const told = await refusal(studyText({}, "\nconst strange = hero.with({ h: -1 });"));
    expect(told).toMatchObject({ code: "bad-parameter", place: { line: 9, column: 22 } });
  });

  it("is refused before anything is written where two parts have one id", async () => {
    const twice = studyText({
      sweeps: `[{ id: "all", environments: [hero.with(), hero.with({ h: 3 })], overseers: [consistent.with()], methods: [method], criteria: [{ kind: "average" }] }]`,
    });
    const results = newFolder();
    const told = await errorOf(RUN, { file: fileWith(twice), workers: 0, resultsFolder: join(results, "results") });
    expect(told).toMatchObject({ code: "duplicate-id", message: expect.stringContaining("hero@1") });
    expect(readdirSync(results)).toEqual([]);
  });

  it("may be a family of studies, in workers too", async () => {
    const text = studyText({ sweeps: "sweeps", id: "id" })
      .replace(
        "export default {",
        `export default defineFamily({ name: "test", version: 1, title: "Test", parameters: { h: number({ default: 3 }) }, make });\nfunction make({ h }: any, of: string): any {\n  const id = "test";\n  const sweeps = [{ id: "all", environments: [hero.with({ h })], overseers: [consistent.with()], methods: [exact], criteria: [{ kind: "average" }] }];\n  return {`,
      )
      .replace(/^/, `import { defineFamily, number } from "@firebreak/core";\n`)
      .replace(/\};\n$/, "};\n}\n");
    const file = fileWith(text);
    const run = await answerOf<StudyRun>(
      `const loaded = await runner.loadStudy(given.file, { set: { h: "4" } });
       return runner.runStudy(loaded, { workers: 1, resultsFolder: null });`,
      { file },
    );
    expect(run.results.map(({ key }) => key.split("|")[0])).toEqual(["hero@1?h=4"]);
    const told = await errorOf("await runner.loadStudy(given, { set: { hh: '4' } })", file);
    expect(told).toMatchObject({ code: "unknown-parameter", message: expect.stringContaining("nearest are 'h'") });
  });

  it("can be run in ten lines as a value, in memory", async () => {
    const run = await answerOf<StudyRun>(
      `const { exactLearner, narrowRl } = await import(import.meta.resolve("@firebreak/methods"));
       const { hero } = await import("@firebreak/envs");
       const { consistent, evaluativeFeedback } = await import("@firebreak/rewards");
       const methods = [narrowRl({ signal: evaluativeFeedback.with(), learner: exactLearner.with() })];
       const sweep = { id: "all", environments: [hero.with()], overseers: [consistent.with()], methods, criteria: [{ kind: "discounted", discount: 0.9 }] };
       const study = { id: "mine", title: "Mine", question: "Does villainy pay?", sweeps: [sweep], seeds: 1, budget: { kind: "unlimited" }, measures: [], audits: [], claims: [] };
       return runner.runStudy(study, { workers: 0, resultsFolder: null });`,
    );
    // Cause and defeat in turn: (γh − p) / (1 − γ²) with h = 3, p = 0.2, γ = 0.9.
    const [result] = run.results;
    expect(result?.status === "done" && result.curve.at(-1)?.proxyReturn).toBeCloseTo((0.9 * 3 - 0.2) / (1 - 0.81), 9);
    expect(run.outcome).toMatchObject({ folder: null, status: "complete", exitCode: 0 });
  });
});

describe("what a run cannot do", () => {
  it("is told before it starts: workers for a study that is a value, half a worker, a parameter of a study without any", async () => {
    const file = fileWith(studyText());
    const value = await errorOf("await runner.runStudy((await runner.loadStudy(given)).study, { workers: 2, resultsFolder: null })", file);
    expect(value).toMatchObject({ code: "bad-argument", message: expect.stringContaining("a worker needs its file") });
    const half = await errorOf("await runner.runStudy(await runner.loadStudy(given), { workers: 1.5, resultsFolder: null })", file);
    expect(half).toMatchObject({ code: "bad-argument", message: expect.stringContaining("1.5 workers") });
    const parameter = await errorOf("await runner.loadStudy(given, { set: { h: '4' } })", file);
    expect(parameter).toMatchObject({ code: "bad-argument", message: expect.stringContaining("'h'") });
  });

  it("is planned as refused, and stored with its reason", async () => {
    const sweeps = `[{ id: "all", environments: [hero.with()], overseers: [consistent.with()], methods: [exact, method], criteria: [{ kind: "average" }] }]`;
    const { outcome, events } = await answerOf<{ outcome: StudyRun["outcome"]; events: readonly object[] }>(RUN, {
      file: fileWith(studyText({ sweeps })),
      workers: 0,
      resultsFolder: newFolder(),
    });
    const cell = expect.stringMatching(/^hero@1\|consistent@1\|narrow-rl@1\?.*q-learning.*\|average$/);
    const reason = "it optimises the criteria discounted, not average";
    expect(events).toContainEqual({ kind: "refused", cell, reason });
    expect(outcome).toMatchObject({ exitCode: 0, progress: { done: 1, total: 1 }, refused: [{ cell, reason }] });
    expect(JSON.parse(readFileSync(join(outcome.folder ?? "", "refused.json"), "utf8"))).toEqual(outcome.refused);
  });
});

describe("a trial that fails", () => {
  const failing = studyText(
    {
      sweeps: `[{ id: "all", environments: [hero.with(), boatRace.with()], overseers: [consistent.with()], methods: [broken], criteria: [{ kind: "discounted", discount: 0.9 }] }]`,
    },
    `const broken = { ...exact, id: "broken", train: (problem: any, rng: any) => { if (problem.environment !== "hero@1") { throw new Error("no sea legs"); } return exact.train(problem, rng); } };`,
  );

  it.each([0, 1])("is a result, and the others go on (%i workers)", async (workers) => {
    const run = await answerOf<StudyRun>(
      "return runner.runStudy(await runner.loadStudy(given.file), { workers: given.workers, resultsFolder: null })",
      { file: fileWith(failing), workers },
    );
    expect(run.outcome).toMatchObject({ status: "complete", exitCode: 3, progress: { done: 1, failed: 1, total: 2 } });
    expect(run.outcome.failures).toMatchObject([{ reason: { message: "no sea legs" } }]);
    expect(run.results.map(({ status }) => status).sort()).toEqual(["done", "failed"]);
  });

  it("takes its worker down alone, and is tried again by the next run", async () => {
    const deadly = failing.replace(`throw new Error("no sea legs")`, "process.exit(1)");
    const resultsFolder = newFolder();
    const given = { file: fileWith(deadly), workers: 2, resultsFolder };
    const { outcome } = await answerOf<StudyRun>(RUN, given);
    expect(outcome).toMatchObject({ exitCode: 3, progress: { done: 1, failed: 1 }, failures: [{ reason: { code: "worker-lost" } }] });
    const again = await answerOf<StudyRun & { events: readonly { kind: string }[] }>(RUN, given);
    expect(again.outcome).toMatchObject({ progress: { stored: 1, failed: 1 } });
    expect(again.events.filter(({ kind }) => kind === "failed")).toHaveLength(1);
  });
});

describe("a run that goes on under other code", () => {
  const study = (play: string): string =>
    studyText(
      {
        sweeps: `[{ id: "all", environments: [hero.with()], overseers: [consistent.with()], methods: [mine], criteria: [{ kind: "average" }] }]`,
      },
      `const mine = { ...exact, id: "mine", train: function* (problem: any) { yield { step: 0, policy: { kind: "stationary", probability: Float64Array.from([${play}]) } }; } };`,
    );
  // Two states and three actions: work or cause in calm, defeat in a threat.
  const working = study("1, 0, 0, 0, 0, 1");

  it("goes on where the stored trials come out the same", async () => {
    const resultsFolder = newFolder();
    await answerOf(RUN, { file: fileWith(working), workers: 0, resultsFolder });
    const other = working.replace("const mine", "export const unused = 1;\nconst mine");
    const { events, outcome } = await answerOf<{ events: readonly object[]; outcome: object }>(RUN, {
      file: fileWith(other),
      workers: 1,
      resultsFolder,
    });
    expect(events).toContainEqual({ kind: "resumed", stored: 1, cutBytes: 0, verified: ["hero@1|consistent@1|mine|average|-"] });
    expect(outcome).toMatchObject({ exitCode: 0 });
  });

  it("stops where one comes out differently, and names it and --fresh", async () => {
    const resultsFolder = newFolder();
    await answerOf(RUN, { file: fileWith(working), workers: 0, resultsFolder });
    const given = { file: fileWith(study("0, 1, 0, 0, 0, 1")), workers: 0, resultsFolder };
    const told = await errorOf(RUN, given);
    expect(told).toMatchObject({ code: "foreign-results", message: expect.stringContaining("'hero@1|consistent@1|mine|average|-'") });
    expect(told.message).toContain("--fresh");
    expect(await answerOf(RUN, { ...given, fresh: true })).toMatchObject({ outcome: { exitCode: 0, progress: { stored: 0, done: 1 } } });
  });

  // The first criterion comes out the same under either code: only looking at each one finds the change.
  it("stops where only one criterion of a method comes out differently", async () => {
    const resultsFolder = newFolder();
    const sweeps = `[{ id: "all", environments: [hero.with()], overseers: [consistent.with()], methods: [mine], criteria: [{ kind: "discounted", discount: 0.1 }, { kind: "discounted", discount: 0.9 }] }]`;
    const paying = (factor: string): string =>
      studyText(
        { sweeps },
        `const pays = { ...signal, id: "pays@1", compile: (inputs: any) => { const given = signal.compile(inputs); return inputs.discount === 0.9 ? given.map((x: number) => ${factor} * x) : given; } };
const mine = narrowRl({ signal: pays, learner: exactLearner.with() });`,
      );
    await answerOf(RUN, { file: fileWith(paying("1")), workers: 0, resultsFolder });
    const told = await errorOf(RUN, { file: fileWith(paying("2")), workers: 0, resultsFolder });
    expect(told).toMatchObject({ code: "foreign-results", message: expect.stringContaining("|discounted-0.9|-'") });
  });

  it("knows when the rules of its claims were changed after results were stored", async () => {
    const resultsFolder = newFolder();
    const claims = (margin: number): string =>
      working.replace("claims: []", `claims: [{ id: "C1", position: "It pays", rule: { margin: ${margin} } }]`);
    const fixedBefore = async (file: string): Promise<boolean> => {
      const { outcome } = await answerOf<StudyRun>(RUN, { file, workers: 0, resultsFolder });
      const read = "return (await runner.readResults(given)).rulesFixedBefore";
      return answerOf<boolean>(read, outcome.folder);
    };
    expect(await fixedBefore(fileWith(claims(0.1)))).toBe(true);
    expect(await fixedBefore(fileWith(claims(0.2)))).toBe(false);
    expect(await fixedBefore(fileWith(claims(0.1)))).toBe(true);
  });
});
