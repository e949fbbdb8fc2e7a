import {
  type CompiledEnvironment,
  defineFamily,
  type Family,
  number,
  type OverseerModel,
  type Parameter,
  rescuesSeen,
  rowOfOutcome,
  type State,
} from "@firebreak/core";
import { stateDifference } from "../signals/state-difference.ts";
import { type ConductParameters, conductParameters } from "./conduct-parameters.ts";
import { answersFrom, conductOf, type LatentJudgement, overseerFrom } from "./judgement.ts";

type HabituatingParameters = ConductParameters & { readonly fading: Parameter<number> };

/** Whether every state says how many rescues she has seen. */
const remembers = (world: CompiledEnvironment): boolean =>
  world.labels.every((_, state) => rescuesSeen(world.rich(state as State)) !== undefined);

/** (1 − fading)^n by multiplication: powers have other bits on other Node versions. */
function leftAfter(rescues: number, fading: number): number {
  let left = 1;
  for (let rescue = 0; rescue < rescues; rescue++) {
    left *= 1 - fading;
  }
  return left;
}

function faded(world: CompiledEnvironment, fading: number): LatentJudgement {
  const { value, evaluate } = world.judgement;
  if (value === undefined || evaluate === undefined) {
    return world.judgement;
  }
  const { actionCount } = world.dynamics;
  const left = world.labels.map((_, state) => leftAfter(rescuesSeen(world.rich(state as State)) ?? 0, fading));
  const rows = rowOfOutcome(world.dynamics);
  const rise = stateDifference(world.dynamics, value, 1);
  return {
    value,
    evaluate: evaluate.map((judged, z) =>
      judged > 0 && (rise[z] ?? 0) > 0 ? judged * (left[Math.floor((rows[z] ?? 0) / actionCount)] ?? 1) : judged,
    ),
  };
}

/**
 * An overseer who gets used to rescues: praise for a step after which her value is higher loses the share `fading` with every such step
 * she has seen before. The state has to say how many: make the world with `rememberRescues`; in any other she answers nothing. Feedback that
 * depends on what the agent has been doing is what COACH (MacGlashan et al. 2017) holds against feedback as a fixed reward.
 */
export const habituating: Family<OverseerModel, HabituatingParameters> = defineFamily({
  name: "habituating",
  version: 1,
  title: "Habituating: praise for rescues fades with those she has seen",
  parameters: { ...conductParameters, fading: number({ default: 0.5, min: 0, max: 1 }) },
  make: ({ fading, ...conduct }, id): OverseerModel => ({
    id,
    title: "Habituating overseer",
    answers: (world) => (remembers(world) ? answersFrom(world, conduct) : []),
    build: (world) => {
      const judgement = faded(world, fading);
      return overseerFrom({ id, world, judgement, conduct, demonstrations: () => conductOf(world, judgement, conduct) });
    },
  }),
});
