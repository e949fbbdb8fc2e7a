import { realpathSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { FirebreakError, hashText, nearestOf } from "@firebreak/core";
import type { BuildFailure, BuildResult, Message, Plugin } from "esbuild";

/** The source map of a bundle, its sources as absolute paths of this machine. */
export interface BundleMap {
  readonly version: 3;
  readonly sources: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
}

/** A module with everything it imports, except `@firebreak/*`, as one text that means the same on every machine. */
export interface Bundle {
  /** Absolute. */
  readonly path: string;
  /** Holds no address of this machine. */
  readonly text: string;
  /** Of `text`: the identity of the code. */
  readonly sha256: string;
  /** The files it was made of, absolute, sorted. */
  readonly inputs: readonly string[];
  readonly map: BundleMap;
}

/** A bundled CommonJS package may require Node's own modules. */
const REQUIRE_BANNER =
  'import { createRequire as firebreakCreateRequire } from "node:module";\nconst require = firebreakCreateRequire(import.meta.url);';

const ADD_ON_LOADERS = /^(bindings|node-gyp-build|node-gyp-build-optional-packages|node-pre-gyp|@mapbox\/node-pre-gyp)$/;

/** A native add-on is a file of one machine: it cannot travel to a worker. */
const refuseAddOns: Plugin = {
  name: "refuse-add-ons",
  setup({ onResolve }) {
    const refuse = (what: string): { errors: { text: string }[] } => ({
      errors: [{ text: `it needs a native add-on ('${what}'), and a study must run on any machine` }],
    });
    onResolve({ filter: /\.node$/ }, ({ path }) => refuse(path));
    onResolve({ filter: ADD_ON_LOADERS }, ({ path }) => refuse(path));
  },
};

async function realPathOf(path: string): Promise<string> {
  const absolute = resolve(path);
  if (statSync(absolute, { throwIfNoEntry: false })?.isFile() === true) {
    return realpathSync(absolute);
  }
  if (path === "" || statSync(absolute, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new FirebreakError("bad-module", `Cannot load '${path}': it is a folder, and must be a file`, { file: absolute });
  }
  const siblings = await readdir(dirname(absolute), { withFileTypes: true }).catch(() => []);
  const names = siblings.filter((entry) => entry.isFile()).map(({ name }) => name);
  throw new FirebreakError("bad-module", `Cannot load '${path}': there is no such file; ${nearestOf(basename(path), names)}`, {
    file: path,
  });
}

function refusal(path: string, folder: string, message: Message | undefined): FirebreakError {
  const { location } = message ?? {};
  const file = location ? resolve(folder, location.file) : path;
  const place = location ? { file, line: location.line, column: location.column + 1 } : { file };
  return new FirebreakError("bad-module", `Cannot load '${file}': ${message?.text ?? "it cannot be bundled"}`, place);
}

const isFailure = (error: unknown): error is BuildFailure => error instanceof Error && "errors" in error;

/** Required, not imported: Node reads CommonJS for the names of its exports before it imports it, which costs more here than the loading. */
const requireEsbuild = (): typeof import("esbuild") => createRequire(import.meta.url)("esbuild");

/** @throws FirebreakError "bad-module" with file, line and column: no such file, a syntax error, an import that leads nowhere, a native add-on. */
export async function bundle(path: string): Promise<Bundle> {
  const entry = await realPathOf(path);
  const folder = dirname(entry);
  const { tableFiles } = await import("./table-files.ts"); // like esbuild not loaded by a command that loads no file
  const { build } = requireEsbuild();
  const run = (banner: string): Promise<BuildResult<{ write: false; metafile: true }>> =>
    build({
      entryPoints: [basename(entry)].map((name) => `./${name}`),
      // Paths in the text are relative to this folder, so that two checkouts give one text.
      absWorkingDir: folder,
      outfile: join(folder, "bundle.mjs"),
      write: false,
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      charset: "utf8",
      legalComments: "none",
      external: ["@firebreak/*"],
      sourcemap: "external",
      sourcesContent: false,
      metafile: true,
      logLevel: "silent",
      // The folder's tsconfig.json may not change what the code means.
      tsconfigRaw: "{}",
      plugins: [refuseAddOns, tableFiles(folder)],
      banner: { js: banner },
    });
  try {
    const first = await run("");
    const needsRequire = Object.values(first.metafile.inputs).some(({ format }) => format === "cjs");
    return fromOutput(entry, needsRequire ? await run(REQUIRE_BANNER) : first);
  } catch (error) {
    const [first] = isFailure(error) ? error.errors : [];
    // What our own reading of a table threw: a refusal of the file, with its line, or a bug.
    const own: unknown = first?.detail;
    throw own instanceof Error ? own : isFailure(error) ? refusal(entry, folder, first) : error;
  }
}

function fromOutput(entry: string, { outputFiles, metafile }: BuildResult<{ write: false; metafile: true }>): Bundle {
  const folder = dirname(entry);
  const text = outputFiles.find(({ path }) => path.endsWith(".mjs"))?.text ?? "";
  const raw = JSON.parse(outputFiles.find(({ path }) => path.endsWith(".map"))?.text ?? "null") as BundleMap; // esbuild writes version 3
  return {
    path: entry,
    text,
    sha256: hashText(text),
    inputs: Object.keys(metafile.inputs)
      .map((input) => resolve(folder, input))
      .sort(),
    map: { version: 3, names: raw.names, mappings: raw.mappings, sources: raw.sources.map((source) => resolve(folder, source)) },
  };
}
