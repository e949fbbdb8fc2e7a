import type { StudyResults } from "@firebreak/analysis";
import type { TrialResult } from "@firebreak/core";

/** The same results with what two methods did exchanged; one that optimises nothing has no criterion of its own. */
export function swapped(results: StudyResults, x: string, y: string): StudyResults {
  const other = (method: string): string => (method === x ? y : method === y ? x : method);
  const swap = (result: TrialResult): TrialResult => ({ ...result, axes: { ...result.axes, method: other(result.axes.method) } });
  return { ...results, results: results.results.map(swap) };
}
