import { readFileSync } from "node:fs";
import { rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type ErrorPlace, FirebreakError, hashText, nearestOf } from "@firebreak/core";
import { makeFolders } from "../store/make-folder.ts";
import type { BundleMap } from "./bundle.ts";
import { positionOf } from "./position.ts";

/** A bundle written down as a file that this process can import. */
export interface Materialised {
  /** A file URL. */
  readonly address: string;
  /** What was written. */
  readonly content: string;
  /** The bare names of the addresses that stand in `content`. */
  readonly bareNames: ReadonlyMap<string, string>;
}

const PACKAGES = [
  "@firebreak/analysis",
  "@firebreak/core",
  "@firebreak/envs",
  "@firebreak/methods",
  "@firebreak/rewards",
  "@firebreak/runner",
] as const;

/** What a module may import from this command: every entry of its packages. */
function offeredNames(): readonly string[] {
  return PACKAGES.flatMap((name) => {
    const description = readFileSync(new URL("../package.json", import.meta.resolve(name)), "utf8");
    const { exports } = JSON.parse(description) as { exports: Record<string, unknown> }; // our own package
    return Object.keys(exports).map((entry) => name + entry.slice(1));
  });
}

/** @param at - where it stands in the bundle. */
function addressOf(name: string, at: ErrorPlace): string {
  try {
    return import.meta.resolve(name);
  } catch {
    throw new FirebreakError(
      "bad-module",
      `Cannot import '${name}': this command has no such module; ${nearestOf(name, offeredNames())}`,
      at,
    );
  }
}

/** Every import of `@firebreak/*` as the address of this installation's own copy. */
async function withAddresses(text: string): Promise<{ content: string; bareNames: Map<string, string> }> {
  const { init, parse } = await import("es-module-lexer"); // not loaded by a command that loads no file
  await init;
  const bareNames = new Map<string, string>();
  let content = "";
  let from = 0;
  for (const { n: name, s, e, d } of parse(text)[0]) {
    if (name?.startsWith("@firebreak/")) {
      const address = addressOf(name, positionOf(text, s));
      bareNames.set(address, name);
      // The specifier of a dynamic import carries its quotes.
      content += text.slice(from, s) + (d === -1 ? address : JSON.stringify(address));
      from = e;
    }
  }
  return { content: content + text.slice(from), bareNames };
}

function inlineMap(map: BundleMap): string {
  const portable = { ...map, sources: map.sources.map((source) => pathToFileURL(source).href) };
  return `//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(portable)).toString("base64")}\n`;
}

/** Written beside and renamed: a reader sees the whole file or none. */
async function writeOnce(folder: string, name: string, content: string): Promise<void> {
  const file = join(folder, name);
  if (await stat(file).catch(() => undefined)) {
    return;
  }
  await makeFolders(folder);
  const beside = join(folder, `.${name}.${process.pid}.${performance.now()}`);
  try {
    await writeFile(beside, content);
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/**
 * Writes a portable text into `cacheFolder`/.firebreak/modules, named after its content, as a module that imports this
 * command's own copy of `@firebreak/*`.
 *
 * @throws FirebreakError "bad-module" for a `@firebreak` module that does not exist, "cannot-write" with the folder.
 */
export async function materialise(
  text: string,
  options: { readonly cacheFolder: string; readonly map?: BundleMap },
): Promise<Materialised> {
  const { content: bare, bareNames } = await withAddresses(text);
  const content = bare + (options.map === undefined ? "" : inlineMap(options.map));
  const folder = join(options.cacheFolder, ".firebreak", "modules");
  const name = `${hashText(content)}.mjs`;
  try {
    await writeOnce(folder, name, content);
  } catch (error) {
    throw new FirebreakError(
      "cannot-write",
      `Cannot write modules in '${folder}': ${error instanceof Error ? error.message : String(error)}`,
      {
        file: folder,
      },
    );
  }
  return { address: pathToFileURL(join(folder, name)).href, content, bareNames };
}
