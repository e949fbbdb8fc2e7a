import type { Figure, StudyResults } from "@firebreak/analysis";
import type { Detector, Environment, Family, Method, OverseerModel, RewardModel, Signal } from "@firebreak/core";

/** The collections in use beside the built-in ones. Third parties append theirs. */
export interface FirebreakConfig {
  readonly environments?: readonly Family<Environment>[];
  readonly overseers?: readonly Family<OverseerModel>[];
  readonly signals?: readonly Family<Signal>[];
  readonly models?: readonly Family<RewardModel>[];
  readonly methods?: readonly Family<Method>[];
  readonly detectors?: readonly Detector[];
  readonly figures?: readonly Figure<StudyResults>[];
  /** Globs of study files, relative to the configuration. Default: "studies/*.ts". */
  readonly studies?: readonly string[];
}

/** Types a configuration; returns it as it is. */
export function defineConfig(config: FirebreakConfig): FirebreakConfig {
  return config;
}
