import type { DemonstratedStep } from "@firebreak/methods";
import { type Named, numberAt, requiredText, textAt } from "../episodes/cells.ts";
import { type Row, refuse, type Table } from "../episodes/table.ts";
import { chosenRows, type RecordOptions } from "./chosen.ts";

/** The last row of each episode, by `step` where there is one; none where rows belong to no episode. */
function closingRows(named: Named, rows: readonly Row[]): ReadonlySet<Row> {
  if (named.column("episode") === null) {
    return new Set();
  }
  const hasStep = named.column("step") !== null;
  const last = new Map<string, { readonly row: Row; readonly step: number }>();
  for (const row of rows) {
    const episode = requiredText(named, "episode", row);
    const step = hasStep ? numberAt(named, "step", row) : row.at;
    if (step >= (last.get(episode)?.step ?? Number.NEGATIVE_INFINITY)) {
      last.set(episode, { row, step });
    }
  }
  return new Set([...last.values()].map(({ row }) => row));
}

/**
 * Demonstrated steps, one a row, for `recordedDemonstrations`: columns `state` and `action`. A log of episodes will do as it is: the last row of an
 * episode may be without an action, the state that it ended in, and shows nothing.
 *
 * @throws FirebreakError "bad-episodes" naming file, row, column and value.
 */
export function demonstrationsIn(table: Table, options: RecordOptions = {}): readonly DemonstratedStep[] {
  const { named, rows } = chosenRows(table, options, ["state", "action"]);
  const closing = closingRows(named, rows);
  return rows.flatMap((row): readonly DemonstratedStep[] => {
    const state = requiredText(named, "state", row);
    const action = textAt(named, "action", row);
    if (action === null && !closing.has(row)) {
      refuse(table, `column '${named.column("action")}' is empty, which only the last row of an episode may leave so`, row.at);
    }
    return action === null ? [] : [[state, action]];
  });
}
