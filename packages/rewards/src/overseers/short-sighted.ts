import { defineFamily, type Family, integer, number, type OverseerModel, oneOf, type Parameter } from "@firebreak/core";
import { modelOf } from "./model-of.ts";

// A type, not an interface: families want an index signature.
type ShortSightedParameters = {
  readonly steps: Parameter<number>;
  readonly temperature: Parameter<number>;
  readonly plans: Parameter<"value" | "feedback">;
};

/**
 * An overseer who looks `steps` ahead and no further: she shows what is best for her own value of the states she would come to by
 * then, undiscounted. It is the consistent overseer's `depth` by its own name, for a study that varies it: her judgement is whole, and
 * only what she would do, and so what an imitator learns, is short-sighted.
 */
export const shortSighted: Family<OverseerModel, ShortSightedParameters> = defineFamily({
  name: "short-sighted",
  version: 1,
  title: "Short-sighted: shows what is best a few steps ahead",
  parameters: {
    steps: integer({ default: 1, min: 1 }),
    temperature: number({ default: 0, min: 0 }),
    plans: oneOf("value", "feedback"),
  },
  make: ({ steps, temperature, plans }, id): OverseerModel =>
    modelOf({ id, title: "Short-sighted overseer", conduct: { depth: steps, temperature, plans } }),
});
