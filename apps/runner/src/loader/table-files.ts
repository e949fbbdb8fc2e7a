import { relative, sep } from "node:path";
import type { Plugin } from "esbuild";
import { isTableFile, readTable } from "../episodes/read-table.ts";
import { cellOf, inWords, type Table } from "../episodes/table.ts";

/**
 * A module whose default export is the table. As one text that is parsed when it runs, for a literal of many rows is slow to bundle; and with the names of
 * columns once, for a log of 300,000 steps.
 */
function moduleOf({ columns, rows, ...table }: Table): string {
  const lines = rows.map((row) => [row.at, ...columns.map((name) => cellOf(row, name) ?? null)]);
  const text = JSON.stringify({ ...table, columns, rows: lines }, inWords);
  return `const table = JSON.parse(${JSON.stringify(text)});
    const cellsOf = (cells) => Object.fromEntries(table.columns.map((name, column) => [name, cells[column]]));
    export default { ...table, rows: table.rows.map(([at, ...cells]) => ({ at, cells: cellsOf(cells) })) };`;
}

/**
 * Lets a module import a file of rows (CSV, TSV, JSON lines, Parquet) as a table. The rows become part of the module's text: of its hash, and of what
 * workers receive. `folder` is what the table's file is named relative to, so that two checkouts give one text.
 */
export const tableFiles = (folder: string): Plugin => ({
  name: "table-files",
  setup({ onLoad }) {
    onLoad({ filter: /\.[a-z]+$/i, namespace: "file" }, async ({ path }) => {
      if (!isTableFile(path)) {
        return undefined;
      }
      const table = await readTable(path);
      return { contents: moduleOf({ ...table, file: relative(folder, path).replaceAll(sep, "/") }), loader: "js" };
    });
  },
});
