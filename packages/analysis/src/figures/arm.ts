import { FirebreakError, type TrialAxes, type TrialResult } from "@firebreak/core";
import type { StudyResults } from "../report/study-report.ts";
import type { Scored } from "../statistics/strata.ts";

/** A set of trials that is drawn as one thing: a method under one criterion, over worlds and seeds. */
export interface Arm {
  readonly label: string;
  holds(axes: TrialAxes): boolean;
}

/** A number for many trials. `interval` is null where there is only one unit; `units` counts what was resampled. */
export interface Summary {
  readonly value: number;
  readonly interval: readonly [number, number] | null;
  readonly units: number;
}

/** How many numbers become one: an interquartile mean over drawn worlds, with a bootstrap interval, say. */
export type Summarise = (trials: readonly Scored[]) => Summary;

type DoneTrial = Extract<TrialResult, { status: "done" }>;

/** The finished trials of an arm, in the order of their keys. */
export function trialsOf(results: StudyResults, arm: Arm): readonly DoneTrial[] {
  return results.results.flatMap((trial) => (trial.status === "done" && arm.holds(trial.axes) ? [trial] : []));
}

/** The name of the family that a canonical id belongs to: "hero" for "hero@1?h=4". */
export function familyOf(id: string): string {
  return id.split("@")[0] ?? id;
}

/** One measure of an arm, summarised; null where no trial has it. The family of worlds is the stratum. */
export function summarised(trials: readonly DoneTrial[], measure: string, summarise: Summarise): Summary | null {
  const scored = trials.flatMap(({ axes, measures }): readonly Scored[] => {
    const score = measures[measure];
    return score === undefined ? [] : [{ stratum: familyOf(axes.environment), world: axes.environment, seed: axes.seed, score }];
  });
  if (scored.length === 0) {
    return null;
  }
  const { value, interval, units } = summarise(scored);
  return { value, interval, units };
}

/** Intervals as Plotly's error bars, of no length where there is no interval. Draw them without caps: a cap shows even then. */
export function errorBars(summaries: readonly Summary[]): {
  readonly type: "data";
  readonly symmetric: false;
  readonly array: number[];
  readonly arrayminus: number[];
} {
  const reach = (end: 0 | 1): number[] => summaries.map(({ value, interval }) => (interval === null ? 0 : Math.abs(interval[end] - value)));
  return { type: "data", symmetric: false, array: reach(1), arrayminus: reach(0) };
}

/** What `select` throws where nothing is there to draw. */
export function missing(figure: string, what: string): FirebreakError {
  return new FirebreakError("missing-results", `Cannot draw figure '${figure}': the results hold ${what}`, { what: figure });
}

/** Says which arms of a figure had no trial: nothing where all had one. */
export function absentNotes({ absent }: { readonly absent: readonly string[] }): readonly string[] {
  return absent.length === 0 ? [] : [`No result for: ${absent.join(", ")}.`];
}

/** The number in a criterion's id: 0.9 of "discounted-0.9", null where the id is of another kind. */
export function discountOf(axes: TrialAxes): number | null {
  return numberAfter(axes.criterion, /^discounted-([\d.e-]+)$/);
}

/** The steps of a lookahead criterion. */
export function lookaheadOf(axes: TrialAxes): number | null {
  return numberAfter(axes.criterion, /^lookahead-(\d+)-/);
}

/** The horizon of a finite criterion. */
export function horizonOf(axes: TrialAxes): number | null {
  return numberAfter(axes.criterion, /^finite-(\d+)$/);
}

function numberAfter(text: string, pattern: RegExp): number | null {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}
