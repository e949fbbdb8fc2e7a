/** A cell of a table: numbers are shown with six significant digits and aligned to the right. */
export type TableCell = string | number | boolean | null;

/** A number for people: six significant digits, without trailing zeros. */
export function formatNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function show(cell: TableCell): string {
  if (cell === null) {
    return "-";
  }
  return typeof cell === "number" ? formatNumber(cell) : typeof cell === "boolean" ? (cell ? "yes" : "no") : cell;
}

/** An aligned table with a header; the columns whose cells are all numbers (or empty) are aligned to the right. */
export function formatTable(header: readonly string[], rows: readonly (readonly TableCell[])[]): string {
  const texts = rows.map((row) => row.map(show));
  const widths = header.map((name, column) => Math.max(name.length, ...texts.map((row) => row[column]?.length ?? 0)));
  const right = header.map((_, column) => rows.length > 0 && rows.every((row) => row[column] === null || typeof row[column] === "number"));
  const line = (row: readonly string[]): string =>
    row
      .map((text, column) => (right[column] === true ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0)))
      .join("  ")
      .trimEnd();
  return [line(header), line(widths.map((width) => "-".repeat(width))), ...texts.map(line)].join("\n");
}

/** "name  value" lines, the values aligned. */
export function formatFields(fields: readonly (readonly [string, TableCell])[]): string {
  const width = Math.max(...fields.map(([name]) => name.length));
  return fields.map(([name, value]) => `${name.padEnd(width)}  ${show(value)}`).join("\n");
}
