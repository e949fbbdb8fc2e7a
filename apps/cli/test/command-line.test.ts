import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { firebreak, folderWith, ROOT } from "./firebreak.ts";
import { inOneProcess } from "./one-process.ts";

const series = inOneProcess();

interface Listed {
  readonly id: string;
  readonly title: string;
  readonly stateCount: number | null;
  readonly actionCount: number;
  readonly actions: readonly string[];
}

describe("the command line", () => {
  it("lists environments with their counts as one JSON document and an empty standard error", async () => {
    const { code, stdout, stderr } = await firebreak(["list", "environments", "--json"]);
    expect([code, stderr]).toEqual([0, ""]);
    const environments = JSON.parse(stdout) as readonly Listed[]; // the contract of `list`
    expect(environments.find(({ id }) => id === "boat-race@1")).toMatchObject({ stateCount: 8, actionCount: 4 });
    expect(environments.find(({ id }) => id === "hero@1")).toMatchObject({ stateCount: 2, actions: ["work", "cause", "defeat"] });
  });

  it("takes --json before the command as well as after it", async () => {
    const before = await series.firebreak(["--json", "list", "detectors"]);
    const after = await series.firebreak(["list", "detectors", "--json"]);
    expect(before).toEqual(after);
  });

  it.each(["overseers", "signals", "models", "methods", "detectors"])("lists %s by id and title", async (collection) => {
    const entries = await series.firebreakJson<readonly Listed[]>(["list", collection]);
    expect(entries.length).toBeGreaterThan(0);
    expect(entries.every(({ id, title }) => id !== "" && title !== "")).toBe(true);
  });

  it("lists reward models with their parameters", async () => {
    const { code, stdout } = await series.firebreak(["list", "models"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^from-comparisons@1 +checkpoints=5 .* questions=500 length=5 .* Bradley-Terry model of comparisons/m);
  });

  it("shows every collection without an argument", async () => {
    const { code, stdout } = await series.firebreak(["list"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^environments$/m);
    expect(stdout).toMatch(/^hero@1 .*w=1 p=0.2 h=3/m);
  });

  it.each([
    [["lst"], "unknown command 'lst' (Did you mean list?)"],
    [["list", "environment"], "'environments'"],
    [["replay", "hero", "work", "--sed", "3"], "unknown option '--sed' (Did you mean one of --seed, --set?)"],
    [["replay", "hero"], "missing required argument 'actions'"],
    [["solve", "hero", "--discount", "much"], "Cannot read --discount 'much': it must be a number"],
    [["solve", "hero", "--horizon", "2.5"], "Cannot read --horizon '2.5': it must be a whole number, at least 1"],
    [["solve", "hero", "--horizon", "5", "--discount", "0.5"], "Cannot use --discount and --horizon together"],
    [["new", "enviroment", "ferry"], "Cannot read what to make 'enviroment': it must be 'environment'"],
  ] as const)("refuses %j with exit 2 and one line on standard error", async (args, message) => {
    const { code, stdout, stderr } = await series.firebreak(args);
    expect([code, stdout]).toEqual([2, ""]);
    const lines = stderr.trim().split("\n");
    expect(lines.at(-1)).toMatch(/^error: /);
    expect(lines.at(-1)).toContain(message);
    expect(lines.length).toBe(1);
  });

  it("tells a refusal as one JSON document too", async () => {
    const { code, stdout, stderr } = await series.firebreak(["replay", "heroo", "work", "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "unknown-id" } });
    expect(stderr).toMatch(/^error: Cannot find environment 'heroo': the nearest are 'hero'/);
  });

  it("ends with 70 and a stack where our own code breaks", async () => {
    const folder = folderWith({
      "firebreak.config.ts": `import { defineConfig } from "@firebreak/runner/config";
        Object.assign(Number, { isFinite: undefined }); // the first to use it is the command
        export default defineConfig({});`,
    });
    const { code, stdout, stderr } = await firebreak(["solve", "hero", "--discount", "0.5"], { cwd: folder });
    expect([code, stdout]).toEqual([70, ""]);
    expect(stderr).toMatch(/^bug: TypeError: /);
    expect(stderr).toMatch(/\n\s+at /);
  });

  it("prints help and its version with exit 0", async () => {
    expect(await series.firebreak(["--help"])).toMatchObject({ code: 0, stderr: "" });
    expect(await series.firebreak(["--version"])).toMatchObject({ code: 0, stdout: "0.1.0\n" });
    expect((await series.firebreak(["solve", "--help"])).stdout).toContain("--lookahead");
    expect(await series.firebreak([])).toEqual(await series.firebreak(["--help"]));
  });

  it("says where an option is left out what stands in for it", async () => {
    expect((await series.firebreak(["solve", "--help"])).stdout).toContain("the criterion by which the environment itself is measured");
    const own = "(the environment's own: no --discount, --horizon or --lookahead was given)";
    expect((await series.firebreak(["solve", "hero"])).stdout).toContain(own);
    expect((await series.firebreak(["audit", "hero", "--signal", "value-difference"])).stdout).toContain(own);
    expect((await series.firebreak(["solve", "hero", "--discount", "0.5"])).stdout).not.toContain(own);
    expect(await series.firebreakJson(["solve", "hero"])).toMatchObject({ criterionGiven: false });
  });

  it("shows methods by their slots, narrow enough for a terminal, and studies by the name that they call themselves", async () => {
    const { stdout } = await series.firebreak(["list", "methods"]);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThan(160);
    expect(stdout).toMatch(/^narrow-rl@1 +signal=… learner=… /m);
    expect(stdout).toMatch(/^tamer@1 +12 settings /m);
    expect(stdout).toMatch(/^quantiliser@1 +signal=… distiller=\S+ q /m);
    expect(stdout).toMatch(/^learners: actor-critic, differential-q-learning, /m);
    const studies = await series.firebreakJson<readonly Listed[]>(["list", "studies"], { cwd: ROOT });
    expect(studies.map(({ id }) => id)).toContain("small");
  });

  it("says which glob of studies matches no file", async () => {
    const folder = folderWith({
      "firebreak.config.ts": `import { defineConfig } from "@firebreak/runner/config"; export default defineConfig({ studies: ["studeis/*.ts"] });`,
    });
    const { code, stdout, stderr } = await series.firebreak(["list", "studies"], { cwd: folder });
    expect([code, stdout]).toEqual([0, "none\n"]);
    expect(stderr).toBe(`warning: 'studeis/*.ts' among the \`studies\` of ${join(folder, "firebreak.config.ts")} matches no file\n`);
    const unknown = await series.firebreak(["run", "tiny"], { cwd: folderWith({}) });
    expect(unknown.stderr).toMatch(/Cannot find study 'tiny': there are none; there is no firebreak\.config\.ts in/);
  });

  it.skipIf(!existsSync("/dev/full"))("ends with one line where standard output cannot be written", async () => {
    const full = openSync("/dev/full", "w");
    onTestFinished(() => closeSync(full));
    const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [main, "list", "detectors"], {
      stdio: ["ignore", full, "pipe"],
      encoding: "utf8",
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: Cannot write to standard output: ENOSPC[^\n]*\n$/);
  });
});
