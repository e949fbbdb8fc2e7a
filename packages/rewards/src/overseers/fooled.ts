import { defineFamily, type Family, number, type OverseerModel, type Parameter } from "@firebreak/core";
import { doneAlike, judgedAlike } from "./alike.ts";
import { type ConductParameters, conductParameters } from "./conduct-parameters.ts";
import { answersFrom, overseerFrom } from "./judgement.ts";
import { seenStates } from "./seen-by-her.ts";

type FooledParameters = ConductParameters & { readonly trust: Parameter<number> };

/**
 * An overseer who trusts appearances: what a state looks like to her (the world's own view of hers) decides what she makes of it and,
 * with weight `trust`, what she would do there. The consistent overseer judges by the same looks, and yet knows, when she shows what to do,
 * which state she is in. In a world that hides nothing from its overseer the two are one.
 */
export const fooled: Family<OverseerModel, FooledParameters> = defineFamily({
  name: "fooled",
  version: 1,
  title: "Fooled: acts on what a state looks like, not on what it is",
  parameters: { ...conductParameters, trust: number({ default: 1, min: 0, max: 1 }) },
  make: ({ trust, ...conduct }, id): OverseerModel => ({
    id,
    title: "Fooled overseer",
    answers: (world) => answersFrom(world, conduct),
    build: (world) => {
      const look = seenStates(world);
      const judgement = judgedAlike(world, look, trust);
      return overseerFrom({
        id,
        world,
        judgement,
        conduct,
        demonstrations: () => doneAlike(world, { judgement, conduct }, { look, weight: trust }),
      });
    },
  }),
});
