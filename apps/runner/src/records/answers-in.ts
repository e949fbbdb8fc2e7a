import type { RecordedAnswer } from "@firebreak/rewards/overseers";
import { type Named, numberAt, requiredText, textAt } from "../episodes/cells.ts";
import { type Row, refuse, type Table } from "../episodes/table.ts";
import { chosenRows, type RecordOptions } from "./chosen.ts";

/** Cells that a kind of answer does not have: whoever fills them means another kind. */
const FOREIGN: Readonly<Record<string, readonly string[]>> = { value: ["action", "next"], demonstrate: ["answer"] };

function checkForeign(named: Named, kind: string, row: Row): void {
  for (const name of FOREIGN[kind] ?? []) {
    const cell = textAt(named, name, row);
    if (cell !== null) {
      refuse(named.table, `column '${named.column(name)}' is '${cell}', and a row of the kind '${kind}' has none`, row.at);
    }
  }
}

function answerOf(named: Named, row: Row): RecordedAnswer {
  const kind = requiredText(named, "kind", row);
  const state = requiredText(named, "state", row);
  checkForeign(named, kind, row);
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
 * A person's answers, one a row, for `recorded`: columns `kind` (value, evaluate or demonstrate), `state` (its label) and, as the kind needs them,
 * `action`, `next` and `answer`.
 *
 * @throws FirebreakError "bad-episodes" naming file, row, column and value.
 */
export function answersIn(table: Table, options: RecordOptions = {}): readonly RecordedAnswer[] {
  const { named, rows } = chosenRows(table, options, ["kind", "state"]);
  return rows.map((row) => answerOf(named, row));
}
