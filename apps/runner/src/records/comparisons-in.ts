import { type RecordedComparison, whyNoComparison } from "@firebreak/rewards/models";
import { requiredText, wordsAt } from "../episodes/cells.ts";
import { refuse, type Table } from "../episodes/table.ts";
import { chosenRows, type RecordOptions } from "./chosen.ts";

/**
 * Comparisons, one a row, for `recordedComparisons`: columns `first` and `second`, each a list of labels of states and names of actions by turns
 * (["calm", "cause", "threat"]; in CSV its JSON text), and `answer`: first, second, equal or abstain.
 *
 * @throws FirebreakError "bad-episodes" naming file, row, column and value.
 */
export function comparisonsIn(table: Table, options: RecordOptions = {}): readonly RecordedComparison[] {
  const { named, rows } = chosenRows(table, options, ["first", "second", "answer"]);
  return rows.map((row) => {
    const comparison: RecordedComparison = {
      first: wordsAt(named, "first", row),
      second: wordsAt(named, "second", row),
      answer: requiredText(named, "answer", row) as RecordedComparison["answer"], // checked two lines below
    };
    const why = whyNoComparison(comparison);
    return why === null ? comparison : refuse(table, why, row.at);
  });
}
