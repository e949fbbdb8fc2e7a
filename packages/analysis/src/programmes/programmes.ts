import type { Detector } from "@firebreak/core";
import loadHighs from "highs";
import { hackableChecked } from "../audits/hackability-detector.ts";
import type { LeastTruthCheck } from "../audits/least-truth-check.ts";
import { nearTiesChecked } from "../audits/near-tie-detector.ts";
import type { TwoRewards } from "../audits/return-frontier.ts";
import { isQuick, occupancyProgramme } from "./occupancy-programme.ts";
import { solveProgramme } from "./solve-programme.ts";

/** What a linear programme says of the least true reward at a level of the proxy. Rates are per step of the clock. */
export interface ProgrammeAnswer {
  readonly truth: number;
  /** True reward that a unit of proxy is worth: the dual of the condition, at least 0. With it `proveBound` makes a certificate. */
  readonly multiplier: number;
}

/** The audits that are linear programmes, ready to be asked: every answer is synchronous. */
export interface Programmes {
  /** @throws FirebreakError "too-many-states" or "not-converged", also where no policy reaches the level. */
  leastTruth(world: TwoRewards, level: number): ProgrammeAnswer;
  /**
   * The audits of near ties and of hackability, with what the programme says beside what the frontier of returns does, in worlds whose
   * programme is solved in seconds.
   */
  readonly detectors: readonly Detector[];
}

// Its types describe the CommonJS build; an import gets the other one, whose default is the loader itself.
const load = loadHighs as unknown as typeof loadHighs.default;

/** Loads HiGHS (Huangfu and Hall 2018) as WebAssembly. */
export async function loadProgrammes(): Promise<Programmes> {
  const highs = await load();
  const leastTruth = (world: TwoRewards, level: number): ProgrammeAnswer => {
    const { value, dual } = solveProgramme(highs, occupancyProgramme(world, level));
    return { truth: value, multiplier: Math.max(0, dual.at(-1) ?? 0) };
  };
  const check: LeastTruthCheck = {
    by: "linear programme",
    leastTruth: (world, level) => (isQuick(world) ? leastTruth(world, level).truth : null),
  };
  return { leastTruth, detectors: [nearTiesChecked(check), hackableChecked(check)] };
}
