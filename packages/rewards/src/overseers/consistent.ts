import { defineFamily, type Family, type OverseerModel } from "@firebreak/core";
import { type ConductParameters, conductParameters } from "./conduct-parameters.ts";
import { modelOf } from "./model-of.ts";

/**
 * The overseer all of whose answers follow from the world's one judgement: she demonstrates ∝ exp(Q/temperature), Q her own
 * undiscounted plan of `depth` steps, and compares by what she would collect along the way; equal sums are equal, she never abstains.
 */
export const consistent: Family<OverseerModel, ConductParameters> = defineFamily({
  name: "consistent",
  version: 1,
  title: "Consistent: every answer follows from one judgement",
  parameters: conductParameters,
  make: (conduct, id): OverseerModel => modelOf({ id, title: "Consistent overseer", conduct }),
});
