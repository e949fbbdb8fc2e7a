import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { firebreak, firebreakJson, folderWith, ROOT } from "./firebreak.ts";
import { inOneProcess } from "./one-process.ts";
import { CONFIG, studySource, worldSource } from "./worlds.ts";

const series = inOneProcess();

interface Checked {
  readonly laws: readonly { readonly law: string; readonly environment: string; readonly pass: boolean; readonly detail: string }[];
}

describe("new and check", () => {
  it("writes an environment of at most 40 lines that passes every law untouched", async () => {
    const folder = folderWith({});
    const { files } = await firebreakJson<{ files: readonly string[] }>(["new", "environment", "ferry"], { cwd: folder });
    expect(files).toEqual([join(folder, "ferry.ts")]);
    expect(readFileSync(join(folder, "ferry.ts"), "utf8").split("\n").length).toBeLessThanOrEqual(40);
    const { code, stdout } = await firebreak(["check", "ferry.ts"], { cwd: folder });
    expect(stdout).toMatch(/All \d+ laws hold\./);
    expect(code).toBe(0);
    const { laws } = await firebreakJson<Checked>(["check", "ferry.ts"], { cwd: folder });
    expect(laws.length).toBeGreaterThan(8);
    expect(laws.every(({ environment, pass }) => environment === "ferry@1" && pass)).toBe(true);
  });

  it("does not overwrite a file", async () => {
    const folder = folderWith({ "ferry.ts": "mine\n" });
    const { code, stderr } = await series.firebreak(["new", "environment", "ferry"], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain("there is such a file already");
    expect(readFileSync(join(folder, "ferry.ts"), "utf8")).toBe("mine\n");
  });

  it.each([
    ["bucket-brigade-2", "bucketBrigade2"],
    ["a--b-", "aB"],
    ["class", "classWorld"],
  ])("names the value of '%s' as a program would: %s", async (name, value) => {
    const folder = folderWith({});
    await series.firebreak(["new", "environment", name], { cwd: folder });
    expect(readFileSync(join(folder, `${name}.ts`), "utf8")).toContain(`export const ${value} = defineEnvironment`);
    expect((await series.firebreak(["check", `${name}.ts`], { cwd: folder })).code).toBe(0);
  });

  it.each(["Ferry", "2ferry", "fer ry", "../ferry"])("refuses the name '%s'", async (name) => {
    const folder = folderWith({});
    expect(await series.firebreak(["new", "environment", name], { cwd: folder })).toMatchObject({ code: 2, stdout: "" });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("ends with 1 and says which law is broken, where, and where to read on", async () => {
    const folder = folderWith({ "world.ts": worldSource().replace("trueReturn: -1", "trueReturn: -7") });
    const { code, stdout } = await firebreak(["check", "world.ts"], { cwd: folder });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^lamp@1 breaks 'worked-episodes': .*-7/m);
    expect(stdout).toContain("docs/guide/laws.md#worked-episodes");
    const { laws } = await series.firebreakJson<Checked>(["check", "world.ts"], { cwd: folder });
    expect(laws.filter(({ pass }) => !pass).map(({ law }) => law)).toEqual(["worked-episodes"]);
  });

  it("tells probabilities that sum to 0.9 as a broken law", async () => {
    const folder = folderWith({ "world.ts": worldSource({ step: 'chance.pick([["on", 0.5], ["off", 0.4]], "the lamp")' }) });
    const { laws } = await series.firebreakJson<Checked>(["check", "world.ts"], { cwd: folder });
    expect(laws.find(({ law }) => law === "rows-sum-to-one")).toMatchObject({ pass: false, detail: expect.stringContaining("0.9") });
  });

  it("tells a fault that stops enumeration once, with its place, and the other laws as not reached", async () => {
    const folder = folderWith({ "world.ts": worldSource({ step: 'JSON.parse("{")' }) });
    const { code, stdout } = await series.firebreak(["check", "world.ts"], { cwd: folder });
    expect(code).toBe(1);
    expect(stdout.match(/It threw SyntaxError/g)).toHaveLength(1);
    expect(stdout).toMatch(/^lamp@1 breaks 'actions': .* \(world\.ts:6:\d+\)$/m);
    expect(stdout).toMatch(/^1 of \d+ laws are broken\. \d+ were not reached\.$/m);
    const { laws } = await series.firebreakJson<Checked>(["check", "world.ts"], { cwd: folder });
    const others = laws.filter(({ pass, law }) => !pass && law !== "actions");
    expect(others.length).toBeGreaterThan(8);
    expect(new Set(others.map(({ detail }) => detail))).toEqual(new Set(["not reached: the world could not be enumerated"]));
    expect(Object.keys(others[0] ?? {}).sort()).toEqual(["detail", "environment", "help", "law", "pass"]);
  });

  it("refuses a file that exports no environment", async () => {
    const folder = folderWith({ "world.ts": "export const three = 3;\n" });
    const { code, stderr } = await series.firebreak(["check", "world.ts"], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toBe("error: world.ts: Cannot check 'world.ts': it exports no environment, only 'three'\n");
  });
});

describe("a folder outside the repository", () => {
  const LAMP = readFileSync(join(ROOT, "examples/outside/lamp.ts"), "utf8");

  it("has an environment of at most 40 lines that passes its laws", async () => {
    expect(LAMP.trim().split("\n").length).toBeLessThanOrEqual(40);
    expect((await firebreak(["check", join(ROOT, "examples/outside/lamp.ts")])).code).toBe(0);
  });

  it.each([0, 2])("runs its environment in a study with %d workers, from its own configuration", async (workers) => {
    const folder = folderWith({});
    cpSync(join(ROOT, "examples/outside"), folder, { recursive: true, filter: (path) => !/results|\.firebreak/.test(path) });
    const ran = await firebreakJson<{ trials: number; folder: string; claims: readonly unknown[] }>(
      ["run", "lamp-study", "--workers", String(workers)],
      { cwd: folder },
    );
    // Imitation has no criterion; two exact methods under two; three seeds of the learned one under two.
    expect(ran).toMatchObject({ trials: 1 + 2 * 2 + 3 * 2, claims: [{ id: "K1", verdict: "supported", interval: null }] });
    expect(ran.folder.startsWith(folder)).toBe(true);
    const rows = readFileSync(join(ran.folder, "results.jsonl"), "utf8").trim().split("\n");
    expect(rows.length).toBe(11);
    expect(rows.every((row) => row.includes('"environment":"lamp@1"'))).toBe(true);
  });

  it("makes its ids known to every command", async () => {
    const folder = folderWith({ "firebreak.config.ts": CONFIG, "world.ts": worldSource(), "studies/tiny.ts": studySource() });
    const listed = await series.firebreakJson<readonly { id: string }[]>(["list"], { cwd: folder });
    expect(listed.map(({ id }) => id)).toContain("lamp@1");
    expect(await series.firebreakJson(["replay", "lamp", "on,off"], { cwd: folder })).toMatchObject({ trueReturn: -1, final: "off" });
    expect(await series.firebreakJson(["list", "studies"], { cwd: join(folder, "studies") })).toMatchObject([
      { id: "tiny", title: "Tiny" },
    ]);
  });
});
