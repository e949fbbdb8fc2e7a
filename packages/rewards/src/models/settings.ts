import { integer, number, type Parameter, type ValuesOf } from "@firebreak/core";

/** Points at which the model is fitted anew to all that was bought, the last one included. */
export const checkpointsParameter: Parameter<number> = integer({ default: 5, min: 1 });

/** Steps after which the walk that meets what is asked about starts again. */
export const episodeParameter: Parameter<number> = integer({ default: 100, min: 1 });

/** Weight of the squared weights: the answers that a weight of 0 stands for beforehand. Above 0, so that every fit is finite and single. */
export const ridgeParameter: Parameter<number> = number({ default: 0.01, min: 1e-9 });

/** The standard deviation of a weight that a ridge stands for beforehand: 1/√ridge. */
export const priorOf = ({ ridge }: { readonly ridge: number }): number => 1 / Math.sqrt(ridge);

/** The share of answers that are paid for and kept from the fit. */
export const heldOutParameter: Parameter<number> = number({ default: 0.1, min: 0, max: 0.9 });

/** Models fitted to different weightings of the answers. 1: one model, of all answers alike. */
export const membersParameter: Parameter<number> = integer({ default: 1, min: 1, max: 100 });

/** Standard deviations taken off the mean: k of mean − k·sd. Needs more than one member. */
export const pessimismParameter: Parameter<number> = number({ default: 0, min: 0 });

/** How a preference follows from two returns: see `PreferenceModel`; `discount` is that of the returns. */
export type PreferenceParameters = {
  readonly temperature: Parameter<number>;
  readonly noise: Parameter<number>;
  readonly discount: Parameter<number>;
};

export const preferenceParameters: PreferenceParameters = {
  temperature: number({ default: 1, min: 1e-6 }),
  noise: number({ default: 0, min: 0, max: 1 }),
  discount: number({ default: 1, min: 0, max: 1 }),
};

/** Numbers of questions bought at each point of the curve. */
export function targets({ questions, checkpoints }: { readonly questions: number; readonly checkpoints: number }): readonly number[] {
  return Array.from({ length: checkpoints }, (_, at) => Math.floor((questions * (at + 1)) / checkpoints));
}

/** What every model can be set to that meets what it asks about on a walk. A type, not an interface: families want an index signature. */
export type WalkingParameters = {
  readonly checkpoints: Parameter<number>;
  readonly episode: Parameter<number>;
  readonly members: Parameter<number>;
  readonly pessimism: Parameter<number>;
  readonly "held-out": Parameter<number>;
};

export const walkingParameters: WalkingParameters = {
  checkpoints: checkpointsParameter,
  episode: episodeParameter,
  members: membersParameter,
  pessimism: pessimismParameter,
  "held-out": heldOutParameter,
};

/** Those, and how many questions are asked. */
export type WalkingSettings = ValuesOf<WalkingParameters> & { readonly questions: number };
