import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** A folder below `parent` with these files, gone when the test ends. */
function folderIn(parent: string, files: Readonly<Record<string, string>>): string {
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "seeded-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** A tool's output on a folder, with its exit code. */
function run(tool: string, args: readonly string[], cwd: string): { readonly code: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(join(ROOT, "node_modules", ".bin", tool), args, { cwd, encoding: "utf8" });
  return { code: status, output: stdout + stderr };
}

/** Both linters on one file of a package. */
function lint(line: string): string {
  const folder = folderIn(tmpdir(), { "packages/seeded/src/seeded.ts": `${line}\n` });
  for (const part of ["biome.json", "lint", ".oxlintrc.json"]) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  }
  const biome = run("biome", ["lint", "--vcs-enabled=false", "--config-path=.", "packages"], folder);
  const oxlint = run("oxlint", ["--no-ignore", "--config", ".oxlintrc.json", "packages"], folder);
  return biome.code === 0 && oxlint.code === 0 ? "" : biome.output + oxlint.output;
}

/** The compiler on one file, where a package's own settings hold; `where` is the folder whose node_modules it sees. */
function compile(line: string, where: string): string {
  const folder = folderIn(join(ROOT, where, "src"), { "seeded.ts": `${line}\n` });
  const settings = {
    extends: join(ROOT, where, "tsconfig.json"),
    compilerOptions: { noEmit: true, composite: false, rootDir: "/" },
    include: ["seeded.ts"],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
  return run("tsc", ["-p", "tsconfig.json"], folder).output;
}

describe("the locks of the house", () => {
  it("lets a harmless file of a package pass both linters and the compiler", () => {
    expect(lint("export const twice = (x: number): number => 2 * x;")).toBe("");
    expect(
      compile('import type { Rng } from "@firebreak/core";\nexport const twice = (rng: Rng): number => 2 * rng.next();', "packages/envs"),
    ).toBe("");
  });

  it.each([
    ["Math.random", "export const draw = (): number => Math.random();"],
    ["a random number by another road", "const { random } = Math;\nexport const draw = (): number => random();"],
    ["Math.pow", "export const cube = (x: number): number => Math.pow(x, 3);"],
    ["**", "export const cube = (x: number): number => x ** 3;"],
    ["**=", "export const cube = (x: number): number => {\n  let y = x;\n  y **= 3;\n  return y;\n};"],
    ["Date.now", "export const now = (): number => Date.now();"],
    ["new Date", "export const now = (): string => new Date().toISOString();"],
  ])("fails the lint of a package that uses %s", (_, line) => {
    expect(lint(line)).toMatch(/no-restricted|plugin/);
  });

  it.each([
    ["a file", 'import { readFileSync } from "node:fs";\nexport const text = (): unknown => readFileSync("x");', /node:fs/],
    ["the network", 'export const page = (): unknown => fetch("https://example.org");', /fetch/],
    ["the process", "export const home = (): unknown => process.env;", /process/],
    ["the console", 'export const say = (): void => console.log("x");', /console/],
  ])("does not compile a package that reaches for %s", (_, line, what) => {
    expect(compile(line, "packages/core")).toMatch(what);
  });

  it.each([
    ["packages/envs", "@firebreak/rewards"],
    ["packages/envs", "@firebreak/analysis"],
    ["packages/methods", "@firebreak/rewards"],
    ["packages/rewards", "@firebreak/methods"],
    ["packages/rewards", "@firebreak/envs"],
    ["packages/rewards", "@firebreak/analysis"],
    ["packages/analysis", "@firebreak/envs"],
    ["packages/analysis", "@firebreak/rewards"],
    ["packages/core", "@firebreak/envs"],
    ["packages/analysis", "@firebreak/runner"],
  ])("does not compile %s importing %s", (from, to) => {
    expect(compile(`import * as other from "${to}";\nexport const names: readonly string[] = Object.keys(other);`, from)).toContain(
      `'${to}'`,
    );
  });
});
