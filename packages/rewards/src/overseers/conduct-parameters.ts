import { integer, number, oneOf, type Parameter } from "@firebreak/core";

/** The parameters that say how a judgement turns into behaviour. A type, not an interface: families want an index signature. */
export type ConductParameters = {
  readonly depth: Parameter<number>;
  readonly temperature: Parameter<number>;
  readonly plans: Parameter<"feedback" | "value">;
};

/** Depth 1, temperature 0, plans for her feedback: the most consistent overseer there is. */
export const conductParameters: ConductParameters = {
  depth: integer({ default: 1, min: 1 }),
  temperature: number({ default: 0, min: 0 }),
  plans: oneOf("feedback", "value"),
};
