import { defineFamily, type Family, integer, number, type OverseerModel, type Parameter } from "@firebreak/core";
import { type ConductParameters, conductParameters } from "./conduct-parameters.ts";
import { answersFrom, conductOf, overseerFrom } from "./judgement.ts";

type VillainousParameters = ConductParameters & { readonly q: Parameter<number>; readonly foresight: Parameter<number> };

/**
 * An overseer who is a bit of a villain: with probability `q` at each decision she demonstrates what collects the most of her own
 * feedback over `foresight` steps, else what the consistent overseer would. She judges as the consistent one does. She knows no
 * action by name: in a world where praise cannot be manufactured she does no harm.
 */
export const villainous: Family<OverseerModel, VillainousParameters> = defineFamily({
  name: "villainous",
  version: 1,
  title: "Villainous: with probability q she seeks her own praise far ahead",
  parameters: { ...conductParameters, q: number({ default: 0.1, min: 0, max: 1 }), foresight: integer({ default: 8, min: 1 }) },
  make: ({ q, foresight, ...conduct }, id): OverseerModel => ({
    id,
    title: "Villainous overseer",
    answers: (world) =>
      answersFrom(world, conduct).filter((kind) => kind !== "demonstrate" || world.judgement.evaluate !== undefined || q === 0),
    build: (world) => {
      const { judgement } = world;
      const demonstrations = (): Float64Array => {
        const honest = conductOf(world, judgement, conduct);
        if (q === 0) {
          return honest;
        }
        const praised = conductOf(world, judgement, { depth: foresight, temperature: 0, plans: "feedback" });
        return honest.map((share, row) => (1 - q) * share + q * (praised[row] ?? 0));
      };
      return overseerFrom({ id, world, judgement, conduct, demonstrations });
    },
  }),
});
