import { type DisarmTest, disagreement, disarm } from "./disarm.ts";
import type { SituationCase } from "./draw-cases.ts";
import type { Truth } from "./situation.ts";

/** A case that can be scored. */
export interface LabelledCase extends SituationCase {
  readonly label: Truth;
  readonly settledBy: "reason and disarm test" | "reason alone";
  readonly disarm: DisarmTest;
}

/** A case on which the author's reason and the disarm test disagree: it is counted, and not scored. */
export interface ContestedCase extends SituationCase {
  readonly why: string;
  readonly disarm: DisarmTest;
}

/** Cases with their labels, and those left out. No detector has a say in it. */
export function labelCases(cases: readonly SituationCase[]): {
  readonly labelled: readonly LabelledCase[];
  readonly contested: readonly ContestedCase[];
} {
  const labelled: LabelledCase[] = [];
  const contested: ContestedCase[] = [];
  for (const each of cases) {
    const test = disarm(each);
    const why = disagreement(each.truth, test);
    if (why === null || each.onlyReason !== undefined) {
      labelled.push({ ...each, label: each.truth, disarm: test, settledBy: why === null ? "reason and disarm test" : "reason alone" });
    } else {
      contested.push({ ...each, why, disarm: test });
    }
  }
  return { labelled, contested };
}
