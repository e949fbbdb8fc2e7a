// Writes the JavaScript of every package and app into its dist, beside tsc's declarations: one file an entry point and shared
// chunks, not one a module. Node takes about a millisecond a module, and a command would load some 440.
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { members, root } from "./members.mjs";

/** What package.json promises under dist, as the sources that it is made of. */
function entriesOf({ bin = {}, exports }) {
  const promised = [...Object.values(bin), ...Object.values(exports).map((entry) => entry.default ?? "")];
  return promised.filter((file) => file.startsWith("./dist/")).map((file) => file.replace("./dist/", "src/").replace(/\.js$/, ".ts"));
}

/** Every .js of this package's entry points; what an earlier build left is removed. Dependencies stay imports. */
async function bundle(member) {
  const folder = join(root, member);
  const description = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const dependencies = Object.keys({ ...description.dependencies, ...description.optionalDependencies });
  const { metafile } = await build({
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
    metafile: true,
    logLevel: "warning",
  });
  const dist = join(folder, "dist");
  const written = new Set(Object.keys(metafile.outputs).map((path) => relative(dist, join(folder, path))));
  for (const file of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
    if (/\.js(\.map)?$/.test(file) && !written.has(file)) {
      rmSync(join(dist, file));
    }
  }
}

/** Bundles every package and app. Vitest calls it before the tests of the built command. */
export default async function bundleAll() {
  await Promise.all(members.map(bundle));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundleAll();
}
