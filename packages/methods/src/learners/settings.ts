import { type AnswerLine, integer, number, oneOf, type Parameter } from "@firebreak/core";
import { type Pace, type QTable, SEVERAL } from "../kernels/q-learning.ts";
import type { Walk } from "../kernels/walk.ts";

/** The settings that all tabular learners share. */
export interface TabularSettings {
  readonly steps: number;
  readonly checkpoints: number;
  readonly epsilon: number;
  readonly "epsilon-decay": number;
  readonly "step-size": "adaptive" | "polynomial" | "constant";
  readonly omega: number;
  readonly alpha: number;
}

/** Environment steps to train for. A budget may stop it sooner. */
export const stepsParameter: Parameter<number> = integer({ default: 100_000, min: 1 });

/** Points of the training curve, the last one included. */
export const checkpointsParameter: Parameter<number> = integer({ default: 10, min: 1 });

/**
 * Steps until an episode is cut and the world starts again from its start distribution: a learner's only way back from
 * where a continuing world does not lead back by itself.
 */
export const episodeParameter: Parameter<number> = integer({ default: 100, min: 1 });

/**
 * How the n-th try of a pair moves its value: by (1 + (n − 1)/reach)^(−omega) ("polynomial"), by alpha ("constant"), or wholly
 * as long as the pair has led to one outcome only and polynomially from then on ("adaptive").
 */
export const adaptiveStepSize: Parameter<TabularSettings["step-size"]> = oneOf("adaptive", "polynomial", "constant");

/** Sampled targets are averaged rightly in the end where it is above 0.5, in (0.5, 1] (Even-Dar and Mansour 2003). */
export const omegaParameter: Parameter<number> = number({ default: 0.85, min: 0.5, max: 1 });
export const alphaParameter: Parameter<number> = number({ default: 0.1, min: 0, max: 1 });

/** β of a soft learner, above 0: the price of one nat away from the policy that it leans on, in the unit of the reward. */
export const temperatureParameter: Parameter<number> = number({ default: 0.1, min: 1e-6, max: 1e6 });

/** The longest table of step sizes; later tries use its last entry. */
const LONGEST_SCHEDULE = 1_000_000;

/** scale·(1 + (n − 1)/stretch)^(−exponent) for n = 1 … visits, by exp and log: powers have other bits on other Node versions. */
export function schedule(
  shape: { readonly scale: number; readonly exponent: number; readonly stretch: number },
  visits: number,
): Float64Array {
  const { scale, exponent, stretch } = shape;
  const byVisit = new Float64Array(exponent === 0 ? 2 : Math.min(visits, LONGEST_SCHEDULE) + 1);
  for (let n = 1; n < byVisit.length; n++) {
    byVisit[n] = scale * Math.exp(-exponent * Math.log(1 + (n - 1) / stretch));
  }
  return byVisit;
}

/** The step size at the n-th try of a pair, or stay in a state, for each n. */
export function stepSizes(settings: Pick<TabularSettings, "steps" | "step-size" | "omega" | "alpha">, reach: number): Float64Array {
  const constant = { scale: settings.alpha, exponent: 0, stretch: 1 };
  const falling = { scale: 1, exponent: settings.omega, stretch: reach };
  return schedule(settings["step-size"] === "constant" ? constant : falling, settings.steps);
}

/**
 * A learner's settings as its kernel reads them. `reach` is how many steps ahead matter, 1/(1 − γ) or T: step sizes fall that
 * much more slowly, or the values of far-sighted criteria would never be reached (Wainwright 2019, "Stochastic approximation with
 * cone-contractive operators", whose rescaled linear step size is the one of omega 1).
 */
export function paceOf(
  settings: TabularSettings,
  clock: { readonly discount: number; readonly episode: number; readonly reach: number },
): Pace {
  const { steps, epsilon } = settings;
  const { discount, episode, reach } = clock;
  return {
    discount,
    episode,
    alpha: stepSizes(settings, reach),
    epsilon: schedule({ scale: epsilon, exponent: settings["epsilon-decay"], stretch: 1 }, steps),
  };
}

/**
 * An empty table for a walk, with so many values for each of its legal pairs. Where rewards err on their way, a pair with one outcome
 * has something to average too.
 */
export function emptyTable(
  walk: Walk,
  layers: number,
  settings: Pick<TabularSettings, "step-size"> & { readonly line?: AnswerLine | undefined },
): QTable {
  const pairs = walk.legalRow.length;
  const { line } = settings;
  const errs = line !== undefined && (line.deviation > 0 || line.mood.amplitude > 0);
  return {
    q: new Float64Array(pairs * layers),
    tries: new Int32Array(pairs),
    stays: new Int32Array(walk.stateCount),
    shown: new Int32Array(pairs).fill(settings["step-size"] === "adaptive" && !errs ? 0 : SEVERAL),
  };
}
