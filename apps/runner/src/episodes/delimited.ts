import { type Row, refuse, type Table } from "./table.ts";

/** A line of delimited text, as the parser tells it. */
interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

type Place = Pick<Table, "file" | "counts">;

const NAMES: Readonly<Record<string, string>> = { "\t": "a tab", ",": "','", ";": "';'", "|": "'|'" };

/** Refuses a header that is one name, but several where another separator is meant. */
function checkSeparator(table: Place, columns: readonly string[], delimiter: string): void {
  const [only = ""] = columns;
  const meant = Object.keys(NAMES).find((other) => other !== delimiter && only.includes(other));
  if (columns.length === 1 && meant !== undefined) {
    refuse(
      table,
      `it looks separated by ${NAMES[meant]}; columns must be separated by ',' in a file named .csv, and by a tab in one named .tsv`,
      1,
    );
  }
}

/** The line in which a record begins: the parser counts to its end, and cells in quotes may hold line breaks. */
const lineOf = ({ record, info }: Parsed): number => info.lines - record.reduce((breaks, cell) => breaks + cell.split("\n").length - 1, 0);

const MAX_TOLD = 3;

/** "'a', 'b', 'c' and 4 more". */
function listed(words: readonly string[]): string {
  const more = words.length - MAX_TOLD;
  return `${words
    .slice(0, MAX_TOLD)
    .map((word) => `'${word.slice(0, 60)}'`)
    .join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Refuses a line that has not one cell a column. */
function checkLength(table: Place, columns: readonly string[], line: Parsed): void {
  const { record } = line;
  const [found, wanted] = [record.length, columns.length];
  const told = `it has ${found} cell${found === 1 ? "" : "s"} for ${wanted} column${wanted === 1 ? "" : "s"}`;
  if (found < wanted) {
    refuse(table, `${told}: none is left for ${listed(columns.slice(found))}`, lineOf(line));
  }
  if (found > wanted) {
    refuse(table, `${told}: beyond column '${columns.at(-1)}' stands ${listed(record.slice(wanted))}`, lineOf(line));
  }
}

/** The line after one that is not empty. */
function nextLine(text: string, line: number): number {
  const lines = text.split("\n");
  const next = lines.findIndex((content, at) => at >= line && content.trim() !== "");
  return next === -1 ? line : next + 1;
}

/** csv-parse's own error. */
interface ParserError {
  readonly code: string;
  readonly message: string;
  readonly lines?: number;
  /** Those read before. */
  readonly records?: number;
}

/** Reads text whose columns a letter separates. Spaces round a cell are none of it. @throws FirebreakError "bad-episodes" naming the line. */
export async function readDelimited(table: Place, text: string, delimiter: string): Promise<Table> {
  const { parse } = await import("csv-parse/sync");
  const settings = { delimiter, info: true, skip_empty_lines: true, trim: true, relax_column_count: true } as const; // counted here, in our words
  let parsed: readonly Parsed[];
  try {
    parsed = parse(text, settings) as unknown as readonly Parsed[]; // `info: true` gives records so
  } catch (error) {
    const { code, message, lines, records = 0 } = error as ParserError; // it throws nothing else
    if (code !== "CSV_QUOTE_NOT_CLOSED") {
      return refuse(table, message, lines);
    }
    const before = records === 0 ? [] : (parse(text, { ...settings, to: records }) as unknown as readonly Parsed[]);
    return refuse(
      table,
      "a quote opens in the record that begins here, and none closes it",
      nextLine(text, before.at(-1)?.info.lines ?? 0),
    );
  }
  const [header, ...records] = parsed;
  const columns = header?.record ?? [];
  checkSeparator(table, columns, delimiter);
  const repeated = columns.find((name, index) => columns.indexOf(name) !== index);
  if (repeated !== undefined) {
    refuse(table, `two columns are named '${repeated}'`, 1);
  }
  const rows = records.map((line): Row => {
    checkLength(table, columns, line);
    return { at: lineOf(line), cells: Object.fromEntries(columns.map((name, index) => [name, line.record[index]])) };
  });
  return { ...table, columns, rows };
}
