import { countBits, defineFamily, type Family, legalMask, number, type OverseerModel, type Parameter } from "@firebreak/core";
import { type ConductParameters, conductParameters } from "./conduct-parameters.ts";
import { answersFrom, conductOf, overseerFrom } from "./judgement.ts";

type TremblingParameters = ConductParameters & { readonly slip: Parameter<number> };

/**
 * An overseer whose hand slips: with probability `slip` she demonstrates any legal action, all alike, else what the consistent overseer
 * would. She judges as the consistent one does. However small, it puts every action into the support of her demonstrations.
 */
export const trembling: Family<OverseerModel, TremblingParameters> = defineFamily({
  name: "trembling",
  version: 1,
  title: "Trembling: with probability slip she demonstrates any legal action",
  parameters: { ...conductParameters, slip: number({ default: 0.01, min: 0, max: 1 }) },
  make: ({ slip, ...conduct }, id): OverseerModel => ({
    id,
    title: "Trembling overseer",
    answers: (world) => answersFrom(world, conduct),
    build: (world) => {
      const { judgement, dynamics } = world;
      const demonstrations = (): Float64Array => {
        const meant = conductOf(world, judgement, conduct);
        const legal = legalMask(dynamics);
        return meant.map((share, row) => {
          const mask = legal[Math.floor(row / dynamics.actionCount)] ?? 0;
          const isLegal = (mask >>> (row % dynamics.actionCount)) & 1;
          return (1 - slip) * share + (isLegal === 1 ? slip / countBits(mask) : 0);
        });
      };
      return overseerFrom({ id, world, judgement, conduct, demonstrations });
    },
  }),
});
