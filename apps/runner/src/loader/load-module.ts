import { type ErrorPlace, FirebreakError } from "@firebreak/core";
import { type Bundle, bundle } from "./bundle.ts";
import { type Materialised, materialise } from "./materialise.ts";
import { originOf, placeError } from "./place-error.ts";
import { positionOf } from "./position.ts";

/** A module of an author: evaluated here, and as a text that other threads and machines can evaluate. */
export interface LoadedModule {
  /** Absolute. */
  readonly path: string;
  readonly exports: { readonly default?: unknown; readonly [name: string]: unknown };
  /** The portable text. */
  readonly text: string;
  /** Of the portable text: equal in two checkouts and on every Node. */
  readonly sha256: string;
  /** The files it was made of, absolute. */
  readonly inputs: readonly string[];
  /** The file URL under which every thread of this machine can import it. */
  readonly address: string;
  /** Where the default export is written in the author's file. */
  readonly defaultAt: ErrorPlace;
}

export interface LoaderOptions {
  /** Modules are kept in `.firebreak/modules` below it. Default: the working folder. */
  readonly cacheFolder?: string;
}

/** Where an author wrote the default export of a bundle. */
async function findDefault(bundled: Bundle): Promise<ErrorPlace> {
  const { init, parse } = await import("es-module-lexer");
  await init;
  const local = parse(bundled.text)[1].find(({ n }) => n === "default")?.ln;
  if (local === undefined) {
    return { file: bundled.path };
  }
  const declaration = new RegExp(`(?:^|\\n)(?:var|let|const|function|class)\\s+${local.replaceAll("$", "\\$")}\\b(?:\\s*=\\s*)?`).exec(
    bundled.text,
  );
  if (declaration === null) {
    return { file: bundled.path };
  }
  const { line, column } = positionOf(bundled.text, declaration.index + declaration[0].length);
  return originOf(bundled, line, column);
}

async function evaluate(bundled: Bundle, materialised: Materialised): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(materialised.address)) as Record<string, unknown>; // a module namespace is a record
  } catch (thrown) {
    throw await placeError(bundled, materialised, thrown);
  }
}

async function writeModule(bundled: Bundle, cacheFolder: string): Promise<Materialised> {
  try {
    return await materialise(bundled.text, { cacheFolder, map: bundled.map });
  } catch (error) {
    const { line, column } = error instanceof FirebreakError ? error.place : {};
    if (!(error instanceof FirebreakError) || line === undefined || column === undefined) {
      throw error;
    }
    throw new FirebreakError(error.code, error.message, originOf(bundled, line, column));
  }
}

/**
 * Loads a TypeScript or JavaScript file from anywhere. Its imports of `@firebreak/*` are this command's own single copies;
 * everything else that it imports is bundled in.
 *
 * @throws FirebreakError with the author's file, line and column: "bad-module", or what its own code throws.
 */
export async function loadModule(path: string, options: LoaderOptions = {}): Promise<LoadedModule> {
  const bundled = await bundle(path);
  const materialised = await writeModule(bundled, options.cacheFolder ?? process.cwd());
  return {
    path: bundled.path,
    exports: await evaluate(bundled, materialised),
    text: bundled.text,
    sha256: bundled.sha256,
    inputs: bundled.inputs,
    address: materialised.address,
    defaultAt: await findDefault(bundled),
  };
}
