import { execFile, spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Ended, firebreak, folderWith, ROOT } from "./firebreak.ts";
import { inOneProcess } from "./one-process.ts";
import { CONFIG, studySource, worldSource } from "./worlds.ts";

const series = inOneProcess();

const MAIN = fileURLToPath(new URL("../dist/main.js", import.meta.url));

interface Told {
  readonly error: { readonly code: string; readonly message: string };
}

/** Runs the study `tiny` with lines of its author's before it. */
async function runWith(
  before: string,
  {
    run = firebreak,
    workers = "0",
    ...parts
  }: Parameters<typeof studySource>[0] & { readonly run?: typeof firebreak; readonly workers?: string } = {},
): Promise<Ended> {
  const folder = folderWith({
    "firebreak.config.ts": CONFIG,
    "world.ts": worldSource(),
    "studies/tiny.ts": `${before}\n${studySource(parts)}`,
  });
  return run(["run", "tiny", "--workers", workers, "--json"], { cwd: folder });
}

describe("standard output", () => {
  it.each(["0", "1"])("holds the document alone where a study prints, with %s workers", async (workers) => {
    const { code, stdout, stderr } = await runWith(`console.log("hello"); process.stdout.write("hello\\n");`, { workers });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ study: "tiny", status: "complete" });
    expect(stderr).toContain("hello");
  });

  it("is one document for help and the version too", async () => {
    for (const args of [["--help"], ["--version"], ["solve", "--help"]]) {
      const { code, stdout } = await series.firebreak([...args, "--json"]);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toHaveProperty("help");
    }
  });

  it.runIf(existsSync("/dev/full"))("tells where it cannot be written, and does not pretend that a check failed", async () => {
    const full = openSync("/dev/full", "w");
    const command = spawn(process.execPath, [MAIN, "list", "detectors", "--json"], { stdio: ["ignore", full, "pipe"] });
    let stderr = "";
    command.stderr?.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const code = await new Promise((resolve) => command.on("close", resolve));
    closeSync(full);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: Cannot write to standard output: ENOSPC/);
  });

  it("may be closed by a reader who has seen enough", async () => {
    const ended = await new Promise<string>((resolve) => {
      execFile("sh", ["-c", `"$0" "$1" list | head -n 1`, process.execPath, MAIN], (_, stdout, stderr) => resolve(stdout + stderr));
    });
    expect(ended).toBe("environments\n");
  });
});

describe("a study whose code", () => {
  it("leaves a timer running does not keep the command alive", async () => {
    expect((await runWith("setInterval(() => undefined, 1000);")).code).toBe(0);
  });

  it.each([
    ["throws after it was loaded", `setTimeout(() => { throw new Error("late"); }, 1);`, "late"],
    ["rejects a promise that nobody awaits", `Promise.reject(new Error("late"));`, "late"],
    ["throws what is no error and has no text", "throw Object.create(null);", "Object: null prototype"],
    ["ends the process", "process.exit(0);", "a file that it loaded calls process.exit"],
    ["awaits what never comes", "await new Promise(() => undefined);", "awaits what never comes"],
  ])("%s ends the command with exit 2 and one document", async (_, before, message) => {
    const { code, stdout, stderr } = await runWith(before);
    expect(code).toBe(2);
    expect((JSON.parse(stdout) as Told).error.message).toContain(message);
    expect(stderr).toContain(message);
  });
});

describe("a study", () => {
  it("of more trials than a plan can hold is refused before it runs", async () => {
    const methods = "narrowRl({ signal: evaluativeFeedback.with(), learner: qLearning.with({ steps: 10 }) })";
    const { code, stdout } = await runWith("", { run: series.firebreak, methods, seeds: "1e9" });
    expect(code).toBe(2);
    expect((JSON.parse(stdout) as Told).error.message).toContain("more than 2000000 trials");
  });

  it("whose method has a bar in its id is refused: keys are cut at bars", async () => {
    const { code, stdout } = await runWith("", { run: series.firebreak, methods: `{ ...uniformPlay(), id: "a|b" }` });
    expect(code).toBe(2);
    expect((JSON.parse(stdout) as Told).error.message).toContain(`is "a|b", and expected a text without bars and spaces`);
  });
});

describe("bad arguments", () => {
  it.each([
    [["solve", "hero", "--horizon", "1e15"], "Cannot plan 1000000000000000 steps in a world of 2 states"],
    [["replay", "hero", "work", "--seed", "99999999999999999999"], "it must be a whole number, at least 0, at most 9007199254740991"],
    [["replay", "hero", "work", "--set", "h"], "Cannot read --set 'h': it must be key=value"],
    [["replay", "hero", "work", "--set", "toString=1"], "Cannot set 'toString' of 'hero'"],
    [["run", "small.study", "--workers", "1e9"], "Cannot read --workers '1e9': it must be a whole number, at least 0, at most 256"],
    [["list", "--config", ""], "Cannot load"],
    [["check", "apps"], "it is a folder, and must be a file"],
    [["show", "x", "--results", "/dev/null"], "there are no results in '/dev/null'"],
  ] as const)("%j are refused with exit 2 and one line", async (args, message) => {
    const { code, stdout, stderr } = await series.firebreak(args, { cwd: ROOT });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).toContain(message);
  });
});

describe("a place to write that lies below a file", () => {
  it.each<readonly [flag: string, args: readonly string[]]>([
    ["--html", ["watch", "hero", "--steps", "2", "--html", "taken/page.html"]],
    ["--out", ["benchmark", "--draws", "1", "--out", "taken/folder"]],
    ["--out, which is a file", ["benchmark", "--draws", "1", "--out", "taken"]],
    ["--results", ["run", "tiny", "--workers", "0", "--results", "taken/results"]],
  ])("is refused with exit 2, in one line without a name of ours: %s", async (_, args) => {
    const folder = folderWith({
      taken: "a file",
      "firebreak.config.ts": CONFIG,
      "world.ts": worldSource(),
      "studies/tiny.ts": studySource({}),
    });
    const { code, stdout, stderr } = await series.firebreak(args, { cwd: folder });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^error: [^\n]*Cannot (?:write|make)[^\n]*taken[^\n]*\n$/);
    expect(stderr).not.toContain(".part");
  });
});
