import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { firebreak, firebreakJson, folderWith } from "./firebreak.ts";
import { inOneProcess } from "./one-process.ts";
import { CONFIG, studySource, worldSource } from "./worlds.ts";

const series = inOneProcess();

interface Ran {
  readonly study: string;
  readonly fingerprint: string;
  readonly trials: number;
  readonly stored: number;
  readonly folder: string;
  readonly report: string;
}

const files = (parts: Parameters<typeof studySource>[0] = {}): Record<string, string> => ({
  "firebreak.config.ts": CONFIG,
  "world.ts": worldSource(),
  "studies/tiny.ts": studySource(parts),
});
const LEARNED = "narrowRl({ signal: evaluativeFeedback.with(), learner: qLearning.with({ steps: 3000 }) }), uniformPlay()";

describe("run", () => {
  it("runs a study and writes its report; again, it computes nothing and changes no byte", async () => {
    const folder = folderWith(files({ methods: LEARNED }));
    const first = await firebreakJson<Ran>(["run", "tiny", "--workers", "2"], { cwd: folder });
    expect(first).toMatchObject({ study: "tiny", trials: 3, stored: 0, claims: [] });
    expect(first.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(readFileSync(first.report, "utf8")).toContain("Does it run?");
    const bytes = readFileSync(join(first.folder, "results.jsonl"));
    const second = await firebreakJson<Ran>(["run", "studies/tiny.ts", "--workers", "0"], { cwd: folder });
    expect(second).toMatchObject({ trials: 3, stored: 3, folder: first.folder });
    expect(readFileSync(join(first.folder, "results.jsonl")).equals(bytes)).toBe(true);
  });

  it("extends a run by --seeds, and shows and replays one of its trials", async () => {
    const folder = folderWith(files({ methods: LEARNED, seeds: "5" }));
    await firebreakJson<Ran>(["run", "tiny", "--workers", "0"], { cwd: folder });
    // Seeds are trained in blocks of 5: what is stored is the first block and the exact trial.
    const more = await firebreakJson<Ran>(["run", "tiny", "--workers", "0", "--seeds", "7"], { cwd: folder });
    expect(more).toMatchObject({ trials: 8, stored: 6 });
    const rows = readFileSync(join(more.folder, "results.jsonl"), "utf8").trim().split("\n");
    const { result } = JSON.parse(rows.at(-2) ?? "") as { result: { key: string } }; // a row of the results
    const shown = await firebreakJson<{ result: unknown; provenance: readonly unknown[] }>(["show", result.key], { cwd: folder });
    expect(shown.result).toEqual(result);
    expect(shown.provenance.length).toBe(2);
    const again = await firebreakJson(["run", "tiny", "--only", result.key, "--inline"], { cwd: folder });
    expect(again).toEqual({ ...result, stored: "same" });
  });

  it("tells progress on standard error, and every event in the log file", async () => {
    const folder = folderWith(files());
    const { code, stdout, stderr } = await series.firebreak(["run", "tiny", "--workers", "0", "--log", "events.jsonl"], { cwd: folder });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^Study tiny: 2 trials\.$/m);
    expect(stdout).toMatch(/^report +.*report\.html$/m);
    const events = readFileSync(join(folder, "events.jsonl"), "utf8").trim().split("\n");
    const kinds = events.map((line) => (JSON.parse(line) as { kind: string }).kind); // a RunEvent a line
    expect(kinds).toEqual(expect.arrayContaining(["planned", "started", "done", "finished"]));
  });

  it("is silent on standard error with --json", async () => {
    expect(await series.firebreak(["run", "tiny", "--workers", "0", "--json"], { cwd: folderWith(files()) })).toMatchObject({
      code: 0,
      stderr: "",
    });
  });

  it("ends with 3 where a trial fails, and keeps the others", async () => {
    const failing = `uniformPlay(), { ...uniformPlay(), id: "failing@1", *train() { throw new Error("It gave up"); } }`;
    const folder = folderWith(files({ methods: failing }));
    const { code, stdout } = await firebreak(["run", "tiny", "--workers", "0"], { cwd: folder });
    expect(code).toBe(3);
    expect(stdout).toMatch(/failed: lamp@1\|consistent@1\|failing@1\|-\|-: It gave up/);
    expect(stdout).toMatch(/1 done, 1 failed/);
  });

  it("writes figures and the report again from stored results", async () => {
    const folder = folderWith(files());
    await firebreak(["run", "tiny", "--workers", "0"], { cwd: folder });
    const { files: written } = await firebreakJson<{ files: readonly string[] }>(["report", "tiny"], { cwd: folder });
    expect(written.map((file) => existsSync(file))).toEqual([true]);
    expect(await firebreakJson(["plot", "tiny"], { cwd: folder })).toEqual({ files: [], undrawn: [] });
    expect(await series.firebreakJson(["plot", "tiny", "--format", "png"], { cwd: folder })).toEqual({ files: [], undrawn: [] });
    expect(await series.firebreak(["plot", "tiny", "--format", "jpg"], { cwd: folder })).toMatchObject({ code: 2 });
  });

  it.each([
    ["an unknown study", ["run", "tinny"], {}, "the nearest are 'tiny'"],
    ["a study that does not parse", ["run", "tiny"], { "studies/tiny.ts": "export default {\n  id: ,\n};\n" }, "studies/tiny.ts:2:7: "],
    [
      "two parts with one id",
      ["run", "tiny"],
      files({ methods: "uniformPlay(), uniformPlay()" }),
      "two methods with the id 'uniform-play@1'",
    ],
    [
      "a world with a NaN reward",
      ["run", "tiny"],
      { ...files(), "world.ts": worldSource({ reward: "Number.NaN" }) },
      "must be a finite number",
    ],
    [
      "probabilities that sum to 0.9",
      ["run", "tiny"],
      { ...files(), "world.ts": worldSource({ step: 'chance.pick([["on", 0.5], ["off", 0.4]], "wind")' }) },
      "sum to 0.9",
    ],
    ["a parameter the study does not have", ["run", "tiny", "--set", "h=3"], {}, "Cannot set 'h' of the study"],
    ["a results folder that cannot be written", ["run", "tiny", "--results", "world.ts/below"], {}, "ENOTDIR"],
    ["a log that cannot be written", ["run", "tiny", "--log", "nowhere/events.jsonl"], {}, "Cannot write the log 'nowhere/events.jsonl'"],
  ] as const)("refuses %s with exit 2 and leaves nothing half-written", async (_, args, other, message) => {
    const folder = folderWith({ ...files(), ...other });
    const { code, stdout, stderr } = await series.firebreak([...args, "--workers", "0"], { cwd: folder });
    expect([code, stdout]).toEqual([2, ""]);
    const lines = stderr.trim().split("\n");
    expect(lines.filter((line) => line.startsWith("error: ")).length).toBe(1);
    expect(lines.at(-1)).toContain(message);
    expect(existsSync(join(folder, "results"))).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(expect.not.arrayContaining(["events.jsonl", "reports"]));
  });

  it("leaves a damaged log as it is, and names the line", async () => {
    const folder = folderWith(files());
    const { folder: run } = await series.firebreakJson<Ran>(["run", "tiny", "--workers", "0"], { cwd: folder });
    const log = join(run, "log.jsonl");
    const damaged = readFileSync(log, "utf8").replace('"status":"done"', '"status":"dune"');
    writeFileSync(log, damaged);
    const { code, stderr } = await series.firebreak(["run", "tiny", "--workers", "0"], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toMatch(/log\.jsonl:1: /);
    expect(readFileSync(log, "utf8")).toBe(damaged);
  });

  it("stops at Ctrl-C with exit 130, and the same command goes on to the same bytes", async () => {
    const slow = "narrowRl({ signal: evaluativeFeedback.with(), learner: qLearning.with({ steps: 400000 }) })";
    const folder = folderWith(files({ methods: slow, seeds: "40" }));
    const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
    const child = spawn(process.execPath, [main, "run", "tiny", "--workers", "1", "--log", "events.jsonl"], { cwd: folder });
    const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
    const poll = setInterval(() => {
      const log = join(folder, "events.jsonl");
      if (existsSync(log) && readFileSync(log, "utf8").includes('"kind":"done"')) {
        clearInterval(poll);
        child.kill("SIGINT");
      }
    }, 20);
    expect(await ended).toBe(130);
    const resumed = await firebreakJson<Ran>(["run", "tiny", "--workers", "2"], { cwd: folder });
    expect(resumed.trials).toBe(40);
    expect(resumed.stored).toBeGreaterThan(0);
    expect(resumed.stored).toBeLessThan(40);
    const bytes = readFileSync(join(resumed.folder, "results.jsonl"));
    const whole = await firebreakJson<Ran>(["run", "tiny", "--workers", "2", "--results", "other"], { cwd: folder });
    expect(readFileSync(join(whole.folder, "results.jsonl")).equals(bytes)).toBe(true);
  });
});
