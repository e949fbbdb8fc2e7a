import { canonicalJson, type Json, nearest } from "@firebreak/core";
import { type Row, refuse, type Table } from "./table.ts";

/** A table with the column that each of our names stands for. */
export interface Named {
  readonly table: Table;
  /** The file's own name of a column, or null where the file has none. */
  column(name: string): string | null;
}

/** Finds columns by our names, or by those that the caller gives for them. Required ones must be there. */
export function nameColumns(table: Table, given: ReadonlyMap<string, string>, required: readonly string[]): Named {
  const { columns } = table;
  const absent = (wanted: string): never => {
    const remedy = required.includes(wanted) ? `; --columns ${wanted}=… says which is meant` : "";
    return refuse(
      table,
      `it has no column '${wanted}': nearest are ${nearest(wanted, columns)
        .map((name) => `'${name}'`)
        .join(", ")}${remedy}`,
    );
  };
  for (const name of given.values()) {
    if (!columns.includes(name)) {
      absent(name);
    }
  }
  const column = (name: string): string | null => given.get(name) ?? (columns.includes(name) ? name : null);
  const missing = required.find((name) => column(name) === null);
  if (missing !== undefined) {
    absent(missing);
  }
  return { table, column };
}

const isEmpty = (cell: unknown): boolean => cell === undefined || cell === null || cell === "";

/** What a refusal shows of a cell. */
const shown = (cell: unknown): string => (isEmpty(cell) ? "empty" : `'${textOf(cell)}'`);

/** The text of a cell that is not empty: numbers and nested values have one text each. */
export function textOf(cell: unknown): string {
  return typeof cell === "object" && cell !== null && !(cell instanceof Date) ? canonicalJson(cell as Json) : String(cell); // what the readers make
}

/** A cell's text, null where it is empty. Numbers and nested values have one text each. */
export function textAt({ column }: Named, name: string, row: Row): string | null {
  const own = column(name);
  const cell = own === null ? null : row.cells[own];
  return isEmpty(cell) ? null : textOf(cell);
}

/** A cell's finite number. @throws FirebreakError "bad-episodes" naming row, column and value. */
export function numberAt({ table, column }: Named, name: string, row: Row): number {
  const own = column(name) ?? name;
  const cell = row.cells[own];
  const value = typeof cell === "string" && cell.trim() !== "" ? Number(cell) : typeof cell === "bigint" ? Number(cell) : cell;
  return typeof value === "number" && Number.isFinite(value)
    ? value
    : refuse(table, `column '${own}' is ${shown(cell)}, and must be a finite number`, row.at);
}

/** A cell's text, which must be there. @throws FirebreakError "bad-episodes" naming row and column. */
export function requiredText(named: Named, name: string, row: Row): string {
  return textAt(named, name, row) ?? refuse(named.table, `column '${named.column(name) ?? name}' is empty`, row.at);
}
