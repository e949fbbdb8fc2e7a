import {
  type CompiledEnvironment,
  canonicalJson,
  defineFamily,
  type Family,
  integer,
  number,
  type OverseerModel,
  type Parameter,
  type Rng,
  rowOfOutcome,
} from "@firebreak/core";
import { type ConductParameters, conductParameters } from "./conduct-parameters.ts";
import type { LatentJudgement } from "./judgement.ts";
import { modelOf } from "./model-of.ts";
import { seenStates } from "./seen-by-her.ts";

type NoisyParameters = ConductParameters & {
  readonly feedbackNoise: Parameter<number>;
  readonly valueNoise: Parameter<number>;
  readonly draw: Parameter<number>;
};

/**
 * The world's judgement with Gaussian noise of standard deviations `feedback` and `value` on it. The noise of an answer is a fixed
 * function of what is seen, by name: states that look alike have equal noise, and how states are numbered moves nothing.
 */
function blurred(world: CompiledEnvironment, deviation: { readonly feedback: number; readonly value: number }, rng: Rng): LatentJudgement {
  const seen = seenStates(world);
  const noise = (...about: readonly string[]): number => rng.fork(canonicalJson(about)).normal();
  const { actionCount, nextState } = world.dynamics;
  const rows = rowOfOutcome(world.dynamics);
  const { value, evaluate } = world.judgement;
  const ofStep = (z: number): number => {
    const row = rows[z] ?? 0;
    return noise(
      "evaluate",
      seen[Math.floor(row / actionCount)] ?? "",
      world.actions[row % actionCount] ?? "",
      seen[nextState[z] ?? 0] ?? "",
    );
  };
  const add = (table: Float64Array, sigma: number, of: (at: number) => number): Float64Array =>
    sigma === 0 ? table : table.map((judged, at) => judged + sigma * of(at));
  return {
    ...(value === undefined ? {} : { value: add(value, deviation.value, (state) => noise("value", seen[state] ?? "")) }),
    ...(evaluate === undefined ? {} : { evaluate: add(evaluate, deviation.feedback, ofStep) }),
  };
}

/**
 * A consistent overseer whose one judgement is a noisy copy of the world's. The noise persists: asked twice, she errs alike, and
 * what she demonstrates and prefers follows from the same error. `draw` is another overseer of the same kind.
 */
export const noisy: Family<OverseerModel, NoisyParameters> = defineFamily({
  name: "noisy",
  version: 1,
  title: "Noisy: one judgement, persistently wrong by Gaussian noise",
  parameters: {
    ...conductParameters,
    feedbackNoise: number({ default: 0.1, min: 0 }),
    valueNoise: number({ default: 0.1, min: 0 }),
    draw: integer({ default: 0, min: 0 }),
  },
  make: ({ feedbackNoise, valueNoise, draw, ...conduct }, id): OverseerModel =>
    modelOf({
      id,
      title: "Noisy overseer",
      conduct,
      judge: (world, rng) => blurred(world, { feedback: feedbackNoise, value: valueNoise }, rng.fork(`noisy-${draw}`)),
    }),
});
