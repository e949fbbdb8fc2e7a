import { defineFamily, type Family, number, type OverseerModel, type Parameter } from "@firebreak/core";
import { type ConductParameters, conductParameters } from "./conduct-parameters.ts";
import { modelOf } from "./model-of.ts";

type GenerousParameters = ConductParameters & { readonly leniency: Parameter<number>; readonly bonus: Parameter<number> };

/**
 * An overseer biased towards praise, as people are (Thomaz & Breazeal 2008; Knox & Stone 2012): she leaves out the share `leniency` of every
 * blame and adds `bonus` to whatever she says of a step. Where episodes end, a bonus for every step makes dawdling pay. Her value
 * of states has no zero to be biased about, and stays.
 */
export const generous: Family<OverseerModel, GenerousParameters> = defineFamily({
  name: "generous",
  version: 1,
  title: "Generous: blames less than she should, and praises more",
  parameters: { ...conductParameters, leniency: number({ default: 0.5, min: 0, max: 1 }), bonus: number({ default: 0, min: 0 }) },
  make: ({ leniency, bonus, ...conduct }, id): OverseerModel =>
    modelOf({
      id,
      title: "Generous overseer",
      conduct,
      judge: ({ judgement }) => ({
        ...judgement,
        ...(judgement.evaluate === undefined
          ? {}
          : { evaluate: judgement.evaluate.map((judged) => (judged < 0 ? (1 - leniency) * judged : judged) + bonus) }),
      }),
    }),
});
