import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// Pinned, not proven: a change of the surface is a change for somebody, and wants a line in CHANGELOG.md and `npm run api`.
test("the public surface is the one that api.golden.txt pins", () => {
  const script = `import(${JSON.stringify(here("../scripts/api-surface.mjs"))}).then(({ apiSurface }) => process.stdout.write(apiSurface()))`;
  const surface = execFileSync(process.execPath, ["-e", script], { encoding: "utf8", maxBuffer: 10_000_000 });
  expect(surface).not.toContain("not declared in this repository");
  expect(surface).toBe(readFileSync(here("../api.golden.txt"), "utf8"));
});
