import {
  disarmTest,
  exploitedValue,
  farmableLoop,
  hackable,
  manufacturedOpportunities,
  nearTies,
  plantedFarming,
  plantedHack,
  plantedNearTies,
  plantedShow,
  plantedSituations,
  plantedTies,
  plantedUnexplained,
  situationDecomposition,
  tieHazardDetector,
  unexplainedSignal,
} from "@firebreak/analysis/audits";
import { type DetectorSubject, detectorLaw } from "@firebreak/core/testing";
import { describe, expect, it } from "vitest";
import { failuresOf, missedBy } from "./catalogs.ts";

const subjects: readonly DetectorSubject[] = [
  { detector: situationDecomposition, ...plantedSituations() },
  { detector: manufacturedOpportunities, ...plantedSituations() },
  { detector: disarmTest, ...plantedSituations() },
  { detector: farmableLoop, ...plantedFarming() },
  { detector: tieHazardDetector, ...plantedTies() },
  { detector: nearTies, ...plantedNearTies() },
  { detector: hackable, ...plantedHack() },
  { detector: exploitedValue, ...plantedShow() },
  { detector: unexplainedSignal, ...plantedUnexplained() },
];

describe("every detector", () => {
  it(`keeps the law '${detectorLaw.id}': ${detectorLaw.title}`, () => {
    expect(failuresOf(detectorLaw, subjects)).toEqual([]);
  });

  it(`'${detectorLaw.id}' catches its seeded fault: ${detectorLaw.fault.title}`, () => {
    expect(missedBy(detectorLaw, subjects)).toEqual([]);
  });
});
