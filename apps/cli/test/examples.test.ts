import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./firebreak.ts";

describe("examples", () => {
  it("use the library without the command in ten lines of code", () => {
    const source = readFileSync(join(ROOT, "examples/library/ten-lines.mjs"), "utf8");
    const lines = source.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("import ") && !line.startsWith("//"));
    expect(lines.length).toBeLessThanOrEqual(10);
    const printed = execFileSync(process.execPath, [join(ROOT, "examples/library/ten-lines.mjs")], {
      encoding: "utf8",
      cwd: join(ROOT, "examples/library"),
    });
    expect(printed).toMatch(/^imitation@1/m);
    expect(printed).toMatch(/^narrow-rl@1/m);
    expect(printed).toContain("returns.");
  });
});
