import { manufacturedMeasure } from "@firebreak/analysis/audits";
import { type Measure, oversee, referencePolicy } from "@firebreak/core";
import { consistent } from "@firebreak/rewards";

/**
 * Manufactured harm against an honest overseer of the same world, whoever oversaw the trial: the consistent one of depth 1. Beside a
 * villain's own acts her imitator would do no harm that she would not have done.
 */
export const honestHarm: Measure = {
  id: "harm",
  version: 1,
  measure(context) {
    const honest = oversee(context.environment, consistent.with());
    const reference = referencePolicy(honest);
    const answered = honest.model.answers(context.environment);
    return manufacturedMeasure.measure({
      ...context,
      answers: honest.answers,
      answered,
      ...(reference === undefined ? {} : { reference }),
    });
  },
};
