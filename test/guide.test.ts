import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

describe("docs/guide/laws.md", () => {
  it("has a section for every law of worlds, in their order", async () => {
    // The built copy: the same that `firebreak check` runs.
    const { environmentLaws } = (await import(join(ROOT, "packages/core/dist/testing/index.js"))) as {
      environmentLaws: readonly { readonly id: string }[];
    };
    const guide = readFileSync(join(ROOT, "docs/guide/laws.md"), "utf8");
    const sections = [...guide.matchAll(/^## ([a-z-]+)$/gm)].map(([, id]) => id);
    expect(sections).toEqual(environmentLaws.map(({ id }) => id));
  });
});
