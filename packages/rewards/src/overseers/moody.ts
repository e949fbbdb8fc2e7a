import { defineFamily, type Family, number, type OverseerModel, type Parameter } from "@firebreak/core";
import { type ConductParameters, conductParameters } from "./conduct-parameters.ts";
import { modelOf } from "./model-of.ts";

type MoodyParameters = ConductParameters & { readonly amplitude: Parameter<number>; readonly period: Parameter<number> };

/**
 * An overseer who is not consistent over time: to the n-th number she answers, her mood adds amplitude·sin(2πn/period), whatever
 * it is about. Her judgement itself, and what she shows, stay the same.
 */
export const moody: Family<OverseerModel, MoodyParameters> = defineFamily({
  name: "moody",
  version: 1,
  title: "Moody: what she says of a step depends on when she is asked",
  parameters: {
    ...conductParameters,
    amplitude: number({ default: 0.5, min: 0 }),
    period: number({ default: 1000, min: 1 }),
  },
  make: ({ amplitude, period, ...conduct }, id): OverseerModel =>
    modelOf({ id, title: "Moody overseer", conduct, channel: { deviation: 0, absent: 0, mood: { amplitude, period } } }),
});
