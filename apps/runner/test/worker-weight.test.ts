import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** Every package that importing a file loads, whatever it is wanted for. */
async function packagesOf(file: string): Promise<ReadonlySet<string>> {
  const { metafile } = await build({
    entryPoints: [file],
    absWorkingDir: ROOT,
    // Studies stand in no package: the loader lends them the runner's copies of the library, and so does this.
    nodePaths: [join(ROOT, "apps/runner/node_modules")],
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    treeShaking: false,
    ignoreAnnotations: true,
    logLevel: "silent",
  });
  const names = Object.keys(metafile.inputs).flatMap((input) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []);
  return new Set(names);
}

const HEAVY = ["mathjs", "plotly.js-dist", "jsdom", "esbuild", "zod", "jstat"];

describe("a worker thread", () => {
  // The sources tell what is bundled in, the built files what is left to import.
  it.each(
    ["src/execute/worker.ts", "dist/execute/worker.js", "src/records/index.ts", "dist/records/index.js"]
      .map((file) => `apps/runner/${file}`)
      .concat("studies/villain.ts"),
  )("loads nothing heavy with %s", async (file) => {
    const loaded = await packagesOf(file);
    expect([...loaded]).toContain("seedrandom");
    expect(HEAVY.filter((name) => loaded.has(name))).toEqual([]);
  });

  it("would be seen to load what a report loads", async () => {
    expect([...(await packagesOf("studies/villain.report.ts"))]).toContain("jstat");
  });
});
