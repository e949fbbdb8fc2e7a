import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

function sourcesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => readFileSync(join(folder, name), "utf8"));
}

describe("docs/errors.md", () => {
  it("lists exactly the codes of ErrorCode, and each of them is thrown somewhere", () => {
    const declared = /export type ErrorCode =([^;]+);/.exec(readFileSync(join(ROOT, "packages/core/src/error.ts"), "utf8"))?.[1] ?? "";
    const codes = [...declared.matchAll(/"([a-z-]+)"/g)].map(([, code]) => code);
    const listed = [...readFileSync(join(ROOT, "docs/errors.md"), "utf8").matchAll(/^## ([a-z-]+)$/gm)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(20);
    expect(listed).toEqual(codes);
    const sources = ["packages/core/src", "packages/rewards/src", "packages/analysis/src", "apps/runner/src", "apps/cli/src"]
      .flatMap((folder) => sourcesBelow(join(ROOT, folder)))
      .join("\n");
    const unused = codes.filter((code) => sources.split(`"${code}"`).length < 3);
    expect(unused).toEqual([]);
  });
});
