import type { EpisodeLog, LoggedEpisode, LoggedStep } from "@firebreak/analysis/episodes";
import { FirebreakError, nearestOf } from "@firebreak/core";
import { isNestedAt, type Named, nameColumns, numberAt, requiredText, rowsWith, textAt } from "./cells.ts";
import { readTable } from "./read-table.ts";
import { cellOf, type Row, refuse, type Table } from "./table.ts";

/** What may be said of a file of episodes. */
export interface EpisodeFileOptions {
  /** The file's own names of our columns: "state" → "s". */
  readonly columns: ReadonlyMap<string, string>;
  /** Rows in which a column of the file has a value are the reference's. */
  readonly reference: { readonly column: string; readonly value: string } | "all" | "none";
}

const REQUIRED = ["episode", "step", "state", "action", "proxy"] as const;
const OPTIONAL = ["true", "value", "source", "policy"] as const;

/** Throws FirebreakError "bad-argument" for a name of a column that is none of ours. */
export function checkColumnNames(columns: ReadonlyMap<string, string>): void {
  const known: readonly string[] = [...REQUIRED, ...OPTIONAL];
  const strange = [...columns.keys()].find((name) => !known.includes(name));
  if (strange !== undefined) {
    throw new FirebreakError("bad-argument", `Cannot name column '${strange}': ${nearestOf(strange, known)}`, { what: "--columns" });
  }
}

/** How the caller of `audit` says what a column is called. */
export const byFlag = (name: string): string => `--columns ${name}=…`;

/** A row read, before it is put into its episode. */
interface Read {
  readonly row: Row;
  readonly episode: string;
  readonly step: number;
}

function readRow(named: Named, row: Row): Read {
  const step = numberAt(named, "step", row);
  if (!Number.isSafeInteger(step) || step < 0) {
    refuse(named.table, `column '${named.column("step") ?? "step"}' is '${step}', and must be a whole number from 0`, row.at);
  }
  return { row, episode: requiredText(named, "episode", row), step };
}

/** Rows by episode, in order of first appearance, each without gaps and beginning with the file's first step. */
function episodesOf(table: Table, rows: readonly Read[]): readonly (readonly [string, readonly Read[]])[] {
  const groups = new Map<string, Read[]>();
  for (const read of rows) {
    const group = groups.get(read.episode);
    if (group === undefined) {
      groups.set(read.episode, [read]);
    } else {
      group.push(read);
    }
  }
  const first = Math.min(
    1,
    rows.reduce((least, { step }) => Math.min(least, step), 1),
  );
  for (const [episode, group] of groups) {
    group.sort((x, y) => x.step - y.step || x.row.at - y.row.at);
    group.forEach(({ row, step }, index) => {
      const before = group[index - 1];
      if (before?.step === step) {
        refuse(table, `episode '${episode}' has step ${step} twice, the first time in ${table.counts} ${before.row.at}`, row.at);
      }
      const expected = before === undefined ? first : before.step + 1;
      if (step !== expected) {
        const what = before === undefined ? `begins at step ${step}` : `goes from step ${before.step} to step ${step}`;
        refuse(table, `episode '${episode}' ${what}, and step ${expected} is missing`, row.at);
      }
    });
  }
  return [...groups];
}

/** The rows that are the reference's. */
function isReference({ table }: Named, reference: EpisodeFileOptions["reference"]): (row: Row) => boolean {
  if (typeof reference === "string") {
    return () => reference === "all";
  }
  return rowsWith(table, reference, "which --reference names");
}

/** A step; the last of an episode may be without an action, and is then the state that it ended in. */
function stepOf(named: Named, { row }: Read, at: { readonly isLast: boolean; readonly byReference: boolean }): LoggedStep {
  const action = textAt(named, "action", row);
  if (action === null && !at.isLast) {
    refuse(
      named.table,
      `column '${named.column("action") ?? "action"}' is empty, which only the last row of an episode may leave so`,
      row.at,
    );
  }
  const has = (name: string): boolean => named.column(name) !== null;
  return {
    state: requiredText(named, "state", row),
    action,
    proxy: action === null ? 0 : numberAt(named, "proxy", row),
    ...(has("true") && action !== null ? { true: numberAt(named, "true", row) } : {}),
    ...(has("value") ? { value: numberAt(named, "value", row) } : {}),
    byReference: at.byReference,
  };
}

/** Columns whose name but for its capitals is one of ours that the file has not. */
function unreadIn({ table, column }: Named, given: ReadonlyMap<string, string>): readonly string[] {
  const known = new Set<string>([...REQUIRED, ...OPTIONAL]);
  const used = new Set(given.values());
  return table.columns.filter((name) => {
    const ours = name.toLowerCase();
    return ours !== name && known.has(ours) && !used.has(name) && column(ours) === null;
  });
}

/** What a refusal says of columns that are named by capitals. */
const capitals = (unread: readonly string[]): string =>
  unread.length === 0 ? "" : `; names are in small letters, or given by --columns: '${unread.join("', '")}' is not read`;

/** The episodes of a table. @throws FirebreakError "bad-episodes" naming row, column and value of the first thing that cannot be. */
function episodesIn(table: Table, options: EpisodeFileOptions): EpisodeLog {
  const named = nameColumns(table, { given: options.columns, required: REQUIRED, remedy: byFlag });
  const columns = { true: named.column("true") !== null, value: named.column("value") !== null };
  if (!columns.true && !columns.value) {
    refuse(
      table,
      `it has neither a column 'value' (how good each state seemed) nor 'true' (what each step was truly worth), and without one nothing can be called damage${capitals(unreadIn(named, options.columns))}`,
    );
  }
  const belongs = isReference(named, options.reference);
  const episodes = episodesOf(
    table,
    table.rows.map((row) => readRow(named, row)),
  ).map(
    ([id, rows]): LoggedEpisode => ({
      id,
      firstStep: rows[0]?.step ?? 0,
      steps: rows.map((read, index) => stepOf(named, read, { isLast: index === rows.length - 1, byReference: belongs(read.row) })),
    }),
  );
  const nestedStates = table.rows.filter((row) => isNestedAt(named, "state", row)).length;
  return { episodes, columns, nestedStates, unreadColumns: unreadIn(named, options.columns) };
}

/**
 * Reads a log of episodes: CSV, TSV, JSON lines or Parquet, one row a step, in any order. An episode may close with a row without an
 * action: the state that it ended in. Without a word on the reference, rows whose column `source` (or `policy`) says 'reference' are hers.
 */
export async function readEpisodes(
  file: string,
  options: Omit<EpisodeFileOptions, "reference"> & { readonly reference?: EpisodeFileOptions["reference"] },
): Promise<EpisodeLog> {
  const table = await readTable(file);
  if (options.reference === "all") {
    checkAllHers(table, options.columns);
  }
  return episodesIn(table, { ...options, reference: options.reference ?? ownReference(table, options.columns) });
}

const OWN = "reference";

/** The column, if any, whose rows say whose they are. */
function markedColumn(table: Table, given: ReadonlyMap<string, string>): string | undefined {
  return ["source", "policy"].map((name) => given.get(name) ?? name).find((name) => table.rows.some((row) => cellOf(row, name) === OWN));
}

/** Refuses a file that is given as the reference's and says itself that some of its rows are somebody else's. */
function checkAllHers(table: Table, given: ReadonlyMap<string, string>): void {
  const column = markedColumn(table, given);
  const other = table.rows.find((row) => column !== undefined && cellOf(row, column) !== OWN);
  if (other !== undefined && column !== undefined) {
    refuse(
      table,
      `it is given as the reference's, and column '${column}' is '${String(cellOf(other, column))}' here and '${OWN}' elsewhere: give a file of her rows alone`,
      other.at,
    );
  }
}

function ownReference(table: Table, given: ReadonlyMap<string, string>): EpisodeFileOptions["reference"] {
  const column = markedColumn(table, given);
  return column === undefined ? "none" : { column, value: OWN };
}
