import { SourceMap } from "node:module";
import { dirname, resolve } from "node:path";
import { inspect } from "node:util";
import { type ErrorPlace, FirebreakError, nearestOf } from "@firebreak/core";
import type { Bundle } from "./bundle.ts";
import type { Materialised } from "./materialise.ts";

/** The author's line of a position in a bundle; lines and columns count from 1. */
export function originOf(bundle: Bundle, line: number, column: number): ErrorPlace {
  const map = new SourceMap({
    file: "",
    sourceRoot: "",
    sourcesContent: [],
    ...bundle.map,
    sources: [...bundle.map.sources],
    names: [...bundle.map.names],
  });
  const entry = map.findEntry(line - 1, column - 1);
  return "originalSource" in entry
    ? { file: entry.originalSource, line: entry.originalLine + 1, column: entry.originalColumn + 1 }
    : { file: bundle.path };
}

/** Where the innermost frame of the author's own code stands. */
function placeInStack(bundle: Bundle, address: string, stack: string): ErrorPlace {
  for (const line of stack.split("\n")) {
    const at = line.indexOf(`${address}:`);
    const [, row, column] = at === -1 ? [] : (/^:(\d+):(\d+)/.exec(line.slice(at + address.length)) ?? []);
    if (row !== undefined && column !== undefined) {
      return originOf(bundle, Number(row), Number(column));
    }
  }
  return { file: bundle.path };
}

/** An import of a name that the other module does not export: found at link time, so there is no frame. */
async function missingExport(bundle: Bundle, materialised: Materialised, error: Error): Promise<FirebreakError | undefined> {
  const [, address = "", name = ""] =
    /^The requested module '([^']+)' does not provide an export named '([^']+)'/.exec(error.message) ?? [];
  const bareName = materialised.bareNames.get(address);
  if (bareName === undefined) {
    return undefined;
  }
  const offered: object = await import(address);
  const lines = materialised.content.split("\n");
  const line = lines.findIndex((text) => text.includes(address) && new RegExp(`\\b${name}\\b`).test(text));
  const place =
    line === -1 ? { file: bundle.path } : originOf(bundle, line + 1, (lines[line]?.search(new RegExp(`\\b${name}\\b`)) ?? 0) + 1);
  return new FirebreakError(
    "bad-module",
    `Cannot import '${name}' from '${bareName}': it has no such export; ${nearestOf(name, Object.keys(offered))}`,
    place,
  );
}

/** A place that a refusal knows itself: in a file that the author imported, which is named relative to hers. */
function placeOf({ path }: Bundle, place: ErrorPlace): ErrorPlace | undefined {
  return place.file === undefined ? undefined : { ...place, file: resolve(dirname(path), place.file) };
}

/** What was thrown while a module was evaluated, told with the author's file, line and column. */
export async function placeError(bundle: Bundle, materialised: Materialised, thrown: unknown): Promise<FirebreakError> {
  if (!(thrown instanceof Error)) {
    return new FirebreakError(
      "bad-module",
      `Cannot load '${bundle.path}': it throws ${typeof thrown === "string" ? thrown : inspect(thrown)}`,
      { file: bundle.path },
    );
  }
  const place = placeInStack(bundle, materialised.address, String(thrown.stack));
  const known =
    thrown instanceof FirebreakError
      ? new FirebreakError(thrown.code, thrown.message, placeOf(bundle, thrown.place) ?? { ...place, ...thrown.place })
      : await missingExport(bundle, materialised, thrown);
  const told = known ?? new FirebreakError("bad-module", `Cannot load '${bundle.path}': ${thrown.name}: ${thrown.message}`, place);
  return Object.assign(told, { cause: thrown });
}
