import { integer, number, oneOf, type Parameter } from "../family.ts";
import { type Pace, type QTable, SEVERAL } from "../kernels/q-learning.ts";

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

/** How the n-th try of a pair moves its value: by n^(−omega) ("polynomial"), by alpha ("constant"), or ("adaptive") wholly as long as the pair has led to one outcome only, and polynomially from then on. */
export const adaptiveStepSize: Parameter<TabularSettings["step-size"]> = oneOf("adaptive", "polynomial", "constant");

/** In (0.5, 1], where the sums that convergence needs diverge and converge (Even-Dar and Mansour 2003). */
export const omegaParameter: Parameter<number> = number({ default: 0.7, min: 0.5, max: 1 });
export const alphaParameter: Parameter<number> = number({ default: 0.1, min: 0, max: 1 });

/** The longest table of step sizes; later tries use its last entry. */
const LONGEST_SCHEDULE = 1_000_000;

/** scale·n^(−exponent) for n = 1 … visits, by exp and log: powers have other bits on other Node versions. */
function schedule(scale: number, exponent: number, visits: number): Float64Array {
  const byVisit = new Float64Array(exponent === 0 ? 2 : Math.min(visits, LONGEST_SCHEDULE) + 1);
  for (let n = 1; n < byVisit.length; n++) {
    byVisit[n] = scale * Math.exp(-exponent * Math.log(n));
  }
  return byVisit;
}

/** A learner's settings as its kernel reads them. */
export function paceOf(settings: TabularSettings, clock: { readonly discount: number; readonly episode: number }): Pace {
  const { steps, epsilon, omega } = settings;
  return {
    ...clock,
    alpha: settings["step-size"] === "constant" ? schedule(settings.alpha, 0, steps) : schedule(1, omega, steps),
    epsilon: schedule(epsilon, settings["epsilon-decay"], steps),
  };
}

/** An empty table of S states, A actions and `layers` values for each pair. */
export function emptyTable(
  size: { readonly stateCount: number; readonly actionCount: number; readonly layers: number },
  settings: TabularSettings,
): QTable {
  const rows = size.stateCount * size.actionCount;
  return {
    q: new Float64Array(rows * size.layers),
    tries: new Int32Array(rows),
    stays: new Int32Array(size.stateCount),
    shown: new Int32Array(rows).fill(settings["step-size"] === "adaptive" ? 0 : SEVERAL),
  };
}
