import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { ROOT } from "./firebreak.ts";

/** The example as plain JavaScript beside its source, so that it finds what its package depends on. */
function compiled(name: string): string {
  const script = join(ROOT, "examples/library", `${name}.compiled.mjs`);
  onTestFinished(() => rmSync(script, { force: true }));
  const esbuild = fileURLToPath(new URL("../../runner/node_modules/.bin/esbuild", import.meta.url));
  execFileSync(esbuild, [join(ROOT, "examples/library", `${name}.ts`), `--outfile=${script}`, "--format=esm", "--log-level=error"]);
  return script;
}

describe("examples", () => {
  it("use the library without the command in ten lines of code", () => {
    const source = readFileSync(join(ROOT, "examples/library/ten-lines.ts"), "utf8");
    const lines = source.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("import ") && !line.startsWith("//"));
    expect(lines.length).toBeLessThanOrEqual(10);
    const printed = execFileSync(process.execPath, [compiled("ten-lines")], { encoding: "utf8", cwd: join(ROOT, "examples/library") });
    expect(printed).toMatch(/^imitation@1/m);
    expect(printed).toMatch(/^narrow-rl@1/m);
    expect(printed).toContain("returns.");
  });
});
