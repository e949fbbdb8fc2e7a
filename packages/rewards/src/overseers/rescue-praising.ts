import { defineFamily, type Family, number, type OverseerModel, type Parameter } from "@firebreak/core";
import { stateDifference } from "../signals/state-difference.ts";
import { type ConductParameters, conductParameters } from "./conduct-parameters.ts";
import type { LatentJudgement } from "./judgement.ts";
import { modelOf } from "./model-of.ts";

type RescuePraisingParameters = ConductParameters & { readonly bonus: Parameter<number> };

/**
 * An overseer who loves a rescue: to her feedback on a step she adds `bonus` for each unit by which her value of the state rises. She
 * takes nothing off where it falls, so that a fall and the rescue from it earn the bonus together. Where she has no value of states she
 * is the consistent overseer.
 */
export const rescuePraising: Family<OverseerModel, RescuePraisingParameters> = defineFamily({
  name: "rescue-praising",
  version: 1,
  title: "Rescue-praising: praise for every rise of value, none taken off for a fall",
  parameters: { ...conductParameters, bonus: number({ default: 0.5, min: 0 }) },
  make: ({ bonus, ...conduct }, id): OverseerModel =>
    modelOf({
      id,
      title: "Rescue-praising overseer",
      conduct,
      judge: (world): LatentJudgement => {
        const { value, evaluate } = world.judgement;
        if (value === undefined || evaluate === undefined) {
          return world.judgement;
        }
        const rise = stateDifference(world.dynamics, value, 1);
        return { value, evaluate: evaluate.map((judged, z) => judged + bonus * Math.max(rise[z] ?? 0, 0)) };
      },
    }),
});
