export { type BestRepair, bestRepair, type Deviation, type Thresholds } from "./best-repair.ts";
export type { Rewards } from "./continuations.ts";
export {
  AUDIT_DISCOUNT,
  clockUnit,
  expectedRows,
  harmThreshold,
  looksRows,
  praiseThreshold,
  rescueRows,
  stepsOf,
  THRESHOLD_SHARE,
  valueThreshold,
} from "./conventions.ts";
export { type Disarmed, disarm, disarmMeasure, disarmTest } from "./disarm.ts";
export { type DiscountFlip, type DiscountFlips, discountFlips } from "./discount-flips.ts";
export { farmableLoop } from "./farmable-detector.ts";
export { bestLoop, type FarmableExcess, farmableExcess, type Loop } from "./farmable-excess.ts";
export { certificateExcess, type GainCertificate, gainCertificate } from "./gain-certificate.ts";
export { bestAmongGainOptimal, gainOptimalRange } from "./gain-optimal.ts";
export { type Hackability, hackability } from "./hackability.ts";
export { hackable, hackableChecked } from "./hackability-detector.ts";
export type { LeastTruthCheck } from "./least-truth-check.ts";
export { honestOptimum, manufacturedMeasure, manufacturedOpportunities, repairAgainst } from "./manufactured-detector.ts";
export { nearTies, nearTiesChecked } from "./near-tie-detector.ts";
export { type NearTie, type NearTieCurve, nearTieCurve } from "./near-ties.ts";
export { occupancyMeasure } from "./occupancy-measure.ts";
export {
  type Planted,
  plantedFarming,
  plantedHack,
  plantedNearTies,
  plantedShow,
  plantedSituations,
  plantedTies,
  plantedUnexplained,
} from "./planted.ts";
export { type PlantedCount, plantedCounts, plantedMeasure } from "./planted-measure.ts";
export { type PlayedEpisode, playPolicy } from "./play-episode.ts";
export { type PotentialFit, potentialFit } from "./potential-decomposition.ts";
export { unexplainedSignal } from "./potential-detector.ts";
export { proveBound } from "./prove-bound.ts";
export { type Corner, type LeastTruth, type ReturnFrontier, returnFrontier, type TwoRewards } from "./return-frontier.ts";
export { returnsMeasure } from "./returns-measure.ts";
export {
  type Decomposition,
  decomposeSituations,
  type SituationReport,
  type SituationVerdict,
} from "./situation-decomposition.ts";
export { situationDecomposition, situationMeasure } from "./situation-detector.ts";
export { strayMeasure } from "./stray-measure.ts";
export { tieHazardDetector, tieHazardMeasure } from "./tie-detector.ts";
export { refusesTies, type TieCarrier, type TieHazard, tieHazard, tieRange } from "./tie-hazard.ts";
export { timeLineSteps } from "./time-line-steps.ts";
export { exploitationMeasure, exploitedValue } from "./value-detector.ts";
export { type Exploitation, type ValueExploitation, valueExploitation } from "./value-exploitation.ts";
