import { integer, type Observations, type Parameter } from "@firebreak/core";
import { type NetParameters, netParameters } from "@firebreak/core/neural";
import { checkpointsParameter, episodeParameter } from "../learners/settings.ts";

/** What everything that trains nets of a block of seeds by acting in a world can be set to. */
export type BlockParameters = NetParameters & {
  readonly checkpoints: Parameter<number>;
  readonly episode: Parameter<number>;
  /** Seeds that are trained together: the last bits of a result depend on it. */
  readonly block: Parameter<number>;
};

export const blockParameters: BlockParameters = {
  ...netParameters,
  checkpoints: checkpointsParameter,
  episode: episodeParameter,
  block: integer({ default: 10, min: 1, max: 1024 }),
};

/** What tells the states of a task apart: a task that a method makes has it. */
export function observationsIn({ observations }: { readonly observations?: Observations }): Observations {
  if (observations === undefined) {
    throw new Error("A neural learner was given a task without observations");
  }
  return observations;
}
