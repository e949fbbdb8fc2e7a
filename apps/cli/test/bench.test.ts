import { describe, expect, it } from "vitest";
import { firebreak, folderWith } from "./firebreak.ts";
import { inOneProcess } from "./one-process.ts";

const series = inOneProcess();

const CONFIG = `import { defineConfig } from "@firebreak/runner/config"; export default defineConfig({});`;
const good = `export const measure = () => [{ name: "one", value: 1, unit: "x" }];`;

describe("bench", () => {
  it("tells on standard error which program it is at", async () => {
    const folder = folderWith({ "firebreak.config.ts": CONFIG, "bench/a.ts": good, "bench/b.ts": good.replace("one", "two") });
    const { code, stdout, stderr } = await firebreak(["bench"], { cwd: folder });
    expect([code, stderr]).toEqual([0, "1 of 2: a\n2 of 2: b\n"]);
    expect(stdout).toMatch(/^one +1 +x\ntwo +1 +x$/m);
  });

  it.each([
    ["2 where a program is not one", "export const measure = 3;", 2, "it exports no function 'measure'"],
    ["2 where a program throws", 'export const measure = () => { throw new Error("too slow"); };', 2, "this line threw Error: too slow"],
  ])("ends with %s, in a process of its own too, with its line", async (_, broken, exit, message) => {
    const folder = folderWith({ "firebreak.config.ts": CONFIG, "bench/a.ts": good, "bench/b.ts": broken });
    for (const names of [["b"], ["a", "b"]]) {
      const { code, stdout, stderr } = await series.firebreak(["bench", ...names], { cwd: folder });
      expect([code, stdout]).toEqual([exit, ""]);
      expect(stderr.trim().split("\n").at(-1)).toMatch(/^error: bench\/b\.ts/);
      expect(stderr).toContain(message);
    }
  });
});
