import { FirebreakError } from "@firebreak/core";

/** One row of a file, with its place in it. */
export interface Row {
  /** From 1: the line of a text file, or the row of a Parquet file. */
  readonly at: number;
  /** Texts, numbers, truths and nulls, or lists and records of them. */
  readonly cells: Readonly<Record<string, unknown>>;
}

/** Replaces, for JSON.stringify, what JSON has no word for by its text: long integers, NaN and the infinities. Times are in UTC as it is. */
export const inWords = (_: string, value: unknown): unknown =>
  typeof value === "bigint" || (typeof value === "number" && !Number.isFinite(value)) ? String(value) : value;

/** A row's own cell; undefined where it has none of that name, "constructor" included. */
export const cellOf = ({ cells }: Row, column: string): unknown => (Object.hasOwn(cells, column) ? cells[column] : undefined);

/** A file of rows with named columns. */
export interface Table {
  readonly file: string;
  /** What `Row.at` counts. */
  readonly counts: "line" | "row";
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** A refusal of a table's content, at a row where it has one. */
export function refuse({ file, counts }: Pick<Table, "file" | "counts">, why: string, at?: number): never {
  const where = at === undefined ? "" : ` (${counts} ${at})`;
  const place = at !== undefined && counts === "line" ? { file, line: at } : { file };
  throw new FirebreakError("bad-episodes", `Cannot read '${file}'${where}: ${why}`, place);
}
