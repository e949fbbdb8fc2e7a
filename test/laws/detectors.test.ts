import {
  farmableLoop,
  plantedFarming,
  plantedSituations,
  plantedTies,
  situationDecomposition,
  tieHazardDetector,
} from "@firebreak/analysis/audits";
import { type DetectorSubject, detectorLaw } from "@firebreak/core/testing";
import { describe, it } from "vitest";
import { expectAll, expectCaught } from "./catalogs.ts";

const subjects: readonly DetectorSubject[] = [
  { detector: situationDecomposition, ...plantedSituations() },
  { detector: farmableLoop, ...plantedFarming() },
  { detector: tieHazardDetector, ...plantedTies() },
];

describe("every detector", () => {
  it(`keeps the law '${detectorLaw.id}': ${detectorLaw.title}`, () => {
    expectAll([detectorLaw], subjects);
  });

  it(`'${detectorLaw.id}' catches its seeded fault: ${detectorLaw.fault.title}`, () => {
    expectCaught(detectorLaw, subjects);
  });
});
