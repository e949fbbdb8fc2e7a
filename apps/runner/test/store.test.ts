import { appendFileSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunOutcome } from "@firebreak/runner";
import { beforeAll, describe, expect, it } from "vitest";
import { answerOf, errorOf, newFolder, RUN, SMALL_STUDY, start } from "./in-process.ts";

const run = (resultsFolder: string, more: object = {}): Promise<{ outcome: RunOutcome; events: readonly { kind: string }[] }> =>
  answerOf(RUN, { file: SMALL_STUDY, workers: 0, load: { seeds: 2 }, resultsFolder, ...more });
const refusal = (resultsFolder: string, more: object = {}) =>
  errorOf(RUN, { file: SMALL_STUDY, workers: 0, load: { seeds: 2 }, resultsFolder, ...more });

describe("the store of a run", () => {
  let finished = "";
  let reference = "";

  beforeAll(async () => {
    finished = (await run(newFolder())).outcome.folder ?? "";
    reference = readFileSync(join(finished, "results.jsonl"), "utf8");
  });

  /** A copy of the finished run under a results folder of its own. */
  const copy = (): { readonly results: string; readonly folder: string; readonly log: string } => {
    const results = newFolder();
    const [study = "", fingerprint = ""] = finished.split("/").slice(-2);
    const folder = join(results, study, fingerprint);
    mkdirSync(folder, { recursive: true });
    for (const file of readdirSync(finished)) {
      copyFileSync(join(finished, file), join(folder, file));
    }
    return { results, folder, log: join(folder, "log.jsonl") };
  };

  it("cuts a torn last line and computes that trial again", async () => {
    const { results, folder, log } = copy();
    const whole = readFileSync(log);
    writeFileSync(log, whole.subarray(0, whole.length - 40));
    const { outcome, events } = await run(results);
    const lost = whole.length - 1 - whole.lastIndexOf(10, whole.length - 2);
    expect(events.find(({ kind }) => kind === "resumed")).toMatchObject({ cutBytes: lost - 40 });
    expect(outcome.progress.stored).toBeLessThan(outcome.progress.total);
    expect(readFileSync(join(folder, "results.jsonl"), "utf8")).toBe(reference);
  });

  it.each([0.1, 0.5, 0.9])("stops at a byte flipped at %d of the log, names the line, and leaves the file as it is", async (where) => {
    const { results, log } = copy();
    const bytes = readFileSync(log);
    const at = Math.floor(where * bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(log, bytes);
    const line = bytes.subarray(0, at).filter((byte) => byte === 10).length + 1;
    expect(await refusal(results)).toMatchObject({ code: "corrupt-results", place: { file: log, line } });
    expect(readFileSync(log).equals(bytes)).toBe(true);
    expect(existsSync(`${join(log, "..")}.lock`)).toBe(false);
  });

  it("stops at a flipped byte in the finished results when they are read", async () => {
    const { folder } = copy();
    const file = join(folder, "results.jsonl");
    const bytes = readFileSync(file);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    const told = await errorOf("return runner.readResults(given.folder)", { folder });
    expect(told).toMatchObject({ code: "corrupt-results", place: { file, line: 1 } });
  });

  it("names a schema that it does not know, and what to do", async () => {
    const { results, folder } = copy();
    const file = join(folder, "study.json");
    writeFileSync(file, readFileSync(file, "utf8").replace("study@1", "study@7"));
    const told = await refusal(results);
    expect(told).toMatchObject({ code: "unknown-schema", place: { file } });
    expect(told.message).toContain("study@7");
    expect(told.message).toContain("no command migrates it");
  });

  it("refuses a folder that cannot be written, and writes nothing", async () => {
    const place = newFolder();
    writeFileSync(join(place, "file"), "a file, not a folder");
    const told = await refusal(join(place, "file", "results"));
    expect(told.code).toBe("cannot-write");
    expect(told.message).toContain("file/results");
    expect(readdirSync(place)).toEqual(["file"]);
  });

  it("refuses a second writer while the first one runs, and lets her in when it is gone", async () => {
    const results = newFolder();
    let started: () => void = () => undefined;
    const hasStarted = new Promise<void>((resolve) => {
      started = resolve;
    });
    const first = start(
      RUN,
      { file: SMALL_STUDY, workers: 2, resultsFolder: results },
      { onLine: (line) => line === "started" && started() },
    );
    await hasStarted;
    first.process.kill("SIGSTOP");
    const told = await refusal(results);
    expect(told.code).toBe("cannot-write");
    expect(told.message).toContain(`process ${first.process.pid}`);
    first.process.kill("SIGKILL");
    await first.answer;
    expect((await run(results)).outcome.status).toBe("complete");
  });

  it.each(["", "junk", "{}"])("tells of a lock that says '%s' and no holder, and leaves it", async (text) => {
    const { results, folder } = copy();
    writeFileSync(`${folder}.lock`, text);
    const told = await refusal(results);
    expect(told).toMatchObject({ code: "cannot-write", message: expect.stringContaining("does not say who holds it; delete it if") });
    expect(readFileSync(`${folder}.lock`, "utf8")).toBe(text);
  });

  it("clears what a killed writer left half written", async () => {
    const { results, folder } = copy();
    writeFileSync(join(folder, "results.jsonl.4711.part"), "half a li");
    await run(results);
    expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it.each(["{", '{"schema":"study@1"}'])("stops at a study.json that is %s, in a run and in reading", async (text) => {
    const { results, folder } = copy();
    const file = join(folder, "study.json");
    writeFileSync(file, text);
    for (const told of [await refusal(results), await errorOf("return runner.readResults(given.folder)", { folder })]) {
      expect(told).toMatchObject({ code: "corrupt-results", place: { file } });
    }
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  it("stops at a study.json of another study, in a run and in a report", async () => {
    const { results, folder } = copy();
    const file = join(folder, "study.json");
    writeFileSync(file, readFileSync(file, "utf8").replace(/"fingerprint": "\w{4}/, '"fingerprint": "0000'));
    const read = `const { study } = await runner.loadStudy(given.file); return runner.readResults(given.folder, study)`;
    for (const told of [await refusal(results), await errorOf(read, { file: SMALL_STUDY, folder })]) {
      expect(told).toMatchObject({ code: "foreign-results", message: expect.stringContaining("fingerprint 0000") });
    }
  });

  it("does not take provenance that cannot be read for none", async () => {
    const { folder } = copy();
    const file = join(folder, "provenance.jsonl");
    rmSync(file);
    mkdirSync(file);
    expect(await errorOf("return runner.readResults(given.folder)", { folder })).toMatchObject({
      code: "corrupt-results",
      place: { file },
    });
  });

  it.each([
    ["refused.json", "{", "corrupt-results"],
    ["refused.json", null, "missing-results"],
    ["findings.jsonl", null, "missing-results"],
  ] as const)("tells of a %s that is %s when it is read, and writes it again", async (name, text, code) => {
    const { results, folder } = copy();
    const file = join(folder, name);
    rmSync(file);
    if (text !== null) {
      writeFileSync(file, text);
    }
    expect(await errorOf("return runner.readResults(given.folder)", { folder })).toMatchObject({ code, place: { file } });
    await run(results);
    expect(readFileSync(file)).toEqual(readFileSync(join(finished, name)));
  });

  it("refuses more workers than a machine has room for before it makes a folder", async () => {
    const results = newFolder();
    expect(await refusal(results, { workers: 1e9 })).toMatchObject({ code: "bad-argument" });
    expect(readdirSync(results)).toEqual([]);
  });

  it("sets what is stored aside when a fresh start is asked for", async () => {
    const { results, folder } = copy();
    appendFileSync(join(folder, "log.jsonl"), "garbage\n");
    const { outcome } = await run(results, { fresh: true });
    expect(outcome.progress.stored).toBe(0);
    expect(readFileSync(join(`${folder}.1`, "log.jsonl"), "utf8")).toContain("garbage");
    expect(readFileSync(join(folder, "results.jsonl"), "utf8")).toBe(reference);
  });

  it("tells how far a run came whose results are not finished", async () => {
    const { folder } = copy();
    const told = await errorOf(
      `const { rmSync } = await import("node:fs"); rmSync(given.folder + "/results.jsonl"); return runner.readResults(given.folder)`,
      { folder },
    );
    expect(told.code).toBe("missing-results");
    expect(told.message).toMatch(/\d+ of \d+ trials are stored/);
  });

  it("gives back what was stored: the study, the results, where they come from", async () => {
    const stored = await answerOf<{ study: object; results: { key: string }[]; provenance: object[]; rulesFixedBefore: boolean }>(
      "return runner.readResults(given.folder)",
      { folder: finished },
    );
    expect(stored.study).toMatchObject({ id: "small", seeds: 2 });
    expect(stored.results.map(({ key }) => key)).toEqual(
      reference
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { result: { key: string } }).result.key),
    );
    expect(stored.rulesFixedBefore).toBe(true);
    expect(stored.provenance).toMatchObject([{ node: process.version, bundle: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  });

  it("finds one trial by its key, and names the nearest where there is none", async () => {
    const results = join(finished, "..", "..");
    const key = "hero@1|consistent@1|imitation@1?distiller=exact@1|-|-";
    const found = await answerOf<{ result: object; folder: string }>("return runner.findTrial(given.key, given.results)", { key, results });
    expect(found).toMatchObject({ folder: finished, result: { key, status: "done" } });
    const told = await errorOf("return runner.findTrial(given.key, given.results)", { key: key.replace("hero", "her"), results });
    expect(told).toMatchObject({ code: "unknown-id", message: expect.stringContaining(`'${key}'`) });
  });

  it("replays one trial to the bytes that are stored of it", async () => {
    const results = join(finished, "..", "..");
    const key = (JSON.parse(reference.split("\n").at(-2) ?? "") as { result: { key: string } }).result.key;
    const replayed = await answerOf(
      `const { study } = await runner.loadStudy(given.file);
       return runner.replayTrial(study, given.key, { resultsFolder: given.results })`,
      { file: SMALL_STUDY, key, results },
    );
    expect(replayed).toMatchObject({ stored: "same", result: { key } });
  });
});
