import type { RecordedAnswer } from "@firebreak/rewards/overseers";
import { type Named, nameColumns, numberAt, requiredText } from "./cells.ts";
import { readTable } from "./read-table.ts";
import { type Row, refuse } from "./table.ts";

function answerOf(named: Named, row: Row): RecordedAnswer {
  const kind = requiredText(named, "kind", row);
  const state = requiredText(named, "state", row);
  switch (kind) {
    case "value":
      return { kind, state, answer: numberAt(named, "answer", row) };
    case "evaluate": {
      const [action, next] = [requiredText(named, "action", row), requiredText(named, "next", row)];
      return { kind, state, action, next, answer: numberAt(named, "answer", row) };
    }
    case "demonstrate":
      return { kind, state, action: requiredText(named, "action", row) };
    default:
      return refuse(named.table, `column 'kind' is '${kind}', and must be 'value', 'evaluate' or 'demonstrate'`, row.at);
  }
}

/**
 * A person's answers from a file, one a row, for `recorded`: columns `kind` (value, evaluate or demonstrate), `state` (its label) and, as the kind
 * needs them, `action`, `next` and `answer`. CSV, TSV, JSON lines or Parquet, by the file's ending.
 *
 * @throws FirebreakError "bad-episodes" naming file, row and column.
 */
export async function readAnswers(file: string): Promise<readonly RecordedAnswer[]> {
  const table = await readTable(file);
  const named = nameColumns(table, new Map(), ["kind", "state"]);
  return table.rows.map((row) => answerOf(named, row));
}
