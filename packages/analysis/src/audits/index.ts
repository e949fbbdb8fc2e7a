export { AUDIT_DISCOUNT, clockUnit, harmThreshold, praiseThreshold, stepsOf, THRESHOLD_SHARE } from "./conventions.ts";
export { type DiscountFlip, type DiscountFlips, discountFlips } from "./discount-flips.ts";
export { farmableLoop } from "./farmable-detector.ts";
export { bestLoop, type FarmableExcess, farmableExcess, type Loop } from "./farmable-excess.ts";
export { certificateExcess, type GainCertificate, gainCertificate } from "./gain-certificate.ts";
export { bestAmongGainOptimal } from "./gain-optimal.ts";
export { occupancyMeasure } from "./occupancy-measure.ts";
export { type Planted, plantedFarming, plantedSituations, plantedTies } from "./planted.ts";
export { type PlayedEpisode, playEpisode } from "./play-episode.ts";
export { returnsMeasure } from "./returns-measure.ts";
export {
  type Decomposition,
  decomposeSituations,
  type SituationReport,
  type SituationVerdict,
} from "./situation-decomposition.ts";
export { situationDecomposition, situationMeasure } from "./situation-detector.ts";
export { tieHazardDetector, tieHazardMeasure } from "./tie-detector.ts";
export { type TieCarrier, type TieHazard, tieHazard } from "./tie-hazard.ts";
