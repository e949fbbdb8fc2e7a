import { defineFamily, type Family, FirebreakError, number, type OverseerModel, type Parameter } from "@firebreak/core";
import { type ConductParameters, conductParameters } from "./conduct-parameters.ts";
import { modelOf } from "./model-of.ts";

type SparseParameters = ConductParameters & { readonly absent: Parameter<number> };

/**
 * A consistent overseer who is not always there: with probability `absent`, anew at each question of any kind, no answer comes. A
 * question that nobody answers is asked, and paid for, all the same. Who needs a whole table cannot work with her.
 */
export const sparse: Family<OverseerModel, SparseParameters> = defineFamily({
  name: "sparse",
  version: 1,
  title: "Sparse: with probability absent no answer comes",
  parameters: { ...conductParameters, absent: number({ default: 0.5, min: 0, max: 1 }) },
  make: ({ absent, ...conduct }, id): OverseerModel => {
    if (absent === 1) {
      throw new FirebreakError("bad-parameter", "Cannot set 'absent' of 'sparse' to '1': who never answers is no overseer");
    }
    return modelOf({ id, title: "Sparse overseer", conduct, channel: { deviation: 0, absent } });
  },
});
