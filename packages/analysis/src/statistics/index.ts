export { bootstrap, type Resampling, type Statistic } from "./bootstrap.ts";
export { type Equivalence, type EquivalenceVerdict, type Margin, twoOneSidedTests, withinMargin } from "./equivalence.ts";
export { interquartileMean } from "./interquartile-mean.ts";
export { acceleration, type Estimate, estimate, quantile } from "./interval.ts";
export { type Pairing, pairedDifferences } from "./paired-differences.ts";
export { type PairedShares, pairedShares } from "./paired-shares.ts";
export { estimateImprovement, probabilityOfImprovement } from "./probability-of-improvement.ts";
export { type Count, clopperPearsonInterval, wilsonInterval } from "./proportion.ts";
export { bySeed, byWorld, type Cluster, mean, meanOfStrata, pooled, type Scored, type Strata, type Stratum, worldMeans } from "./strata.ts";
