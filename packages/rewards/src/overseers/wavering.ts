import { defineFamily, type Family, number, type OverseerModel, type Parameter } from "@firebreak/core";
import { type ConductParameters, conductParameters } from "./conduct-parameters.ts";
import { modelOf } from "./model-of.ts";

type WaveringParameters = ConductParameters & { readonly deviation: Parameter<number> };

/**
 * A consistent overseer whose every number comes with a Gaussian error of its own, drawn anew each time she is asked: errors that
 * averaging takes away, where those of the noisy overseer stay. What she shows has no error.
 */
export const wavering: Family<OverseerModel, WaveringParameters> = defineFamily({
  name: "wavering",
  version: 1,
  title: "Wavering: every answer has an error of its own",
  parameters: { ...conductParameters, deviation: number({ default: 0.1, min: 0 }) },
  make: ({ deviation, ...conduct }, id): OverseerModel =>
    modelOf({ id, title: "Wavering overseer", conduct, channel: { deviation, absent: 0 } }),
});
