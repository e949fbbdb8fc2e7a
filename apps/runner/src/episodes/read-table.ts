import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { FirebreakError } from "@firebreak/core";
import { readDelimited } from "./delimited.ts";
import { inWords, type Row, refuse, type Table } from "./table.ts";
import { repeatedKey, whyNoJson } from "./why-no-json.ts";

/** What reads the bytes of one kind of file. Its libraries load only when it is called. */
type Reader = (file: string, bytes: Buffer) => Promise<Table>;

/** The text of a file. @throws FirebreakError "bad-episodes" for bytes that are none: packed, in another coding, or of another kind of file. */
function textIn(file: string, bytes: Buffer): string {
  const starts = (...wanted: readonly number[]): boolean => wanted.every((byte, at) => bytes[at] === byte);
  const table = { file, counts: "line" as const };
  if (starts(0x1f, 0x8b)) {
    refuse(table, "it is packed by gzip: unpack it first");
  }
  if (starts(0x50, 0x4b, 0x03, 0x04)) {
    refuse(table, "it is a zip archive, as spreadsheets are: save it as text first");
  }
  if (starts(0xff, 0xfe) || starts(0xfe, 0xff)) {
    refuse(table, "it is text in UTF-16: save it in UTF-8");
  }
  const text = decoded(bytes) ?? refuse(table, "it is no text in UTF-8");
  const nothing = text.indexOf("\0");
  return nothing === -1 ? text : refuse(table, "it holds a byte 0, which text does not", text.slice(0, nothing).split("\n").length);
}

/** Bytes of UTF-8 as text, without a byte order mark; null where they are none. */
function decoded(bytes: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null; // the one thing that it throws for
  }
}

const delimited =
  (delimiter: string): Reader =>
  async (file, bytes) =>
    await readDelimited({ file, counts: "line" }, textIn(file, bytes), delimiter);

/** The names of all columns of rows that need not have the same ones, in order of first appearance. */
function columnsOf(rows: readonly Row[]): readonly string[] {
  return [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))];
}

/** Lists and records in one another, as a cell may be. */
const MAX_DEPTH = 32;

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === "object" && value !== null && (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));

const jsonLines: Reader = async (file, bytes) => {
  const table = { file, counts: "line" as const };
  const rows = textIn(file, bytes)
    .split(/\r?\n/)
    .map((text, index) => ({ text, at: index + 1 }))
    .filter(({ text }) => text.trim() !== "")
    .map(({ text, at }): Row => {
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch (error) {
        return refuse(table, whyNoJson(text, (error as Error).message), at); // JSON.parse throws nothing else
      }
      if (typeof value !== "object" || value === null || Array.isArray(value)) {
        refuse(table, "a line must be an object with one field a column", at);
      }
      const cells = value as Row["cells"]; // an object, checked
      const twice = repeatedKey(text);
      if (twice !== null) {
        refuse(table, `column '${twice}' is given twice`, at);
      }
      const deep = Object.keys(cells).find((name) => isDeeper(cells[name], MAX_DEPTH));
      return deep === undefined ? { at, cells } : refuse(table, `column '${deep}' is nested more than ${MAX_DEPTH} deep`, at);
    });
  return { ...table, columns: columnsOf(rows), rows };
};

const parquet: Reader = async (file, bytes) => {
  const [{ parquetReadObjects }, { compressors }] = await Promise.all([import("hyparquet"), import("hyparquet-compressors")]);
  const table = { file, counts: "row" as const };
  try {
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer; // readFile shares no memory
    const read = await parquetReadObjects({ file: buffer, compressors });
    // As JSON, in which times and long integers are texts: the same on every machine, in a module too.
    const plain = JSON.parse(JSON.stringify(read, inWords)) as Row["cells"][]; // objects, one a row
    const rows = plain.map((cells, index): Row => ({ at: index + 1, cells }));
    return { ...table, columns: columnsOf(rows), rows };
  } catch (error) {
    return refuse(table, `it is no Parquet file that can be read: ${(error as Error).message}`); // whatever the reader throws is about the file
  }
};

/** Why a file cannot be opened, for the commonest reasons in words. */
function whyClosed({ code, message }: NodeJS.ErrnoException): string {
  return code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a folder, and must be a file" : message;
}

const READERS: Readonly<Record<string, Reader>> = {
  ".csv": delimited(","),
  ".tsv": delimited("\t"),
  ".jsonl": jsonLines,
  ".ndjson": jsonLines,
  ".parquet": parquet,
};

/** Whether a name ends as a file of rows does. */
export const isTableFile = (name: string): boolean => Object.hasOwn(READERS, extname(name).toLowerCase());

/** Reads a file of rows, by its extension. @throws FirebreakError "bad-episodes" naming the line, or "bad-argument" for an unknown extension. */
export async function readTable(file: string): Promise<Table> {
  const extension = extname(file).toLowerCase();
  const reader = READERS[extension];
  if (reader === undefined) {
    throw new FirebreakError(
      "bad-argument",
      `Cannot read '${file}': its extension is '${extension}', and files of rows are ${Object.keys(READERS).join(", ")}`,
      { file },
    );
  }
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new FirebreakError("bad-argument", `Cannot read '${file}': ${whyClosed(error)}`, { file });
  });
  const table = await reader(file, bytes);
  if (table.rows.length === 0) {
    refuse(table, "it holds no rows");
  }
  return table;
}
