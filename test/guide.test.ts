import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

describe("docs/guide/laws.md", () => {
  it("has a section for every law of worlds, in their order, that begins with the law's own sentence", async () => {
    // The built copy: the same that `firebreak check` runs.
    const { environmentLaws } = (await import(join(ROOT, "packages/core/dist/testing/index.js"))) as {
      environmentLaws: readonly { readonly id: string; readonly title: string }[];
    };
    const sections = readFileSync(join(ROOT, "docs/guide/laws.md"), "utf8").split(/^## /m).slice(1);
    const told = sections.map((section) => [section.split("\n")[0], section.split("\n")[2]?.replace(/\.$/, "")]);
    expect(told).toEqual(environmentLaws.map(({ id, title }) => [id, title]));
  });
});
