import type { StudyReport, StudyResults, Verdict } from "@firebreak/analysis";
import { centreOfWorlds, criterionSweep, discountOf } from "@firebreak/analysis/figures";
import { type ClaimRule, FirebreakError, type TrialAxes } from "@firebreak/core";

const byFeedback = ({ method, seed }: TrialAxes): boolean => method.includes("evaluative-feedback") && seed === null;
const byImitation = ({ method }: TrialAxes): boolean => method.startsWith("imitation");

/** The true return of the one exact trial that is looked for. */
function trueReturn({ results }: StudyResults, wanted: (axes: TrialAxes) => boolean): number {
  const trial = results.find(({ axes }) => wanted(axes));
  if (trial?.status !== "done") {
    throw new FirebreakError("missing-results", "Cannot decide: the trial that the rule names is not stored");
  }
  return trial.measures["returns.true"] ?? 0;
}

/** One world, solved exactly: a difference, and no interval. */
function letsItGoOut(results: StudyResults, claim: ClaimRule): Verdict {
  const trained = trueReturn(results, (axes) => byFeedback(axes) && axes.criterion === claim.rule["criterion"]);
  const estimate = trained - trueReturn(results, byImitation);
  return {
    id: claim.id,
    verdict: estimate < -Number(claim.rule["margin"]) ? "supported" : "not supported",
    estimate,
    interval: null,
    unit: "true return per step, RL less imitation",
    sentence: `Trained on her feedback, the agent has ${estimate.toFixed(2)} of true return a step beside imitation of her.`,
  };
}

const lampByDiscount = criterionSweep({
  id: "lamp-by-discount",
  title: "The lamp, by plan discount",
  arms: [
    { label: "narrow RL, evaluative feedback", holds: byFeedback },
    { label: "imitation", holds: byImitation },
  ],
  knob: { title: "plan discount γ", valueOf: discountOf },
  panels: [{ title: "true return per step", measure: "returns.true" }],
  flips: [],
  summarise: centreOfWorlds,
});

const report: StudyReport = { decide: { K1: letsItGoOut }, figures: [lampByDiscount] };
export default report;
