import type { StudyResults, Verdict } from "@firebreak/analysis";
import { type Estimate, estimate, interquartileMean } from "@firebreak/analysis/statistics";
import { type ClaimRule, createRng, FirebreakError, type TrialResult } from "@firebreak/core";

export type Done = Extract<TrialResult, { status: "done" }>;

/** The trials of a method in a world. All four are ids. */
export interface Cell {
  readonly environment: string;
  readonly overseer: string;
  readonly method: string;
  readonly criterion: string;
}

/** The finished trials of a cell. @throws FirebreakError "missing-results" where there is none, or one failed. */
export function trialsOf({ results }: StudyResults, cell: Cell): readonly Done[] {
  const trials = results.filter(({ axes }) =>
    (["environment", "overseer", "method", "criterion"] as const).every((axis) => axes[axis] === cell[axis]),
  );
  const done = trials.filter((trial) => trial.status === "done");
  if (done.length === 0 || done.length < trials.length) {
    throw new FirebreakError(
      "missing-results",
      `Cannot score '${cell.method}' in '${cell.environment}': ${done.length} of ${trials.length} trials are done`,
    );
  }
  return done;
}

export const scoreOf = ({ measures }: Done): number => measures["truth.score"] ?? Number.NaN;

/** The interquartile mean of trials, with a percentile bootstrap over seeds; no interval for an exact method. */
export function middleOf(trials: readonly Done[], { confidence, replicates }: { confidence: number; replicates: number }): Estimate {
  return estimate(
    {
      strata: [{ stratum: "seeds", units: trials.map(scoreOf) }],
      statistic: interquartileMean,
      level: confidence,
      replicates,
      method: "percentile",
    },
    createRng(`competence/${trials[0]?.key ?? ""}`),
  );
}

const shown = (value: number): string => value.toFixed(3);

/** Whether a method reaches the target in every world: the estimate is that of the world where it does worst. */
export function reaches(results: StudyResults, claim: ClaimRule): Verdict {
  const cells = claim.rule["trials"] as unknown as readonly Cell[]; // the rule is this study's own
  const spread = { confidence: Number(claim.rule["confidence"]), replicates: Number(claim.rule["replicates"]) };
  const target = Number(claim.rule["target"]);
  const scored = cells.map((cell) => ({ cell, middle: middleOf(trialsOf(results, cell), spread) }));
  const worst = scored.reduce((least, each) => (each.middle.value < least.middle.value ? each : least));
  const each = scored.map(({ cell, middle: { value, interval } }) => {
    const range = interval === null ? "" : ` (${interval.map(shown).join(" to ")})`;
    return `${cell.environment.split("@")[0]} ${shown(value)}${range}`;
  });
  return {
    id: claim.id,
    verdict: worst.middle.value >= target ? "supported" : "not supported",
    estimate: worst.middle.value,
    interval: worst.middle.interval,
    unit: "interquartile mean of (true return - uniform play's)/(optimum - uniform play's), in the world where it is least",
    sentence: `${each.join(", ")}, against a target of ${target}.`,
  };
}
