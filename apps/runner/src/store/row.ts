import { FirebreakError } from "@firebreak/core";
import { nodeHash } from "./node-hash.ts";

/** What a row of a file holds. */
export type RowKind = "result" | "finding";

/** A line of a results file: the JSON with its own hash, so that a flipped byte is seen. */
export function writeRow(kind: RowKind, json: string): string {
  return `{"sha256":"${nodeHash(json)}","${kind}":${json}}\n`;
}

const corrupt = (file: string, line: number, why: string): FirebreakError =>
  new FirebreakError("corrupt-results", `Cannot read line ${line} of '${file}': ${why}; the file is left as it is`, { file, line });

function readRow(kind: RowKind, text: string, at: { readonly file: string; readonly line: number }): string {
  const [, sha256, name, json] = /^\{"sha256":"([0-9a-f]{64})","([a-z]+)":(.*)\}$/s.exec(text) ?? [];
  if (json === undefined || name !== kind) {
    throw corrupt(at.file, at.line, `it is no row of a ${kind}`);
  }
  if (nodeHash(json) !== sha256) {
    throw corrupt(at.file, at.line, "its hash does not fit its content");
  }
  return json;
}

/** The rows of a file, and how long they are; a last line that was torn in writing is not among them. */
export interface Rows {
  readonly rows: readonly string[];
  /** Bytes of whole lines. */
  readonly length: number;
  /** Bytes after the last whole line. */
  readonly torn: number;
}

const LINE_END = 10;

/** The whole lines of a file. Each is decoded on its own: together they may be longer than a text can be. */
function* linesOf(content: Buffer): Iterable<string> {
  for (let from = 0, to = content.indexOf(LINE_END); to !== -1; from = to + 1, to = content.indexOf(LINE_END, from)) {
    yield content.toString("utf8", from, to);
  }
}

/** Reads a file's rows and checks each. @throws FirebreakError "corrupt-results" naming the file and the line. */
export function readRows(kind: RowKind, file: string, content: Buffer): Rows {
  const length = content.lastIndexOf(LINE_END) + 1;
  const rows: string[] = [];
  for (const text of linesOf(content)) {
    rows.push(readRow(kind, text, { file, line: rows.length + 1 }));
  }
  return { rows, length, torn: content.length - length };
}
