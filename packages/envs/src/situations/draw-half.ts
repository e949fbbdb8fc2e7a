import type { Rng } from "@firebreak/core";
import * as catalog from "./catalog.ts";
import { drawCases, type SituationCase } from "./draw-cases.ts";
import type { Half, SituationTemplate } from "./situation.ts";

/** Every template there is. */
export const situations: readonly SituationTemplate[] = Object.values<SituationTemplate>(catalog);

/** All cases of a half: every character of every template in `count` draws. */
export function drawHalf(half: Half, count: number, rng: Rng): readonly SituationCase[] {
  return situations.filter((template) => template.half === half).flatMap((template) => drawCases(template, count, rng));
}
