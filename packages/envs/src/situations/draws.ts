import { integer, number, oneOf, type Parameter, type ParameterValue, type Rng } from "@firebreak/core";

/** A parameter with the distribution it is drawn from. */
export interface Drawn<T extends ParameterValue> {
  readonly parameter: Parameter<T>;
  draw(rng: Rng): T;
}

export type Draws = Readonly<Record<string, Drawn<ParameterValue>>>;

/** The values of parameters, by name. */
export type DrawnValues<P extends Draws> = { readonly [K in keyof P]: P[K] extends Drawn<infer T> ? T : never };

/** Three digits are plenty for a story, and keep ids short. */
const rounded = (value: number): number => Number(value.toPrecision(3));

/** Uniform on [low, high], to three digits. */
export function between(low: number, high: number): Drawn<number> {
  return {
    parameter: number({ default: rounded((low + high) / 2), min: low, max: high }),
    draw: (rng) => rounded(low + (high - low) * rng.double()),
  };
}

/** Uniform on the logarithm over [low, high], to three digits; the default is their geometric mean. */
export function orders(low: number, high: number): Drawn<number> {
  return {
    parameter: number({ default: rounded(Math.sqrt(low * high)), min: low, max: high }),
    draw: (rng) => rounded(low * Math.exp(Math.log(high / low) * rng.double())),
  };
}

/** A whole number from `low` to `high`, all alike; the default is `low`. */
export function whole(low: number, high: number): Drawn<number> {
  return { parameter: integer({ default: low, min: low, max: high }), draw: (rng) => low + rng.below(high - low + 1) };
}

/** One of some words, all alike; the first is the default. */
export function among<const T extends string>(...choices: readonly [T, ...T[]]): Drawn<T> {
  return { parameter: oneOf(...choices), draw: (rng) => choices[rng.below(choices.length)] ?? choices[0] };
}
