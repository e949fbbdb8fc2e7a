import { execFile } from "node:child_process";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { invocation } from "../src/invocation.ts";
import { firebreak, folderWith, ROOT } from "./firebreak.ts";

/** Calls npm where the user stands. npm announces the script on standard output, unless -s is among the words. */
function npm(words: readonly string[], cwd: string): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const outer = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$)/i.test(name));
  return new Promise((resolve) => {
    execFile("npm", words, { cwd, env: Object.fromEntries(outer) }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

describe("the command through npm", () => {
  it("writes and reads in the folder of the user, wherever the checkout is, and prints commands that work there", async () => {
    const folder = folderWith({});
    const wrote = await npm(["--prefix", ROOT, "run", "-s", "firebreak", "--", "new", "environment", "ferry"], folder);
    expect(wrote).toMatchObject({ code: 0, stderr: "" });
    expect(existsSync(join(folder, "ferry.ts"))).toBe(true);
    expect(wrote.stdout).toContain(join(folder, "ferry.ts"));
    const [, hint = ""] = /^ +npm (.* check ferry\.ts)$/m.exec(wrote.stdout) ?? [];
    expect(hint).not.toBe("");
    expect((await npm(hint.split(" "), folder)).stdout).toMatch(/All \d+ laws hold\./);
  });

  it("resolves a path against the subfolder in which the user stands", async () => {
    const { code, stdout } = await npm(["run", "-s", "firebreak", "--", "check", "./lamp.ts"], join(ROOT, "examples/outside"));
    expect(stdout).toMatch(/All \d+ laws hold\./);
    expect(code).toBe(0);
  });

  it("reads the configuration of the folder in which the user stands", async () => {
    const folder = folderWith({});
    cpSync(join(ROOT, "examples/outside"), folder, { recursive: true, filter: (path) => !/results|\.firebreak/.test(path) });
    const { stdout } = await npm(["--prefix", ROOT, "run", "-s", "firebreak", "--", "list", "studies"], folder);
    expect(stdout).toContain("lamp-study");
    expect(stdout).not.toContain("villain");
  });
});

describe("hints", () => {
  it("are commands that work as printed", async () => {
    const folder = folderWith({});
    const { stdout } = await firebreak(["new", "environment", "ferry"], { cwd: folder });
    const [, script = ""] = /^ +node (\S+main\.js) check ferry\.ts$/m.exec(stdout) ?? [];
    expect(existsSync(script)).toBe(true);
    expect(readFileSync(script, "utf8")).toContain("runCommandLine");
  });

  it.each([
    [
      "the file, relative where it is near",
      { argv: ["node", "/repo/apps/cli/dist/main.js"], env: {}, at: "/repo" },
      "node apps/cli/dist/main.js",
    ],
    ["the file, whole where it is far", { argv: ["node", "/repo/main.js"], env: {}, at: "/home/me" }, "node /repo/main.js"],
    ["the file in quotes where it needs them", { argv: ["node", "/my repo/main.js"], env: {}, at: "/" }, "node 'my repo/main.js'"],
    [
      "npm's script inside its package",
      {
        argv: ["node", "/repo/main.js"],
        env: { npm_lifecycle_event: "firebreak", npm_package_json: "/repo/package.json", INIT_CWD: "/repo/studies" },
        at: "/repo",
      },
      "npm run firebreak --",
    ],
    [
      "npm's script with its folder from outside",
      {
        argv: ["node", "/repo/main.js"],
        env: { npm_lifecycle_event: "firebreak", npm_package_json: "/repo/package.json", INIT_CWD: "/repository" },
        at: "/repo",
      },
      "npm --prefix /repo run firebreak --",
    ],
    [
      "the file where npm ran another script",
      {
        argv: ["node", "/repo/main.js"],
        env: { npm_lifecycle_event: "start", npm_package_json: "/repo/package.json", INIT_CWD: "/" },
        at: "/repo",
      },
      "node main.js",
    ],
  ])("name %s", (_, { argv, env, at }, expected) => {
    expect(invocation({ argv, env, cwd: () => at })).toBe(expected);
  });
});
