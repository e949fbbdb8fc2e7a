import { type Named, nameColumns, rowsWith } from "../episodes/cells.ts";
import type { Row, Table } from "../episodes/table.ts";

/** Which rows of a table are read, and by which names. */
export interface RecordOptions {
  /** The file's own names of our columns: { state: "s" }. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Only rows in which columns, by the file's own names, have these values: { source: "person" }. */
  readonly only?: Readonly<Record<string, string>>;
}

/** The rows that are wanted, at least one, with their columns named. @throws FirebreakError "bad-episodes". */
export function chosenRows(
  table: Table,
  { columns = {}, only = {} }: RecordOptions,
  required: readonly string[],
): { readonly named: Named; readonly rows: readonly Row[] } {
  const named = nameColumns(table, {
    given: new Map(Object.entries(columns)),
    required,
    remedy: (name) => `in code, 'columns: { ${name}: … }'`,
  });
  let rows = table.rows;
  for (const [column, value] of Object.entries(only)) {
    rows = rows.filter(rowsWith({ ...table, rows }, { column, value: String(value) }, "which 'only' names"));
  }
  return { named, rows };
}
