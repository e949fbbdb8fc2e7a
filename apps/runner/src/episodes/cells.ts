import { canonicalJson, isUsable, type Json, nearest, nearestOf, USABLE_NUMBER } from "@firebreak/core";
import { cellOf, type Row, refuse, type Table } from "./table.ts";

/** A table with the column that each of our names stands for. */
export interface Named {
  readonly table: Table;
  /** The file's own name of a column, or null where the file has none. */
  column(name: string): string | null;
  /** Refuses the table for want of a column. */
  absent(name: string): never;
}

/** Names of columns: what the caller says, what must be there, and how the caller could say otherwise. */
interface Naming {
  /** The file's own names of our columns: "state" → "s". */
  readonly given: ReadonlyMap<string, string>;
  readonly required: readonly string[];
  /** "--columns state=…": where a caller gives such names. */
  readonly remedy: (name: string) => string;
}

/** Finds columns by our names, or by those that the caller gives for them. Required ones must be there. */
export function nameColumns(table: Table, { given, required, remedy }: Naming): Named {
  const { columns } = table;
  const near = (wanted: string): string =>
    `it has no column '${wanted}': nearest are ${nearest(wanted, columns)
      .map((name) => `'${name}'`)
      .join(", ")}`;
  for (const name of given.values()) {
    if (!columns.includes(name)) {
      refuse(table, near(name));
    }
  }
  const column = (name: string): string | null => given.get(name) ?? (columns.includes(name) ? name : null);
  const absent = (name: string): never => refuse(table, `${near(name)}; ${remedy(name)} says which is meant`);
  const missing = required.find((name) => column(name) === null);
  return missing === undefined ? { table, column, absent } : absent(missing);
}

/** Rows in which a column, by the file's own name, has a value. At least one must. `named` says who asks: "which --reference names". */
export function rowsWith(
  table: Table,
  { column, value }: { readonly column: string; readonly value: string },
  named: string,
): (row: Row) => boolean {
  if (!table.columns.includes(column)) {
    refuse(table, `it has no column '${column}', ${named}: ${nearestOf(column, table.columns)}`);
  }
  const of = (row: Row): string => textOf(cellOf(row, column) ?? "");
  if (!table.rows.some((row) => of(row) === value)) {
    const values = [...new Set(table.rows.map(of))];
    refuse(table, `no row has '${value}' in column '${column}', ${named}: ${nearestOf(value, values)}`);
  }
  return (row) => of(row) === value;
}

const isEmpty = (cell: unknown): boolean => cell === undefined || cell === null || cell === "";

/** More letters of a cell than this are not shown. */
const MAX_SHOWN = 60;

/** What a refusal shows of a cell. */
const shown = (cell: unknown): string => {
  const text = isEmpty(cell) ? "" : textOf(cell);
  return text === "" ? "empty" : `'${text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text}'`;
};

/** The text of a cell that is not empty: numbers and nested values have one text each. */
function textOf(cell: unknown): string {
  return typeof cell === "object" && cell !== null ? canonicalJson(cell as Json) : String(cell); // the readers make nothing but JSON
}

/** Whether a number has lost digits: it stands for its neighbours too, so it is nobody's name. */
const isInexact = (cell: unknown): boolean => typeof cell === "number" && Number.isInteger(cell) && !Number.isSafeInteger(cell);

/** Whether a cell is a list or a record, whose text is its canonical JSON: keys in order, no spaces. */
export function isNestedAt({ column }: Named, name: string, row: Row): boolean {
  const own = column(name);
  const cell = own === null ? null : cellOf(row, own);
  return typeof cell === "object" && cell !== null;
}

/** A cell's text, null where it is empty. Numbers and nested values have one text each. @throws FirebreakError "bad-episodes" for a number too great. */
export function textAt({ table, column }: Named, name: string, row: Row): string | null {
  const own = column(name);
  const cell = own === null ? null : cellOf(row, own);
  if (isInexact(cell)) {
    refuse(table, `column '${own}' is ${shown(cell)}, too great a number to be read to the last digit: put it in quotes`, row.at);
  }
  return isEmpty(cell) ? null : textOf(cell);
}

/** A number in decimal digits: no 0x10, no 1_000, no word. */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A cell's finite number, at most 1e70 in size; of a text, in decimal digits, with spaces round it or without. @throws FirebreakError "bad-episodes" naming row, column and value. */
export function numberAt({ table, column, absent }: Named, name: string, row: Row): number {
  const own = column(name) ?? absent(name);
  const cell = cellOf(row, own);
  const value = typeof cell === "string" && DECIMAL.test(cell.trim()) ? Number(cell) : cell;
  if (typeof value !== "number" || Number.isNaN(value)) {
    return refuse(table, `column '${own}' is ${shown(cell)}, and must be a finite number in decimal digits`, row.at);
  }
  return isUsable(value) ? value : refuse(table, `column '${own}' is ${shown(cell)}, and must be ${USABLE_NUMBER}`, row.at);
}

/** A cell's text, which must be there. @throws FirebreakError "bad-episodes" naming row and column. */
export function requiredText(named: Named, name: string, row: Row): string {
  return textAt(named, name, row) ?? refuse(named.table, `column '${named.column(name) ?? named.absent(name)}' is empty`, row.at);
}

/** A cell's list of words: a list where rows are JSON, its JSON text elsewhere. @throws FirebreakError "bad-episodes" naming row, column and value. */
export function wordsAt(named: Named, name: string, row: Row): readonly string[] {
  const own = named.column(name) ?? named.absent(name);
  const cell = cellOf(row, own);
  const list = typeof cell === "string" ? jsonOf(cell) : cell;
  const isWord = (word: unknown): boolean => typeof word === "string" || (typeof word === "number" && !isInexact(word));
  if (!Array.isArray(list) || !list.every(isWord)) {
    return refuse(named.table, `column '${own}' is ${shown(cell)}, and must be a JSON list of words, such as ["a","b"]`, row.at);
  }
  return list.map(textOf);
}

/** What a text of JSON says; null where it is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // no list either way
  }
}
