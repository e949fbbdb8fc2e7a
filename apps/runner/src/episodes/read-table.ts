import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { FirebreakError } from "@firebreak/core";
import { type Row, refuse, type Table } from "./table.ts";

/** What reads the bytes of one kind of file. Its libraries load only when it is called. */
type Reader = (file: string, bytes: Buffer) => Promise<Table>;

/** A line of delimited text, as the parser tells it. */
interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const delimited =
  (delimiter: string): Reader =>
  async (file, bytes) => {
    const { parse } = await import("csv-parse/sync");
    const table = { file, counts: "line" as const };
    let parsed: readonly Parsed[];
    try {
      parsed = parse(bytes, { bom: true, delimiter, info: true, skip_empty_lines: true, trim: true }) as unknown as readonly Parsed[]; // `info: true` gives records so
    } catch (error) {
      const { message, lines } = error as { readonly message: string; readonly lines?: number }; // csv-parse's own error
      return refuse(table, message, lines);
    }
    const [header, ...records] = parsed;
    const columns = header?.record ?? [];
    const repeated = columns.find((name, index) => columns.indexOf(name) !== index);
    if (repeated !== undefined) {
      refuse(table, `two columns are named '${repeated}'`, 1);
    }
    const rows = records.map(
      ({ record, info }): Row => ({ at: info.lines, cells: Object.fromEntries(columns.map((name, index) => [name, record[index]])) }),
    );
    return { ...table, columns, rows };
  };

/** The names of all columns of rows that need not have the same ones, in order of first appearance. */
function columnsOf(rows: readonly Row[]): readonly string[] {
  return [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))];
}

const jsonLines: Reader = async (file, bytes) => {
  const table = { file, counts: "line" as const };
  const rows = bytes
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .map((text, index) => ({ text, at: index + 1 }))
    .filter(({ text }) => text.trim() !== "")
    .map(({ text, at }): Row => {
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch (error) {
        return refuse(table, `it is no JSON: ${(error as Error).message}`, at); // JSON.parse throws nothing else
      }
      if (typeof value !== "object" || value === null || Array.isArray(value)) {
        refuse(table, "a line must be an object with one field a column", at);
      }
      return { at, cells: value as Row["cells"] }; // an object, checked
    });
  return { ...table, columns: columnsOf(rows), rows };
};

const parquet: Reader = async (file, bytes) => {
  const [{ parquetReadObjects }, { compressors }] = await Promise.all([import("hyparquet"), import("hyparquet-compressors")]);
  const table = { file, counts: "row" as const };
  try {
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer; // readFile shares no memory
    const read = await parquetReadObjects({ file: buffer, compressors });
    const rows = read.map((cells, index): Row => ({ at: index + 1, cells }));
    return { ...table, columns: columnsOf(rows), rows };
  } catch (error) {
    return refuse(table, `it is no Parquet file that can be read: ${(error as Error).message}`); // whatever the reader throws is about the file
  }
};

const READERS: Readonly<Record<string, Reader>> = {
  ".csv": delimited(","),
  ".tsv": delimited("\t"),
  ".jsonl": jsonLines,
  ".ndjson": jsonLines,
  ".parquet": parquet,
};

/** Reads a file of rows, by its extension. @throws FirebreakError "bad-episodes" naming the line, or "bad-argument" for an unknown extension. */
export async function readTable(file: string): Promise<Table> {
  const extension = extname(file).toLowerCase();
  const reader = READERS[extension];
  if (reader === undefined) {
    throw new FirebreakError(
      "bad-argument",
      `Cannot read '${file}': its extension is '${extension}', and files of episodes are ${Object.keys(READERS).join(", ")}`,
      { file },
    );
  }
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new FirebreakError(
      "bad-argument",
      `Cannot read '${file}': ${error.code === "ENOENT" ? "there is no such file" : error.message}`,
      { file },
    );
  });
  const table = await reader(file, bytes);
  if (table.rows.length === 0) {
    refuse(table, "it holds no rows");
  }
  return table;
}
