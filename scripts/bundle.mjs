// Writes the JavaScript of every package and app into its dist, beside tsc's declarations: one file an entry point and shared
// chunks, not one a module. Node takes about a millisecond a module, and a command would load some 440.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const MEMBERS = ["packages/core", "packages/envs", "packages/methods", "packages/rewards", "packages/analysis", "apps/runner", "apps/cli"];

/** What package.json promises under dist, as the sources that it is made of. */
function entriesOf({ bin = {}, exports }) {
  const promised = [...Object.values(bin), ...Object.values(exports).map((entry) => entry.default ?? "")];
  return promised.filter((file) => file.startsWith("./dist/")).map((file) => file.replace("./dist/", "src/").replace(/\.js$/, ".ts"));
}

/** A file as it was, where it would be the same: what watches times sees changes only. */
function writeChanged(path, contents) {
  try {
    if (readFileSync(path).equals(contents)) {
      return;
    }
  } catch (error) {
    if (error.code !== "ENOENT") {
      throw error;
    }
    mkdirSync(dirname(path), { recursive: true });
  }
  writeFileSync(path, contents);
}

/** Every .js of this package's entry points; what an earlier build left is removed. Dependencies stay imports. */
async function bundle(member) {
  const folder = join(root, member);
  const description = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const dependencies = Object.keys({ ...description.dependencies, ...description.optionalDependencies });
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: entriesOf(description),
    outbase: "src",
    outdir: "dist",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: true,
    external: dependencies.flatMap((name) => [name, `${name}/*`]),
    write: false,
    logLevel: "warning",
  });
  const dist = join(folder, "dist");
  const written = new Set(outputFiles.map(({ path }) => relative(dist, path)));
  for (const { path, contents } of outputFiles) {
    writeChanged(path, contents);
  }
  for (const file of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
    if (/\.js(\.map)?$/.test(file) && !written.has(file)) {
      rmSync(join(dist, file));
    }
  }
}

/** Bundles every package and app. Vitest calls it before the tests of the built command. */
export default async function bundleAll() {
  await Promise.all(MEMBERS.map(bundle));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundleAll();
}
