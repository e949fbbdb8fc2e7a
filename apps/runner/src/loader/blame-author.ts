import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { type ErrorPlace, FirebreakError } from "@firebreak/core";

/** A frame that is anybody's code: not the engine's own, such as `JSON.parse (<anonymous>)`, and not Node's. */
const isCode = (frame: string): boolean => !/<anonymous>\)?$|\(?node:|^native /.test(frame);

/** Where a materialised module stands in a frame of a stack. */
const MODULE = /(file:\/\/\S+\/\.firebreak\/modules\/[0-9a-f]+\.mjs):(\d+):(\d+)/;

const INLINE_MAP = /\/\/# sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)\s*$/;

/** The author's line of a position in a materialised module, by the map that is written in it. */
function originIn(address: string, line: number, column: number): ErrorPlace {
  const [, encoded] = INLINE_MAP.exec(readFileSync(fileURLToPath(address), "utf8")) ?? [];
  if (encoded === undefined) {
    return {};
  }
  const map = new SourceMap(JSON.parse(Buffer.from(encoded, "base64").toString("utf8")) as SourceMapPayload); // written by `materialise`
  const entry = map.findEntry(line - 1, column - 1);
  return "originalSource" in entry
    ? { file: fileURLToPath(entry.originalSource), line: entry.originalLine + 1, column: entry.originalColumn + 1 }
    : {};
}

function placeOf(frame: string | undefined): ErrorPlace | undefined {
  const [, address, line, column] = MODULE.exec(frame ?? "") ?? [];
  return address === undefined ? undefined : originIn(address, Number(line), Number(column));
}

const framesOf = (error: Error): readonly string[] =>
  (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim().slice("at ".length))
    .filter(isCode);

/**
 * What was thrown, as bad input with the author's file, line and column, where her code threw it: the innermost code on the stack is
 * hers. A refusal that her code provoked further in is told with her line. Everything else comes back as it is: a bug of ours.
 */
export function blameAuthor(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) {
    return new FirebreakError("bad-module", `Cannot go on: a file of yours threw ${inspect(thrown)}, which is no Error and has no place`);
  }
  const frames = framesOf(thrown);
  if (thrown instanceof FirebreakError) {
    const place = thrown.place.file === undefined ? placeOf(frames.find((frame) => MODULE.test(frame))) : undefined;
    return place === undefined ? thrown : new FirebreakError(thrown.code, thrown.message, { ...place, ...thrown.place });
  }
  const place = placeOf(frames[0]);
  return place === undefined
    ? thrown
    : Object.assign(new FirebreakError("bad-module", `Cannot go on: this line threw ${thrown.name}: ${thrown.message}`, place), {
        cause: thrown,
      });
}
